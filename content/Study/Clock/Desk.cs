namespace ELearning.Content;

/// <summary>A member's clock: everything that decides whether a second counts, in one document that is only ever replaced at its version.</summary>
internal sealed record Desk
{
    /// <summary>The member's id.</summary>
    public required string Id { get; init; }

    /// <summary>0 before the first write.</summary>
    public long Version { get; init; }

    /// <summary>Number of the member's newest session; they run from 1 without gaps.</summary>
    public int LastNumber { get; init; }

    /// <summary>The one session that may earn, or that has ended and is still being settled.</summary>
    public DeskSession? Session { get; init; }

    /// <summary>The last moment a settled session counted to: a machine whose clock runs behind cannot start another one before it.</summary>
    public DateTimeOffset? SeenAt { get; init; }

    /// <summary>Online time counted per day over all sessions, today and yesterday: what the daily ceiling looks at.</summary>
    public IReadOnlyList<DayTotal> Days { get; init; } = [];

    /// <summary>All milliseconds ever counted for the member: the axis on which presence checks are drawn.</summary>
    public long CountedMilliseconds { get; init; }

    /// <summary>The point on <see cref="CountedMilliseconds"/> at which the next presence check falls due; null while none is drawn.</summary>
    public long? NextCheckAt { get; init; }

    /// <summary>Counted milliseconds that were confirmed without a proof of presence since the last check was passed: what is used of the allowance.</summary>
    public long UnprovenMilliseconds { get; init; }

    /// <summary>The presence checks that failed on the last day on which one did; null while none ever did.</summary>
    public FailedChecks? FailedChecks { get; init; }

    /// <summary>The presence check that is outstanding.</summary>
    public DeskCheck? Check { get; init; }

    /// <summary>Number of the member's newest check; they run from 1.</summary>
    public int LastCheckNumber { get; init; }

    /// <summary>Keys of the questions asked last.</summary>
    public IReadOnlyList<string> AskedLately { get; init; } = [];

    public long CountedOn(DateOnly day) => Days.FirstOrDefault(total => total.Date == day)?.Milliseconds ?? 0;
}

/// <summary>A presence check as issued: repeated in every answer until answered or over.</summary>
/// <param name="Choices">In the order in which they are shown.</param>
/// <param name="Answer">The right one; never shown.</param>
internal sealed record DeskCheck(
    string Id,
    int Number,
    string Question,
    string Prompt,
    IReadOnlyList<string> Choices,
    string Answer,
    DateTimeOffset IssuedAt,
    DateTimeOffset DueAt
)
{
    public PresenceCheck Shown => new(Id, Prompt, Choices, DueAt);

    /// <summary>Whether the question is the courseware's own; a wrong answer to one brings a plain one.</summary>
    public bool OfCourseware { get; init; }
}

/// <summary>How many presence checks failed on a day: answered wrongly to the end, or missed.</summary>
internal sealed record FailedChecks(DateOnly Date, int Count);

internal sealed record DayTotal(DateOnly Date, long Milliseconds);

/// <summary>The session at the desk.</summary>
internal sealed record DeskSession
{
    public required int Number { get; init; }
    public required string CoursewareId { get; init; }
    public required int CoursewareVersion { get; init; }
    public required string CoursewareTitle { get; init; }
    public required string ChapterKey { get; init; }
    public required string MediaHash { get; init; }
    public required long DurationMilliseconds { get; init; }

    /// <summary>Length of the whole version: the family earns no more in a year than its longest version studied.</summary>
    public required long VersionMilliseconds { get; init; }

    public string? DeviceName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The last accepted beat, or the start.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Time lived and not yet spent, oldest first, by the day it was lived on; together at most one lease.</summary>
    public IReadOnlyList<BucketTime> Bucket { get; init; } = [];

    /// <summary>Number and body of the newest accepted beat; 0 before the first.</summary>
    public int Sequence { get; init; }

    public string? BodyHash { get; init; }
    public double PositionSeconds { get; init; }

    /// <summary>What is counted, by year: one entry, two when the session crosses a new year.</summary>
    public required IReadOnlyList<YearContent> Years { get; init; }

    /// <summary>What this session earned, by day: each becomes one credit.</summary>
    public IReadOnlyList<DayPart> Parts { get; init; } = [];

    /// <summary>What was refused, by reason.</summary>
    public IReadOnlyList<RefusedTime> Refused { get; init; } = [];

    /// <summary>The same milliseconds by the moment they were refused at.</summary>
    public RefusalLog RefusalLog { get; init; } = RefusalLog.Empty;

    /// <summary>A few of the courseware's own questions, kept while the session is open.</summary>
    public IReadOnlyList<Question> Questions { get; init; } = [];

    /// <summary>The presence checks that were settled in this session, oldest first.</summary>
    public IReadOnlyList<PresenceRecord> Checks { get; init; } = [];

    /// <summary>From where it was studied.</summary>
    public IReadOnlyList<SeenClient> Clients { get; init; } = [];

    /// <summary>Set when the session has ended; it then earns no more and only waits to be settled.</summary>
    public SessionEnding? Ending { get; init; }

    public long PendingMilliseconds => Parts.Sum(part => part.PendingMilliseconds);

    public long VerifiedMilliseconds => Parts.Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds);

    /// <summary>A year not seen yet starts with nothing counted: nobody but the session at the desk could have counted in it.</summary>
    public YearContent ContentOf(int year) =>
        Years.FirstOrDefault(content => content.Year == year) ?? new YearContent { Year = year, LongestMilliseconds = VersionMilliseconds };
}

/// <summary>Unspent time of one day.</summary>
internal sealed record BucketTime(DateOnly Date, long Milliseconds);

/// <summary>What one day of a session earned, in milliseconds; pending until a proof of presence, or an end within the allowance, confirms it.</summary>
internal sealed record DayPart(DateOnly Date, long ConfirmedMilliseconds, long PendingMilliseconds)
{
    /// <summary>The content counted on that day, as long as confirmed and pending together.</summary>
    public IntervalSet Content { get; init; } = IntervalSet.Empty;
}

internal sealed record RefusedTime(RefusalReason Reason, long Milliseconds);

/// <summary>How and when a session ended.</summary>
internal sealed record SessionEnding(StudySessionStatus Status, DateTimeOffset At);

/// <summary>The chapter's counted content in one year.</summary>
internal sealed record YearContent
{
    public required int Year { get; init; }

    /// <summary>Counted before this session.</summary>
    public IntervalSet Before { get; init; } = IntervalSet.Empty;

    /// <summary>Counted at all: before, and in this session confirmed or pending.</summary>
    public IntervalSet Counted { get; init; } = IntervalSet.Empty;

    /// <summary>The part of <see cref="Counted"/> that no proof of presence has confirmed yet.</summary>
    public IntervalSet Pending { get; init; } = IntervalSet.Empty;

    /// <summary>The part of <see cref="Pending"/>, first in playing order, that is confirmed even if nobody ever proves it.</summary>
    public IntervalSet WithinAllowance { get; init; } = IntervalSet.Empty;

    /// <summary>Counted in the family's other chapters and other media this year.</summary>
    public long ElsewhereMilliseconds { get; init; }

    /// <summary>The longest version of the family studied this year.</summary>
    public required long LongestMilliseconds { get; init; }

    /// <summary>What the family may still earn this year.</summary>
    public long FamilyLeft => Math.Max(0, LongestMilliseconds - ElsewhereMilliseconds - Counted.Length);
}
