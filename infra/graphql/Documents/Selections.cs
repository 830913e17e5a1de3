using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>What a guarded document selects, fragments spread out. The guard has bounded both and refused rings.</summary>
public static class Selections
{
    /// <summary>The operation of this name; without a name the first. Null where there is none.</summary>
    public static GraphQLOperationDefinition? OperationOf(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(operation => operation.Name?.StringValue == name);
    }

    public static IEnumerable<GraphQLField> FieldsOf(GraphQLSelectionSet? set, GraphQLDocument document)
    {
        foreach (var selection in set?.Selections ?? [])
        {
            var fields = selection switch
            {
                GraphQLField field => [field],
                GraphQLInlineFragment inline => FieldsOf(inline.SelectionSet, document),
                GraphQLFragmentSpread spread => FieldsOf(FragmentOf(spread.FragmentName.Name.StringValue, document)?.SelectionSet, document),
                _ => [],
            };
            foreach (var field in fields)
            {
                yield return field;
            }
        }
    }

    /// <summary>The fragment of this name; null where there is none.</summary>
    public static GraphQLFragmentDefinition? FragmentOf(string name, GraphQLDocument document) =>
        document.Definitions.OfType<GraphQLFragmentDefinition>().FirstOrDefault(fragment => fragment.FragmentName.Name.Value == name);
}
