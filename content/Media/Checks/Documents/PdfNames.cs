namespace ELearning.Content;

/// <summary>What the names in a PDF say besides those that act, added up over its pieces.</summary>
/// <param name="PacksObjects">Whether objects are packed in streams, which hide their names.</param>
/// <param name="Branches">
/// The nodes of trees. The library walks down the tree of pages by recursion, so that a tree that is all depth would end the process.
/// </param>
internal record struct PdfMarks(bool PacksObjects, int Branches)
{
    private const int MostBranches = 100_000;

    public readonly bool HasTooMany => Branches > MostBranches;

    public void Add(ReadOnlySpan<char> name)
    {
        PacksObjects |= name is "ObjStm";
        Branches += name is "Kids" ? 1 : 0;
        if (HasTooMany)
            throw new InvalidDataException("It has more branches than any document.");
    }
}

/// <summary>Names in PDF syntax that stand for something that acts: scripts, programs, files inside, forms that send.</summary>
internal static class PdfNames
{
    /// <summary>
    /// How many bytes the longest name that is looked for can take: each of its letters written as <c>#xx</c>, a slash before and what ends it.
    /// </summary>
    public const int Longest = 64;

    private static readonly HashSet<string> Acting =
    [
        "JavaScript",
        "Launch",
        "EmbeddedFile",
        "EmbeddedFiles",
        "RichMedia",
        "Rendition",
        "SubmitForm",
        "ImportData",
        "GoToE",
        "XFA",
    ];

    /// <summary>Returns the first acting name in a piece of a file, or null.</summary>
    /// <exception cref="InvalidDataException">It has more branches than any document.</exception>
    public static string? FirstActing(ReadOnlySpan<byte> syntax, ref PdfMarks marks)
    {
        var lookup = Acting.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> letters = stackalloc char[Longest];
        for (int next; (next = syntax.IndexOf((byte)'/')) >= 0; )
        {
            syntax = syntax[(next + 1)..];
            var name = letters[..Decode(syntax, letters)];
            if (lookup.TryGetValue(name, out var acting))
                return acting;
            marks.Add(name);
        }
        return null;
    }

    /// <summary>Reads a name, in which <c>#61</c> is the letter <c>a</c>, and returns its length.</summary>
    private static int Decode(ReadOnlySpan<byte> syntax, Span<char> letters)
    {
        var length = 0;
        for (var at = 0; at < syntax.Length && length < 16; at++)
        {
            var letter = syntax[at];
            if (letter == '#' && at + 2 < syntax.Length && char.IsAsciiHexDigit((char)syntax[at + 1]) && char.IsAsciiHexDigit((char)syntax[at + 2]))
            {
                letter = (byte)((Convert.ToInt32(((char)syntax[at + 1]).ToString(), 16) << 4) | Convert.ToInt32(((char)syntax[at + 2]).ToString(), 16));
                at += 2;
            }
            else if (
                letter <= ' '
                || letter is (byte)'/' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)'%'
            )
            {
                break;
            }
            letters[length++] = (char)letter;
        }
        return length;
    }
}
