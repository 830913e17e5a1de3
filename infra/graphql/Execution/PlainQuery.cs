using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Proves of a plain query, in one walk, what the engine's rules would find by running each over every node: that it is valid. Plain is a single operation
/// without fragments, directives, introspection or defaults, in which nothing is named twice and every value is a variable or a literal of one scalar. Of any
/// other document it says nothing, and the rules decide.
/// </summary>
internal sealed class PlainQuery
{
    private readonly ISchema _schema;
    private readonly OperationDemands _demands = new();
    private readonly Dictionary<string, GraphQLType> _variables = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private PlainQuery(ISchema schema) => _schema = schema;

    /// <summary>What the query asks of a caller; null where nothing is proved.</summary>
    public static OperationDemands? DemandsOf(GraphQLDocument document, ISchema schema)
    {
        if (document.Definitions is not [GraphQLOperationDefinition { Operation: OperationType.Query, Directives: null } operation])
            return null;
        schema.Initialize();
        var query = new PlainQuery(schema);
        if (!query.Declares(operation.Variables) || !query.IsPlain(operation.SelectionSet, schema.Query!) || query._used.Count < query._variables.Count)
            return null;
        query._demands.Rules.AreVariablesDeclaredAsUsed = true;
        return query._demands;
    }

    private bool Declares(GraphQLVariablesDefinition? variables)
    {
        foreach (var variable in variables ?? Enumerable.Empty<GraphQLVariableDefinition>())
        {
            if (
                variable is not { DefaultValue: null, Directives: null }
                || !IsInput(variable.Type)
                || !_variables.TryAdd(variable.Variable.Name.StringValue, variable.Type)
            )
                return false;
        }

        return true;
    }

    private bool IsInput(GraphQLType type) =>
        type switch
        {
            GraphQLNonNullType { Type: var inner } => IsInput(inner),
            GraphQLListType { Type: var items } => IsInput(items),
            GraphQLNamedType named => _schema.AllTypes[named.Name.Value] is ScalarGraphType or IInputObjectGraphType,
            _ => false,
        };

    private bool IsPlain(GraphQLSelectionSet set, IComplexGraphType parent)
    {
        var names = new HashSet<string>(set.Selections.Count, StringComparer.Ordinal);
        foreach (var selection in set.Selections)
        {
            if (
                selection is not GraphQLField { Directives: null } field
                || !names.Add((field.Alias?.Name ?? field.Name).StringValue)
                || !IsPlain(field, parent)
            )
                return false;
        }

        return true;
    }

    private bool IsPlain(GraphQLField field, IComplexGraphType parent)
    {
        if (field.Name.Value == "__typename")
            return field is { Arguments: null, SelectionSet: null };
        if (parent.GetField(field.Name.Value) is not { } definition || !TakesArguments(definition.Arguments, field.Arguments))
            return false;
        _demands.Note(field, definition, FieldDemand.Of(parent, definition, _schema));
        return definition.ResolvedType!.GetNamedType() switch
        {
            ScalarGraphType => field.SelectionSet is null,
            IComplexGraphType below => field.SelectionSet is { } selected && IsPlain(selected, below),
            _ => false,
        };
    }

    private bool TakesArguments(QueryArguments? taken, GraphQLArguments? given)
    {
        // More than there are: something is unknown or given twice, and not worth looking for here.
        if (given?.Count > (taken?.Count ?? 0))
            return false;
        if (taken is null)
            return true;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var argument in given ?? Enumerable.Empty<GraphQLArgument>())
        {
            if (!names.Add(argument.Name.StringValue) || taken.Find(argument.Name.Value) is not { ResolvedType: { } type } || !Fits(argument.Value, type))
                return false;
        }

        return taken.All(argument => names.Contains(argument.Name) || argument is not { ResolvedType: NonNullGraphType, DefaultValue: null });
    }

    private bool Fits(GraphQLValue value, IGraphType type)
    {
        if (value is GraphQLVariable variable)
        {
            var name = variable.Name.StringValue;
            _used.Add(name);
            return _variables.TryGetValue(name, out var declared) && Fits(declared, type);
        }

        return value is not GraphQLNullValue
            && type is ScalarGraphType or NonNullGraphType { ResolvedType: ScalarGraphType }
            && ((ScalarGraphType)type.GetNamedType()).CanParseLiteral(value);
    }

    /// <summary>Whether whatever a variable of the type may hold may stand where the other is wanted.</summary>
    private static bool Fits(GraphQLType declared, IGraphType wanted) =>
        (declared, wanted) switch
        {
            (GraphQLNonNullType { Type: var inner }, NonNullGraphType { ResolvedType: { } below }) => Fits(inner, below),
            (GraphQLNonNullType { Type: var inner }, _) => Fits(inner, wanted),
            (GraphQLListType { Type: var items }, ListGraphType { ResolvedType: { } below }) => Fits(items, below),
            (GraphQLNamedType named, ScalarGraphType or IInputObjectGraphType) => named.Name.Value == wanted.Name,
            _ => false,
        };
}
