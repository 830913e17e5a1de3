using System.ComponentModel;

namespace ELearning.Content;

/// <summary>
/// The working copy of a courseware family: made by editors, signed off by a reviewer, published. The draft stays after publication, as the family's history
/// and as the start of the next version; learners see the frozen version (<see cref="Courseware"/>).
/// </summary>
public sealed record CoursewareDraft
{
    /// <summary>The family's id.</summary>
    public required string Id { get; init; }

    /// <summary>Thawed: no chapter has the hash of its media.</summary>
    public required CoursewareContent Content { get; init; }

    /// <summary>The organisation that keeps the courseware, with its ancestors: whose editors see the draft.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    public required CoursewareState State { get; init; }

    /// <summary>Rises with each change; 0 for a family that was published without a draft and has none yet.</summary>
    public int Version { get; init; }

    /// <summary>Who created or edited the draft since the last publication: none of them may sign it off.</summary>
    public IReadOnlyList<Actor> Editors { get; init; } = [];

    /// <summary>The approval in force; any edit voids it.</summary>
    public SignOff? SignOff { get; init; }

    public PublicationSchedule? Schedule { get; init; }

    /// <summary>A publication that is decided and under way; whoever meets it completes it.</summary>
    public Publication? Publication { get; init; }

    /// <summary>The version last published, retired or not; null before the first.</summary>
    public int? PublishedVersion { get; init; }

    /// <summary>Set while the published version is withdrawn.</summary>
    public Retirement? Retirement { get; init; }

    /// <summary>Who did what when, oldest first.</summary>
    public IReadOnlyList<CoursewareEvent> History { get; init; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a sweep has something to do here: a publication or retirement to complete, or a scheduled publication.</summary>
    public DateTimeOffset? DueAt { get; init; }
}

/// <param name="Version">The version of the draft that was looked at.</param>
public sealed record SignOff(Actor Reviewer, DateTimeOffset At, int Version, string? Comment);

public sealed record PublicationSchedule(DateTimeOffset At, Actor By);

/// <param name="Version">The number the frozen version gets.</param>
/// <param name="At">When it was decided; becomes the version's date.</param>
public sealed record Publication(int Version, DateTimeOffset At, Actor By);

/// <param name="Version">The published version that was withdrawn.</param>
/// <param name="IsDone">True when the version is known to be out of the catalogue.</param>
public sealed record Retirement(int Version, DateTimeOffset At, string By, string Reason, bool IsDone);

/// <param name="By">The subject of the token.</param>
/// <param name="Version">The version of the draft that came of it.</param>
public sealed record CoursewareEvent(CoursewareAct Act, string By, DateTimeOffset At, int Version, string? Comment);

[Description("Where a courseware stands with its editors.")]
public enum CoursewareState
{
    [Description("Being edited 「草稿」.")]
    Draft,

    [Description("Waiting for a reviewer 「审核中」.")]
    InReview,

    [Description("Signed off, not published yet 「已审核」; perhaps scheduled.")]
    Approved,

    [Description("Published, nothing newer under way 「已发布」.")]
    Published,

    [Description("Withdrawn from the catalogue 「已下架」.")]
    Retired,
}

[Description("What was done to a courseware.")]
public enum CoursewareAct
{
    [Description("Made. 「新建」")]
    Created,

    [Description("Content changed; earlier sign-offs are void. 「编辑」")]
    Edited,

    [Description("Handed to the reviewers. 「送审」")]
    Submitted,

    [Description("Signed off. 「审核通过」")]
    Approved,

    [Description("Sent back to its editors. 「退回」")]
    SentBack,

    [Description("Publication set for a time. 「定时发布」")]
    Scheduled,

    [Description("Scheduled publication called off. 「取消定时发布」")]
    Unscheduled,

    [Description("Frozen as a version and shown to learners. 「发布」")]
    Published,

    [Description("Withdrawn from the catalogue. 「下架」")]
    Retired,

    [Description("Changes since the last publication thrown away. 「放弃修改」")]
    Discarded,
}

[Description("How a reviewer decides.")]
public enum ReviewDecision
{
    [Description("Sign it off for publication. 「通过」")]
    Approve,

    [Description("Send it back to its editors; a comment is required. 「退回」")]
    SendBack,
}
