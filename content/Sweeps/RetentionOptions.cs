using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>
/// Section <c>Retention</c>: how long is kept what nothing rests on any more. Credits and their evidence are kept for good, and the audit log by
/// <see cref="AuditingOptions"/>.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How long an ended study session can be looked at after it was last heard of, 400 days to 100 years, so that the whole of last year is there. What it
    /// earned stays with its evidence. Default 1,096 days, three years.
    /// </summary>
    [Range(typeof(TimeSpan), "400.00:00:00", "36525.00:00:00")]
    public TimeSpan Sessions { get; init; } = TimeSpan.FromDays(1096);

    /// <summary>How long a repeated change is known by its idempotency key, 1 hour to 366 days. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00")]
    public TimeSpan IdempotencyKeys { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long a member can read what they were told of, 30 days to 10 years. Default 366 days.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "3653.00:00:00")]
    public TimeSpan Notifications { get; init; } = TimeSpan.FromDays(366);
}
