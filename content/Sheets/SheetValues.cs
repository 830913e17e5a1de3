using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ELearning.Content;

/// <summary>What is meant by the text of a cell: pure. Letters and digits of full width are the ones of a keyboard's other half, and mean the same.</summary>
internal static partial class SheetValues
{
    /// <summary>Days as numbers that a spreadsheet shows where nobody said that they are days: 1950 to 2100.</summary>
    private const int FirstSerial = 18264,
        LastSerial = 73415;

    /// <summary>Trimmed of every kind of space, composed (NFC), and what is of no width dropped: pasted texts have it.</summary>
    public static string Text(string written)
    {
        var text =
            written.AsSpan().IndexOfAny('\u200B', '\uFEFF', '\u00A0') >= 0
                ? written.Replace("\u200B", "", StringComparison.Ordinal).Replace("\uFEFF", "", StringComparison.Ordinal)
                : written;
        // Half a surrogate pair, and what is no character, cannot be normalised.
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0 || text.AsSpan().IndexOfAny('\uFFFE', '\uFFFF') >= 0)
            text = string.Concat(text.EnumerateRunes().Select(rune => rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString()));
        text = text.Trim();
        return text.IsNormalized() ? text : text.Normalize();
    }

    /// <summary>A code or number: of half width, without spaces, with plain hyphens.</summary>
    public static string Code(string written)
    {
        var text = Text(written);
        if (Ascii.IsValid(text) && !text.Contains(' ', StringComparison.Ordinal))
            return text;
        var code = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            if (char.IsWhiteSpace(letter))
                continue;
            code.Append(
                letter switch
                {
                    >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
                    '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2014' or '\u2212' => '-',
                    _ => letter,
                }
            );
        }
        return code.ToString();
    }

    /// <summary>A day in any of the usual writings; the fault where it is none, or none that there is.</summary>
    public static SheetFaultCode? Day(SheetCell cell, out DateOnly day)
    {
        day = default;
        var text = Code(cell.Text);
        if (cell.Kind == SheetCellKind.Date && text.Length > 10)
            text = cell.Text[..10];
        if (Written().Match(text) is not { Success: true } match)
            return SheetFaultCode.NotADate;
        var (year, month, date) = (Number(match, 1), Number(match, 2), Number(match, 3));
        if (year is < 1 or > 9999 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month))
            return SheetFaultCode.NoSuchDay;
        day = new(year, month, date);
        return null;
    }

    /// <summary>Whether a number that stands for no day as it is would be one if a spreadsheet were told so.</summary>
    public static bool IsSerial(SheetCell cell) =>
        cell.Kind == SheetCellKind.Number
        && int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
        && serial is >= FirstSerial and <= LastSerial;

    public static bool TryNumber(SheetCell cell, out decimal number) =>
        decimal.TryParse(Code(cell.Text), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    private static int Number(Match match, int part)
    {
        // One of the two writings matched.
        var written = match.Groups[part].Success ? match.Groups[part].ValueSpan : match.Groups[part + 3].ValueSpan;
        return int.Parse(written, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("^(?:([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2}))$")]
    private static partial Regex Written();
}
