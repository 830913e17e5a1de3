namespace ELearning.Content;

/// <summary>
/// Days from <paramref name="From"/> to <paramref name="To"/>, both inclusive, in Asia/Shanghai; without an end when <paramref name="To"/> is null.
/// </summary>
public sealed record DatePeriod(DateOnly From, DateOnly? To)
{
    public bool Contains(DateOnly day) => day >= From && (To is null || day <= To);

    public bool Overlaps(DatePeriod other) => (To is null || other.From <= To) && (other.To is null || From <= other.To);

    public static DatePeriod Year(int year) => new(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
}
