using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>What a selection set comes to with its fragments spread out.</summary>
internal readonly record struct DocumentWeight(long Fields, long Aliases, long Spreads, long Siblings, int Depth)
{
    public DocumentWeight Beside(DocumentWeight other) =>
        new(
            Capped(Fields + other.Fields),
            Capped(Aliases + other.Aliases),
            Capped(Spreads + other.Spreads),
            Capped(Siblings + other.Siblings),
            Math.Max(Depth, other.Depth)
        );

    /// <summary>Below a field.</summary>
    public DocumentWeight Under(GraphQLField field) =>
        this with
        {
            Fields = Capped(Fields + 1),
            Aliases = Capped(Aliases + (field.Alias is null ? 0 : 1)),
            Siblings = 1,
            Depth = Depth + 1,
        };

    /// <summary>In a fragment.</summary>
    public DocumentWeight Spread() => this with { Spreads = Capped(Spreads + 1) };

    // Doubling fragments overflow anything that is not capped.
    private static long Capped(long value) => Math.Min(value, int.MaxValue);
}

/// <summary>Weighs every fragment once. <c>path</c> counts the selection sets entered on the way: the stack is bounded before anything is known.</summary>
internal sealed class DocumentMeasuring(GraphQLLimits limits, Dictionary<string, GraphQLFragmentDefinition> fragments)
{
    private readonly Dictionary<string, DocumentWeight?> _weighed = new(StringComparer.Ordinal);

    public void Run(IEnumerable<GraphQLOperationDefinition> operations)
    {
        foreach (var (name, fragment) in fragments)
        {
            Check(Weigh(name, fragment, 0));
        }

        var all = default(DocumentWeight);
        foreach (var operation in operations)
        {
            foreach (var variable in operation.Variables?.Items ?? [])
            {
                Check(variable.DefaultValue);
                Check(variable.Directives);
            }

            Check(operation.Directives);
            var weight = Weigh(operation.SelectionSet, 0);
            DocumentGuard.Hold(weight.Siblings, limits.RootFields, "root fields");
            all = all.Beside(weight);
            Check(all);
        }
    }

    private void Check(DocumentWeight weight)
    {
        if (weight.Depth > limits.Depth)
            throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Depth);
        DocumentGuard.Hold(weight.Fields, limits.Fields, "fields");
        DocumentGuard.Hold(weight.Aliases, limits.Aliases, "aliases");
        DocumentGuard.Hold(weight.Spreads, limits.Spreads, "fragment spreads");
    }

    private DocumentWeight Weigh(string name, GraphQLFragmentDefinition fragment, int path)
    {
        if (_weighed.TryGetValue(name, out var known))
            return known ?? throw new RequestFault("FRAGMENT_CYCLE", name);
        _weighed[name] = null;
        Check(fragment.Directives);
        var weight = Weigh(fragment.SelectionSet, path);
        _weighed[name] = weight;
        return weight;
    }

    private DocumentWeight Weigh(GraphQLSelectionSet? set, int path)
    {
        if (path > limits.Nesting)
            throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Depth);
        var sum = default(DocumentWeight);
        foreach (var selection in set?.Selections ?? [])
        {
            sum = sum.Beside(Weigh(selection, path));
        }

        DocumentGuard.Hold(sum.Siblings, limits.Siblings, "fields side by side");
        return sum;
    }

    private DocumentWeight Weigh(ASTNode selection, int path)
    {
        switch (selection)
        {
            case GraphQLField field:
                Check(field.Arguments);
                Check(field.Directives);
                return Weigh(field.SelectionSet, path + 1).Under(field);
            case GraphQLInlineFragment inline:
                Check(inline.Directives);
                return Weigh(inline.SelectionSet, path + 1).Spread();
            case GraphQLFragmentSpread spread:
                Check(spread.Directives);
                var name = spread.FragmentName.Name.StringValue;
                return (fragments.TryGetValue(name, out var fragment) ? Weigh(name, fragment, path + 1) : default).Spread();
            default:
                return default;
        }
    }

    private void Check(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            Check(directive.Arguments);
        }
    }

    private void Check(GraphQLArguments? arguments)
    {
        foreach (var argument in arguments?.Items ?? [])
        {
            Check(argument.Value);
        }
    }

    /// <summary>The lists within a value; how deep they are nested the text has shown.</summary>
    private void Check(GraphQLValue? value)
    {
        switch (value)
        {
            case GraphQLListValue list:
                DocumentGuard.Hold(list.Values?.Count ?? 0, limits.ListEntries, "entries of a list");
                foreach (var entry in list.Values ?? [])
                {
                    Check(entry);
                }

                break;
            case GraphQLObjectValue input:
                foreach (var field in input.Fields ?? [])
                {
                    Check(field.Value);
                }

                break;
        }
    }
}
