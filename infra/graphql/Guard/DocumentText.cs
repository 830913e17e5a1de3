using System.Text;

namespace ELearning.GraphQL;

/// <summary>
/// What can be told of a document before it is parsed, in one pass over its text: its size, its tokens and directives, and the brackets open at once outside
/// strings and comments, on which the parser recurses.
/// </summary>
internal static class DocumentText
{
    /// <exception cref="RequestFault">A limit is passed; the code says which.</exception>
    public static void Check(string text, GraphQLLimits limits)
    {
        if (text.Length > limits.DocumentBytes || Encoding.UTF8.GetByteCount(text) > limits.DocumentBytes)
            throw new RequestFault("DOCUMENT_TOO_LARGE", limits.DocumentBytes);

        var (open, tokens, directives) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case ' ' or '\t' or '\n' or '\r' or ',' or '\uFEFF':
                    continue;
                case '#':
                    i = EndOfLine(text, i);
                    continue;
                case '{' or '[' or '(':
                    if (++open > limits.Nesting)
                        throw new RequestFault("DOCUMENT_TOO_DEEP", limits.Nesting);
                    break;
                case '}' or ']' or ')':
                    open--;
                    break;
                case '@':
                    if (++directives > limits.Directives)
                        throw new RequestFault("DOCUMENT_TOO_COMPLEX", "directives", limits.Directives);
                    break;
                case '"':
                    i = EndOfString(text, i);
                    break;
                case '.':
                    i = EndOfRun(text, i, static letter => letter == '.');
                    break;
                case var letter when IsOfWord(letter):
                    i = EndOfRun(text, i, IsOfWord);
                    break;
            }

            // The sign and the point of a number count by themselves: more than the parser will see, never fewer.
            if (++tokens > limits.Tokens)
                throw new RequestFault("DOCUMENT_TOO_COMPLEX", "tokens", limits.Tokens);
        }
    }

    private static bool IsOfWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';

    private static int EndOfRun(string text, int start, Func<char, bool> belongs)
    {
        var i = start;
        while (i + 1 < text.Length && belongs(text[i + 1]))
        {
            i++;
        }

        return i;
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
}
