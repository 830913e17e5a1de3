using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>Section <c>Auditing</c>.</summary>
public sealed class AuditingOptions
{
    /// <summary>How long an entry of the audit log is kept, 30 days to 100 years. Default 1,096 days, three years.</summary>
    [Range(typeof(TimeSpan), "30.00:00:00", "36525.00:00:00")]
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(1096);
}
