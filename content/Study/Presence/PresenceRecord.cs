using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A presence check as it went: evidence kept with its session. It is shown from the moment of its issue, by the very answer that issues it.</summary>
/// <param name="Number">Counts the member's checks from 1; a gap in a session's records means that older ones were left out.</param>
/// <param name="Question">First 8 hex digits of the SHA-256 of the prompt: names the question in the bank or in the courseware version.</param>
/// <param name="AnsweredAt">Null when nobody answered in time.</param>
/// <param name="Answer">The answer as given, at most <see cref="LongestAnswer"/> characters of it.</param>
public sealed record PresenceRecord(
    int Number,
    string Question,
    DateTimeOffset IssuedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? AnsweredAt,
    string? Answer,
    PresenceOutcome Outcome
)
{
    /// <summary>A session keeps its newest records: twice what the policy in force asks in a whole day of study.</summary>
    internal const int LargestCount = 64;

    internal const int LongestAnswer = 64;

    /// <summary>The time from issue to answer; null without an answer.</summary>
    public TimeSpan? Latency => AnsweredAt - IssuedAt;
}

[Description("How a presence check ended.")]
public enum PresenceOutcome
{
    [Description("Answered rightly in time. 「已通过」")]
    Passed,

    [Description("Answered wrongly. 「答错」")]
    Wrong,

    [Description("Not answered in time. 「未作答」")]
    Missed,
}
