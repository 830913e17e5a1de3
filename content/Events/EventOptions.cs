using System.ComponentModel.DataAnnotations;

namespace ELearning.Content;

/// <summary>Section <c>Events</c>.</summary>
public sealed class EventOptions
{
    /// <summary>How often the log is looked at while somebody in this process listens: how late the events of another process are heard. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}
