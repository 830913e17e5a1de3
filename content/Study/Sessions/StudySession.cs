using System.ComponentModel;

namespace ELearning.Content;

/// <summary>An online study session (在线学习) as its member sees it. Times are counted by the server alone; see the study clock.</summary>
public sealed record StudySession : IOfMember
{
    /// <summary><c>memberId/number</c>, the number counting the member's sessions.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }
    public required string CoursewareId { get; init; }

    /// <summary>The immutable version the session started on and keeps.</summary>
    public required int CoursewareVersion { get; init; }

    public required string ChapterKey { get; init; }
    public required StudySessionStatus Status { get; init; }

    /// <summary>Where the player last was, in seconds of the chapter.</summary>
    public required double PositionSeconds { get; init; }

    /// <summary>Counted in this session: pending and confirmed.</summary>
    public required int VerifiedSeconds { get; init; }

    /// <summary>The part of <see cref="VerifiedSeconds"/> not yet confirmed by a proof of presence.</summary>
    public required int PendingSeconds { get; init; }

    /// <summary>
    /// How many pending seconds of the member are confirmed without a proof of presence until the next passed check, as of now or of the session's end; null
    /// where the policy asks for no proof, and for sessions that ended before it was recorded.
    /// </summary>
    public int? UnprovenAllowanceSeconds { get; init; }

    /// <summary>The lesser of what the chapter can still earn this year and what the day allows.</summary>
    public required int RemainingSeconds { get; init; }

    /// <summary>Counted part of the chapter this year, 0 to 1.</summary>
    public required double Coverage { get; init; }

    /// <summary>How often the server asks for a beat.</summary>
    public required int HeartbeatSeconds { get; init; }

    public required int NextSequence { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset LastSeenAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public string? DeviceName { get; init; }
    public required IReadOnlyList<Refusal> Refusals { get; init; }

    /// <summary>When it was refused, oldest first; at most <see cref="RefusalLog.Largest"/>, the oldest of a reason melted into one.</summary>
    public required IReadOnlyList<RefusalOccurrence> Occurrences { get; init; }

    /// <summary>What was counted, by day.</summary>
    public required IReadOnlyList<StudyDay> Days { get; init; }

    /// <summary>A check that is due now; repeated until answered or over.</summary>
    public PresenceCheck? PresenceCheck { get; init; }
}

/// <summary>Whole seconds refused for one reason, floored from milliseconds.</summary>
public sealed record Refusal(RefusalReason Reason, int Seconds);

public sealed record PresenceCheck(string Id, string Prompt, IReadOnlyList<string> Choices, DateTimeOffset DueAt)
{
    /// <summary>Whole seconds until the check is over, never below 0.</summary>
    public int SecondsLeft(DateTimeOffset now) => (int)Math.Max(0, (DueAt - now).Ticks / TimeSpan.TicksPerSecond);
}

public sealed record PresenceAnswer(string CheckId, string Answer);

/// <summary>A piece of the chapter the client played, in seconds of the media; finite, not reversed, inside the chapter.</summary>
public sealed record PlayedSegment(double StartSeconds, double EndSeconds);

/// <summary>A heartbeat as the client sends it.</summary>
public sealed record StudyBeat(int Sequence, double PositionSeconds, IReadOnlyList<PlayedSegment> Segments, PresenceAnswer? Presence = null)
{
    /// <summary>From where it came; no part of the body.</summary>
    public ClientTrace? Client { get; init; }
}

/// <param name="ChapterKey">Null: where the member left off.</param>
public sealed record StartStudy(string CoursewareId, string? ChapterKey, bool TakeOver, string? DeviceName, PresenceAnswer? Presence = null)
{
    /// <summary>From where it came.</summary>
    public ClientTrace? Client { get; init; }
}

/// <summary>What <see cref="ContentErrorCode.StudySessionActive"/> carries: the session that is earning now.</summary>
public sealed record ActiveSession(string SessionId, string CoursewareTitle, string? DeviceName, DateTimeOffset Since);

/// <summary>The outcome of a beat: the session as it is now and, where the beat earned nothing because the session had ended, the error that says so.</summary>
public sealed record StudyOutcome(StudySession? Session, IReadOnlyList<Credit> Credits, ContentError? Error);

[Description("Whether a study session earns.")]
public enum StudySessionStatus
{
    [Description("Earning. 「学习中」")]
    Active,

    [Description(
        "Silent for longer than the lease; the next beat resumes it, and after a long silence the next start or finish asks for a proof of presence. "
            + "「已暂停」"
    )]
    Idle,

    [Description("Finished by the member. 「已完成」")]
    Finished,

    [Description("Closed after long silence. 「已关闭」")]
    Closed,

    [Description("Another session took over. 「已被接替」")]
    Superseded,
}

/// <summary>Why seconds were not counted.</summary>
[Description("Why seconds were not counted.")]
public enum RefusalReason
{
    [Description("Content ran faster than time. 「播放快于时间」")]
    Rate,

    [Description("The silence was longer than the lease. 「中断过久」")]
    LeaseLapsed,

    [Description("This content was counted before in this year. 「已计过」")]
    AlreadyCounted,

    [Description("The day's ceiling was reached. 「超过每日上限」")]
    DailyCeiling,

    [Description(
        "A presence check was missed or answered wrongly, or so many of the day's checks failed that the rest of it earns nothing. 「未通过在场验证」"
    )]
    PresenceMissed,

    [Description("The chapter was watched in too many pieces. 「片段过碎」")]
    Fragmented,

    [Description("Another session had taken over. 「已在别处学习」")]
    Superseded,

    [Description("The chapter earns nothing. 「不计学时」")]
    NotCreditable,

    [Description("Heard and counted, but nobody proved to be there within the time to be asked for it. 「未证明在场」")]
    NotProven,
}
