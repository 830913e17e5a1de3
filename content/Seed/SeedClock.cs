namespace ELearning.Content;

/// <summary>The time at which a piece of history happened; services made on it date what they write as they would have then.</summary>
internal sealed class SeedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now.ToUniversalTime();

    /// <param name="daysAgo">Days before <paramref name="today"/>.</param>
    public void MoveTo(DateOnly today, int daysAgo, TimeSpan timeOfDay) => Now = SchoolTime.StartOf(today.AddDays(-daysAgo)) + timeOfDay;
}
