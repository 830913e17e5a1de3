using System.Collections.Concurrent;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Adds up what an operation costs, before it is validated or run: each field its weight and all below it, as often as it is expected to come (see
/// <see cref="FieldCosts"/>). Every fragment is reckoned once. Where types exclude each other they are added all the same, and what the schema does not know
/// costs nothing, as validation will refuse it.
/// </summary>
public sealed class CostModel(ISchema schema)
{
    private readonly ConcurrentDictionary<FieldType, FieldCost> _known = [];

    public OperationCost Of(GraphQLDocument document, GraphQLOperationDefinition? operation)
    {
        schema.Initialize();
        return operation is null ? new OperationCost([]) : new OperationCost([.. new Reckoning(schema, _known, document, operation).RootFields()]);
    }

    /// <summary>What a selection costs: once, and besides for each entry of the page it is selected on.</summary>
    private readonly record struct Selected(Amount Once, Amount OnPage);

    private sealed class Reckoning(
        ISchema schema,
        ConcurrentDictionary<FieldType, FieldCost> known,
        GraphQLDocument document,
        GraphQLOperationDefinition operation
    )
    {
        private readonly Dictionary<string, Selected> _fragments = new(StringComparer.Ordinal);
        private readonly ArgumentSizes _sizes = new(operation);

        public IEnumerable<(string Name, Amount Cost)> RootFields()
        {
            var root = operation.Operation switch
            {
                OperationType.Query => schema.Query,
                OperationType.Mutation => schema.Mutation,
                _ => schema.Subscription,
            };
            return Selections
                .FieldsOf(operation.SelectionSet, document)
                .Select(field => ((field.Alias?.Name ?? field.Name).StringValue, Of(field, root).Once.Times(_sizes.Times(field.Directives))));
        }

        private Selected Of(GraphQLSelectionSet? set, IGraphType? type)
        {
            if (set is null)
                return default;
            var (once, onPage) = (new AmountSum(), new AmountSum());
            foreach (var selection in set.Selections)
            {
                var cost = selection switch
                {
                    GraphQLField field => Of(field, type),
                    GraphQLInlineFragment inline => Of(inline.SelectionSet, TypeOf(inline.TypeCondition) ?? type),
                    GraphQLFragmentSpread spread => OfFragment(spread.FragmentName.Name.StringValue),
                    _ => default,
                };
                var times = _sizes.Times((selection as IHasDirectivesNode)?.Directives);
                once.Add(cost.Once.Times(times));
                onPage.Add(cost.OnPage.Times(times));
            }

            return new(once.Total, onPage.Total);
        }

        private Selected OfFragment(string name)
        {
            if (_fragments.TryGetValue(name, out var known))
                return known;
            return _fragments[name] = Selections.FragmentOf(name, document) is { } fragment
                ? Of(fragment.SelectionSet, TypeOf(fragment.TypeCondition))
                : default;
        }

        private Selected Of(GraphQLField field, IGraphType? parent)
        {
            if (DefinitionOf(field, parent) is not { } definition)
                return default;
            var below = Of(field.SelectionSet, definition.ResolvedType?.GetNamedType());
            var isAboutSchema = Introspection.IsOf(parent);
            var said = known.GetOrAdd(definition, FieldCosts.Of);
            var self = new Amount(isAboutSchema ? Introspection.WeightOf(definition) : said.Weight);
            if (said.IsPaged)
                return new(Amount.Sum(self, below.Once, below.OnPage.Times(_sizes.PageOf(field))), new(0));
            var one = Amount.Sum(self, below.Once);
            if (said.IsOnPage)
                return new(new(0), one);
            var entries =
                isAboutSchema ? new Amount(Introspection.EntriesOf(definition, schema))
                : said.CountedBy is { } argument ? _sizes.CountOf(field, argument, said.Entries)
                : new Amount(said.Entries);
            return new(one.Times(entries), new(0));
        }

        private FieldType? DefinitionOf(GraphQLField field, IGraphType? parent)
        {
            var name = field.Name.Value;
            if (name == schema.TypeNameMetaFieldType.Name)
                return schema.TypeNameMetaFieldType;
            if (parent == schema.Query && name == schema.SchemaMetaFieldType.Name)
                return schema.SchemaMetaFieldType;
            if (parent == schema.Query && name == schema.TypeMetaFieldType.Name)
                return schema.TypeMetaFieldType;
            return (parent as IComplexGraphType)?.Fields.Find(name);
        }

        private IGraphType? TypeOf(GraphQLTypeCondition? condition) => condition is null ? null : schema.AllTypes[condition.Type.Name.Value];
    }
}

/// <summary>Fields of the schema about itself: everything is in memory, so it costs a twentieth, but there is very much of it.</summary>
internal static class Introspection
{
    private const double Share = 0.05;

    public static bool IsOf(IGraphType? parent) => parent?.Name.StartsWith("__", StringComparison.Ordinal) ?? false;

    public static double WeightOf(FieldType field) => Share * FieldCosts.WeightOf(field);

    public static double EntriesOf(FieldType field, ISchema schema) =>
        field.Name switch
        {
            "types" => schema.AllTypes.Count,
            "fields" or "inputFields" or "directives" => FieldCosts.UsualEntries,
            _ => 1,
        };
}
