using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A teacher of the open pool (师资库), policy 三.1.</summary>
public sealed record Teacher
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Professional title or post (职称、职务).</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<TeacherSource> Sources { get; init; }
    public required TeacherEngagement Engagement { get; init; }
    public required TeacherStatus Status { get; init; }
    public required IReadOnlyList<Subject> Subjects { get; init; }

    /// <summary>The organisation that recommended and engages the teacher.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>The ancestors of that organisation and itself, as they were when the teacher was entered.</summary>
    public IReadOnlyList<string> Lineage { get; init; } = [];

    /// <summary>Organisations that engage the teacher jointly (联聘) by entries older than agreements; those of today are <see cref="SharedWithOn"/>.</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>The joint engagements that were offered, and what became of them, oldest first; at most <see cref="TeacherRules.MostAgreements"/>.</summary>
    public IReadOnlyList<TeacherAgreement> Agreements { get; init; } = [];

    /// <summary>The term of engagement.</summary>
    public required DatePeriod Term { get; init; }

    /// <summary>What the teacher has done and can do, for everybody to read.</summary>
    public string? Biography { get; init; }

    /// <summary>A stored picture.</summary>
    public string? PhotoId { get; init; }

    /// <summary>How to reach the teacher: for few eyes.</summary>
    public TeacherContact? Contact { get; init; }

    /// <summary>The member who the teacher is; null for who is none, or where it is not known.</summary>
    public string? MemberId { get; init; }

    /// <summary>Ids of entries that turned out to be this teacher: whatever names one of them names this one.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];

    /// <summary>The entry that this one turned out to be the same as; null for an entry that stands for itself.</summary>
    public string? MergedInto { get; init; }

    /// <summary>
    /// Proposal, review, suspension, exit and what was changed in between: dated, with author and reason (动态管理), oldest first; at most
    /// <see cref="RegisterRules.MostChanges"/>.
    /// </summary>
    public IReadOnlyList<TeacherStatusChange> History { get; init; } = [];

    /// <summary>Rises with each change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Every id that names this teacher.</summary>
    public IReadOnlyList<string> NamedBy => [Id, .. Merged];

    /// <summary>Where the engagement stands on a day: who was in the pool has left it the day after the term, without anybody's doing.</summary>
    public TeacherStatus StatusOn(DateOnly day) => Status is TeacherStatus.Active or TeacherStatus.Suspended && Term.To < day ? TeacherStatus.Exited : Status;

    /// <summary>Organisations that engage the teacher jointly on a day: by an accepted agreement, or by an entry older than agreements.</summary>
    public IReadOnlyList<string> SharedWithOn(DateOnly day) =>
        [.. SharedWith.Union(Agreements.Where(agreement => agreement.HoldsOn(day)).Select(agreement => agreement.OrganisationId))];
}

/// <summary>How to reach a teacher.</summary>
public sealed record TeacherContact(string? Phone, string? Mail);

/// <summary>One line of a teacher's history.</summary>
/// <param name="Status">Where the engagement stood from then on.</param>
/// <param name="On">The day.</param>
/// <param name="Reason">Why, in the words of who did it; null where nobody has to say.</param>
public sealed record TeacherStatusChange(TeacherStatus Status, DateOnly On, string? Reason)
{
    /// <summary>What was done; null in lines of releases that knew the status alone.</summary>
    public TeacherAct? Act { get; init; }

    /// <summary>What was done, also by a line of a release that knew the status alone.</summary>
    public TeacherAct ActDone =>
        Act
        ?? Status switch
        {
            TeacherStatus.Proposed => TeacherAct.Proposed,
            TeacherStatus.Declined => TeacherAct.Declined,
            TeacherStatus.Active => TeacherAct.Approved,
            TeacherStatus.Suspended => TeacherAct.Suspended,
            _ => TeacherAct.Exited,
        };

    /// <summary>When it was entered; null in lines of releases that knew the day alone.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The token subject of who did it.</summary>
    public string? By { get; init; }

    /// <summary>The member who did it; null for who is none.</summary>
    public string? ByMemberId { get; init; }

    /// <summary>The term that was proposed or agreed by this; null for what left the term alone.</summary>
    public DatePeriod? Term { get; init; }
}

[Description("What was done to a teacher's entry in the pool.")]
public enum TeacherAct
{
    [Description("Recommended for the pool, for the first time or again. 「推荐」")]
    Proposed,

    [Description("Taken into the pool by a second person. 「审核入库」")]
    Approved,

    [Description("Not taken into the pool. 「审核不通过」")]
    Declined,

    [Description("Suspended. 「暂停」")]
    Suspended,

    [Description("Back in the pool after a suspension. 「恢复」")]
    Resumed,

    [Description("Left the pool. 「退出」")]
    Exited,

    [Description("Engaged for longer. 「续聘」")]
    Renewed,

    [Description("The profile was changed. 「修改资料」")]
    Edited,

    [Description("Another entry turned out to be the same teacher. 「合并」")]
    Merged,
}

/// <param name="History">The changes so far of a teacher who comes with a past, the last one to <paramref name="Status"/>; without it the reason opens the
/// history.</param>
public sealed record NewTeacher(
    string Id,
    string Name,
    string Title,
    IReadOnlyList<TeacherSource> Sources,
    TeacherEngagement Engagement,
    IReadOnlyList<Subject> Subjects,
    string OrganisationId,
    IReadOnlyList<string> SharedWith,
    DatePeriod Term,
    TeacherStatus Status,
    string Reason,
    IReadOnlyList<TeacherStatusChange>? History = null
)
{
    public string? Biography { get; init; }

    public TeacherContact? Contact { get; init; }

    public string? MemberId { get; init; }

    /// <summary>What was agreed with other organisations before.</summary>
    public IReadOnlyList<TeacherAgreement> Agreements { get; init; } = [];
}

/// <summary>The eleven sources of teachers, policy 三.1.</summary>
[Description("Where a teacher comes from (师资来源).")]
public enum TeacherSource
{
    [Description("Party school 「党校」.")]
    PartySchool,

    [Description("Administrative school 「行政学院」.")]
    AdministrativeSchool,

    [Description("Cadre school 「干校」.")]
    CadreSchool,

    [Description("University or college 「大中专院校」.")]
    College,

    [Description("Leading cadre 「领导干部」.")]
    LeadingCadre,

    [Description("Model figure 「先进模范人物」.")]
    Model,

    [Description("Scientist or technician 「科技人员」.")]
    Scientist,

    [Description("Technical backbone 「技术骨干」.")]
    TechnicalBackbone,

    [Description("Local expert 「乡土人才」.")]
    LocalExpert,

    [Description("College-graduate village official 「优秀大学生村官」.")]
    VillageOfficial,

    [Description("Leader in getting rich 「致富能手」.")]
    WealthLeader,
}

[Description("How a teacher is engaged.")]
public enum TeacherEngagement
{
    [Description("Full-time 「专职」.")]
    FullTime,

    [Description("Part-time 「兼职」.")]
    PartTime,
}

[Description("Where a teacher stands in the pool.")]
public enum TeacherStatus
{
    [Description("Recommended, not yet engaged. 「已推荐」")]
    Proposed,

    [Description("Recommended and not engaged, with a reason. 「未通过」")]
    Declined,

    [Description("In the pool. 「在库」")]
    Active,

    [Description("Suspended, with a reason. 「暂停」")]
    Suspended,

    [Description("Left the pool, with a reason or because the term ended. 「已退出」")]
    Exited,
}
