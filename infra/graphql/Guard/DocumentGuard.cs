using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ELearning.GraphQL;

/// <summary>
/// Parses a document only if its text is harmless to parse, and hands it on only if it is harmless to validate: the engine's validation is
/// quadratic in sibling fields and follows every fragment spread, so fragments are measured here first, each once, cycles refused.
/// </summary>
public sealed class DocumentGuard(GraphQLLimits limits)
{
    /// <exception cref="RequestFault">A limit is passed; the code says which.</exception>
    /// <exception cref="GraphQLSyntaxErrorException">The text is no document.</exception>
    public GraphQLDocument Parse(string text)
    {
        DocumentText.Check(text, limits);
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = 2 * limits.Nesting });
        }
        catch (GraphQLMaxDepthExceededException)
        {
            throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Nesting);
        }

        CheckDocument(document);
        return document;
    }

    private void CheckDocument(GraphQLDocument document)
    {
        var fragments = new Dictionary<string, GraphQLFragmentDefinition>(StringComparer.Ordinal);
        var operations = new List<GraphQLOperationDefinition>();
        var variables = 0;
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case GraphQLFragmentDefinition fragment:
                    fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
                    break;
                case GraphQLOperationDefinition operation:
                    operations.Add(operation);
                    variables += operation.Variables?.Count ?? 0;
                    break;
                default:
                    throw new RequestFault("INVALID_DOCUMENT", "Only operations and fragments can be executed.");
            }
        }

        Hold(fragments.Count, limits.Fragments, "fragments");
        Hold(operations.Count, limits.Operations, "operations");
        Hold(variables, limits.Variables, "variables");
        new DocumentMeasuring(limits, fragments).Run(operations);
        // Only now is it known how little there is to spread out.
        var merging = new DocumentMerging(limits, fragments);
        foreach (var operation in operations)
        {
            merging.Check([operation.SelectionSet]);
        }
    }

    /// <summary>Refuses what is more than its limit.</summary>
    internal static void Hold(long count, int limit, string what)
    {
        if (count > limit)
            throw new RequestFault("DOCUMENT_TOO_COMPLEX", what, limit);
    }
}
