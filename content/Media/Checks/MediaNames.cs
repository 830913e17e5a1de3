using System.Globalization;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// Checks of file names. A name is a text to show and to save under, never a path of the server. What merely needs tidying is tidied (a path before it, blanks
/// and dots around it, decomposed letters); what would show as something else or cannot be saved everywhere is refused.
/// </summary>
internal static class MediaNames
{
    /// <summary>The longest name, counted in UTF-16 as clients count.</summary>
    public const int Longest = 200;

    private const int ZeroWidthNonJoiner = 0x200C,
        ZeroWidthJoiner = 0x200D;

    /// <summary>Returns the name tidied.</summary>
    public static string Of(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        // Half a surrogate pair reads as U+FFFD, and would not normalise.
        if (last.EnumerateRunes().Any(IsNotForNames))
            throw MediaRefusal.Of(MediaRule.Name, MediaFault.NameCharacters);
        var tidy = last.Normalize(NormalizationForm.FormC).Trim().TrimEnd('.', ' ').TrimStart(' ');
        if (tidy.Length == 0)
            throw MediaRefusal.Of(MediaRule.Name, MediaFault.NameMissing);
        if (tidy.Length > Longest)
            throw MediaRefusal.Of(MediaRule.Name, MediaFault.NameTooLong, Longest);
        if (IsDevice(tidy))
            throw MediaRefusal.Of(MediaRule.Name, MediaFault.NameReserved, tidy);
        return tidy;
    }

    /// <summary>
    /// Returns the name with an ending of its type, so that what is saved under it is opened as what it is: <c>a.html</c> that is a picture becomes
    /// <c>a.html.png</c>.
    /// </summary>
    public static string Ending(string name, MediaFormat type) =>
        type.Endings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            ? name
            : name[..Math.Min(name.Length, Longest - type.Endings[0].Length)] + type.Endings[0];

    /// <summary>
    /// Whether a character may not be in a name: control and bidirectional characters, halves of pairs, and those that have no meaning to everybody. The
    /// joiners of emoji and of Indic and Persian letters are fine.
    /// </summary>
    private static bool IsNotForNames(Rune rune) =>
        rune.Value is not (ZeroWidthJoiner or ZeroWidthNonJoiner)
        && (
            rune == Rune.ReplacementChar
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
        );

    /// <summary>Whether Windows takes the name for a device, with any ending: <c>CON</c>, <c>nul.mp4</c>, <c>COM1</c>.</summary>
    private static bool IsDevice(string name)
    {
        var stem = name.Split('.')[0].TrimEnd().ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL"
            || (stem.Length == 4 && stem[..3] is "COM" or "LPT" && stem[3] is >= '0' and <= '9' or '¹' or '²' or '³');
    }
}
