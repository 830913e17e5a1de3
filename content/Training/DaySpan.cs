namespace ELearning.Content;

/// <summary>
/// Seconds of training over some days, both inclusive, spread evenly: whole seconds a day, and one more on the first days while the rest lasts.
/// </summary>
public sealed record DaySpan(DateOnly From, DateOnly To, int Seconds)
{
    /// <summary>The number of days.</summary>
    internal int Length => To.DayNumber - From.DayNumber + 1;

    internal bool Overlaps(DaySpan other) => From <= other.To && other.From <= To;

    internal IEnumerable<DateOnly> Days() => Enumerable.Range(0, Length).Select(From.AddDays);

    /// <summary>The part of the seconds that lies on a day; 0 on days outside.</summary>
    public int SecondsOn(DateOnly day)
    {
        var place = day.DayNumber - From.DayNumber;
        return place < 0 || day > To ? 0 : (Seconds / Length) + (place < Seconds % Length ? 1 : 0);
    }
}
