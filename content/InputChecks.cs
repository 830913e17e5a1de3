using System.Globalization;
using System.Text;

namespace ELearning.Content;

/// <summary>The checks of inputs before anything is read or written; each failure names the API's field.</summary>
internal static class InputChecks
{
    /// <summary>No member, position or organisation of the party is older.</summary>
    public static readonly DateOnly Earliest = new(1921, 1, 1);

    /// <summary>The text trimmed: 1 to <paramref name="longest"/> characters, none of them invisible.</summary>
    public static string Text(string field, string? value, int longest)
    {
        var text = value?.Trim() ?? "";
        if (text.Length == 0)
            throw ContentError.Invalid(field, InputFault.Required);
        if (new StringInfo(text).LengthInTextElements > longest || text.Length > longest * 4)
            throw ContentError.Invalid(field, InputFault.TooLong, longest);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes answers U+FFFD for half a surrogate pair.
            if (
                rune.Value == 0xFFFD
                || Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
                        or UnicodeCategory.PrivateUse
                        or UnicodeCategory.OtherNotAssigned
            )
                throw ContentError.Invalid(field, InputFault.NotAllowed);
        }
        return text;
    }

    public static string? OptionalText(string field, string? value, int longest) => string.IsNullOrWhiteSpace(value) ? null : Text(field, value, longest);

    /// <summary>Absent, or 1 to 100 visible ASCII characters.</summary>
    public static void IdempotencyKey(string? key)
    {
        if (key is null)
            return;
        if (key.Length is 0 or > 100)
            throw ContentError.Invalid("idempotencyKey", key.Length == 0 ? InputFault.TooShort : InputFault.TooLong, key.Length == 0 ? 1 : 100);
        if (!key.All(letter => letter is > ' ' and <= '~'))
            throw ContentError.Invalid("idempotencyKey", InputFault.Malformed);
    }

    public static void Period(DatePeriod period)
    {
        NotBefore("from", period.From, Earliest);
        if (period.To < period.From)
            throw ContentError.Invalid("to", InputFault.Reversed);
    }

    public static void NotBefore(string field, DateOnly day, DateOnly earliest)
    {
        if (day < earliest)
            throw ContentError.Invalid(field, InputFault.InThePast, earliest);
    }

    public static void NotAfter(string field, DateOnly day, DateOnly today)
    {
        if (day > today)
            throw ContentError.Invalid(field, InputFault.InTheFuture, today);
    }

    public static void Known<TEnum>(string field, TEnum value)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
            throw ContentError.Invalid(field, InputFault.Unknown);
    }
}
