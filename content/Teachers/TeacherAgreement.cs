using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A joint engagement (联聘): the organisation that keeps a teacher offers them to another for some days, and the other accepts or declines.</summary>
/// <param name="Id">The id of the teacher to whom it was first written, a slash and a number; it stays when entries of teachers are merged.</param>
/// <param name="OrganisationId">To whom it was offered.</param>
/// <param name="Lineage">The ancestors of that organisation and itself.</param>
/// <param name="ShowsContact">Whether that organisation sees how to reach the teacher while it holds.</param>
/// <param name="OfferedBy">The token subject of who offered it.</param>
public sealed record TeacherAgreement(
    string Id,
    string OrganisationId,
    IReadOnlyList<string> Lineage,
    DatePeriod Period,
    bool ShowsContact,
    AgreementStatus Status,
    string OfferedBy,
    DateTimeOffset OfferedAt
)
{
    /// <summary>The token subject of who answered; null until then.</summary>
    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>The token subject of who ended or withdrew it before its time; null where nobody did.</summary>
    public string? EndedBy { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? EndReason { get; init; }

    public bool HoldsOn(DateOnly day) => Status == AgreementStatus.Accepted && Period.Contains(day);

    /// <summary>Where it stands on a day: what was agreed is over the day after its last.</summary>
    public AgreementStatus StatusOn(DateOnly day) => Status == AgreementStatus.Accepted && Period.To < day ? AgreementStatus.Ended : Status;
}

/// <summary>An agreement with the teacher it is about.</summary>
public sealed record AgreedTeacher(Teacher Teacher, TeacherAgreement Agreement);

[Description("Where a joint engagement of a teacher (联聘) stands.")]
public enum AgreementStatus
{
    [Description("Offered, not yet answered. 「待答复」")]
    Offered,

    [Description("Accepted: it holds from its first day to its last. 「已同意」")]
    Accepted,

    [Description("Declined by the organisation it was offered to. 「已谢绝」")]
    Declined,

    [Description("Taken back before it was answered. 「已撤回」")]
    Withdrawn,

    [Description("Over: its last day has passed. 「已结束」")]
    Ended,
}
