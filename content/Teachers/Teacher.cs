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

    /// <summary>Organisations that engage the teacher jointly (联聘).</summary>
    public IReadOnlyList<string> SharedWith { get; init; } = [];

    /// <summary>The term of engagement.</summary>
    public required DatePeriod Term { get; init; }

    /// <summary>Entry, review, suspension, exit: dated, with the reason (动态管理).</summary>
    public IReadOnlyList<TeacherStatusChange> History { get; init; } = [];

    public int Version { get; init; } = 1;
}

public sealed record TeacherStatusChange(TeacherStatus Status, DateOnly On, string Reason);

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
);

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

    [Description("In the pool. 「在库」")]
    Active,

    [Description("Suspended, with a reason. 「暂停」")]
    Suspended,

    [Description("Left the pool, with a reason. 「已退出」")]
    Exited,
}
