using System.Text;

namespace ELearning.Content;

/// <summary>Who enters something into the register, and when.</summary>
/// <param name="By">The token subject.</param>
internal sealed record Entering(string By, DateTimeOffset At)
{
    public DateOnly Today => SchoolTime.DayOf(At);

    public Voiding Void(string reason) => new(reason, By, At);

    public RegisterChange Change(RegisterAct act, DateOnly? from = null, string? before = null, string? after = null, string? reason = null) =>
        new(At, By, act, from, before, after, reason);
}

/// <summary>The rules that the registers of organisations and of members share; pure.</summary>
internal static class RegisterRules
{
    /// <summary>An entry is corrected a few times in decades; who needs more lines than these has another problem.</summary>
    public const int MostChanges = 1000;

    private const int LongestReason = 500;

    /// <summary>Whoever changes what was before today says why; of what begins today or later nobody asks.</summary>
    public static string? ReasonFor(DateOnly from, DateOnly today, string? reason) =>
        from < today ? Reason(reason) : InputChecks.OptionalText("reason", reason, LongestReason);

    /// <summary>Whoever takes something back says why.</summary>
    public static string Reason(string? reason) => InputChecks.Text("reason", reason, LongestReason);

    /// <summary>The history with further lines.</summary>
    public static IReadOnlyList<TLine> With<TLine>(this IReadOnlyList<TLine> history, params IReadOnlyList<TLine> changes) =>
        history.Count + changes.Count <= MostChanges ? [.. history, .. changes] : throw new ContentError(ContentErrorCode.HistoryFull, MostChanges);

    /// <summary>A name as it is kept and compared: composed characters, one space where there were several.</summary>
    public static string Name(string? name) =>
        string.Join(' ', InputChecks.Text("name", name, 100).Normalize(NormalizationForm.FormC).Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>A number or code as it is kept and compared: full-width digits and letters are plain ones, letters are capitals, nothing stands around it.</summary>
    public static string Key(string? key)
    {
        // By way of runes, because half a surrogate pair cannot be normalised.
        var whole = string.Concat((key ?? "").EnumerateRunes().Select(rune => rune.ToString()));
        return whole.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant();
    }

    /// <summary>The thing of a list that an id names by its place; the lists of the register only grow, so a place names one thing for good.</summary>
    public static T At<T>(IReadOnlyList<T> list, int place, string kind) => place >= 0 && place < list.Count ? list[place] : throw ContentError.NotFound(kind);

    /// <summary>The list with another thing at a place.</summary>
    public static IReadOnlyList<T> Set<T>(IReadOnlyList<T> list, int place, T value) => [.. list.Select((one, i) => i == place ? value : one)];

    /// <summary>The period ended on a day on which it still ran.</summary>
    public static DatePeriod Ended(IHeld held, DateOnly on)
    {
        if (held.Voided is not null || held.Period.To <= on)
            throw new ContentError(ContentErrorCode.EntryOver);
        if (on < held.Period.From)
            throw ContentError.Invalid("on", InputFault.InThePast, held.Period.From);
        return held.Period with { To = on };
    }
}
