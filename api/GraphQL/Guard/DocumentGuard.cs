using System.Text;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ELearning.Api;

/// <summary>
/// Parses a document only if its text is harmless to parse, and hands it on only if it is harmless to validate: the engine's validation is
/// quadratic in sibling fields and follows every fragment spread, so fragments are measured here first, each once, cycles refused.
/// </summary>
internal sealed class DocumentGuard(GraphQLLimits limits)
{
    /// <exception cref="RequestFault">A limit is passed; the code says which.</exception>
    /// <exception cref="GraphQLSyntaxErrorException">The text is no document.</exception>
    public GraphQLDocument Parse(string text)
    {
        CheckText(text);
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

    /// <summary>Size, and brackets open at once outside strings and comments: the parser recurses on those.</summary>
    private void CheckText(string text)
    {
        if (text.Length > limits.DocumentBytes || Encoding.UTF8.GetByteCount(text) > limits.DocumentBytes)
            throw new RequestFault("DOCUMENT_TOO_LARGE", limits.DocumentBytes);

        var open = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '{' or '[' or '(':
                    if (++open > limits.Nesting)
                        throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Nesting);
                    break;
                case '}' or ']' or ')':
                    open--;
                    break;
                case '#':
                    i = EndOfLine(text, i);
                    break;
                case '"':
                    i = EndOfString(text, i);
                    break;
            }
        }
    }

    private static int EndOfLine(string text, int start)
    {
        var length = text.AsSpan(start).IndexOfAny('\n', '\r');
        return length < 0 ? text.Length : start + length;
    }

    private static int EndOfString(string text, int start)
    {
        var block = string.CompareOrdinal(text, start, "\"\"\"", 0, 3) == 0;
        for (var i = start + (block ? 3 : 1); i < text.Length; i++)
        {
            if (text[i] == '\\' && (!block || string.CompareOrdinal(text, i, "\\\"\"\"", 0, 4) == 0))
                i += block ? 3 : 1;
            else if (text[i] == '"' && (!block || string.CompareOrdinal(text, i, "\"\"\"", 0, 3) == 0))
                return block ? i + 2 : i;
            else if (text[i] is '\n' or '\r' && !block)
                return i;
        }

        return text.Length;
    }

    private void CheckDocument(GraphQLDocument document)
    {
        var fragments = new Dictionary<string, GraphQLFragmentDefinition>(StringComparer.Ordinal);
        var operations = 0;
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case GraphQLFragmentDefinition fragment:
                    fragments.TryAdd(fragment.FragmentName.Name.StringValue, fragment);
                    break;
                case GraphQLOperationDefinition:
                    operations++;
                    break;
            }
        }

        Hold(fragments.Count, limits.Fragments, "fragments");
        Hold(operations, limits.Operations, "operations");
        new Measuring(limits, fragments).Run(document);
    }

    private static void Hold(long count, int limit, string what)
    {
        if (count > limit)
            throw new RequestFault("DOCUMENT_TOO_COMPLEX", what, limit);
    }

    /// <summary>What a selection set comes to with its fragments spread out.</summary>
    private readonly record struct Weight(long Fields, long Siblings, int Depth)
    {
        public Weight Beside(Weight other) => new(Capped(Fields + other.Fields), Capped(Siblings + other.Siblings), Math.Max(Depth, other.Depth));

        public Weight Under() => new(Capped(Fields + 1), 1, Depth + 1);

        // Doubling fragments overflow anything that is not capped.
        private static long Capped(long value) => Math.Min(value, int.MaxValue);
    }

    /// <summary>Weighs every fragment once. <c>path</c> counts the selection sets entered on the way: the stack is bounded before anything is known.</summary>
    private sealed class Measuring(GraphQLLimits limits, Dictionary<string, GraphQLFragmentDefinition> fragments)
    {
        private readonly Dictionary<string, Weight?> _weighed = new(StringComparer.Ordinal);
        private int _directives;

        public void Run(GraphQLDocument document)
        {
            foreach (var (name, fragment) in fragments)
            {
                Check(Weigh(name, fragment, 0));
            }

            foreach (var operation in document.Definitions.OfType<GraphQLOperationDefinition>())
            {
                Directives(operation.Directives);
                var weight = Weigh(operation.SelectionSet, 0);
                Check(weight);
                Hold(weight.Siblings, limits.RootFields, "root fields");
            }
        }

        private void Check(Weight weight)
        {
            if (weight.Depth > limits.Depth)
                throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Depth);
            Hold(weight.Fields, limits.Fields, "fields");
        }

        private Weight Weigh(string name, GraphQLFragmentDefinition fragment, int path)
        {
            if (_weighed.TryGetValue(name, out var known))
                return known ?? throw new RequestFault("FRAGMENT_CYCLE", name);
            _weighed[name] = null;
            Directives(fragment.Directives);
            var weight = Weigh(fragment.SelectionSet, path);
            _weighed[name] = weight;
            return weight;
        }

        private Weight Weigh(GraphQLSelectionSet? set, int path)
        {
            if (path > limits.Nesting)
                throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Depth);
            var sum = default(Weight);
            foreach (var selection in set?.Selections ?? [])
            {
                sum = sum.Beside(Weigh(selection, path));
            }

            Hold(sum.Siblings, limits.Siblings, "fields side by side");
            return sum;
        }

        private Weight Weigh(ASTNode selection, int path)
        {
            switch (selection)
            {
                case GraphQLField field:
                    Directives(field.Directives);
                    return Weigh(field.SelectionSet, path + 1).Under();
                case GraphQLInlineFragment inline:
                    Directives(inline.Directives);
                    return Weigh(inline.SelectionSet, path + 1);
                case GraphQLFragmentSpread spread:
                    Directives(spread.Directives);
                    var name = spread.FragmentName.Name.StringValue;
                    return fragments.TryGetValue(name, out var fragment) ? Weigh(name, fragment, path + 1) : default;
                default:
                    return default;
            }
        }

        private void Directives(GraphQLDirectives? directives) => Hold(_directives += directives?.Count ?? 0, limits.Directives, "directives");
    }
}
