namespace ELearning.Content;

/// <summary>Days and years of the school: Asia/Shanghai, whatever the machine, the database or the client thinks.</summary>
public static class SchoolTime
{
    /// <summary>A fixed offset: China has kept UTC+8 without summer time since 1991, before any policy we hold.</summary>
    public static TimeSpan Offset { get; } = TimeSpan.FromHours(8);

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateOnly Today(TimeProvider time) => DayOf(time.GetUtcNow());

    /// <summary>The current time as precise as the database stores it: whole milliseconds.</summary>
    public static DateTimeOffset Now(TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The instant at which the day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);
}
