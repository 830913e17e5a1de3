using System.ComponentModel;

namespace ELearning.Content;

/// <param name="TeacherId">A teacher who left the pool, or was declined, and is recommended again; null for one who is new.</param>
/// <param name="OrganisationId">Who recommends and will engage the teacher.</param>
/// <param name="Term">For how long.</param>
/// <param name="Reason">Why this teacher; null where nothing is said.</param>
/// <param name="MemberId">The member who the teacher is; null for who is none.</param>
public sealed record ProposeTeacher(
    string? TeacherId,
    string Name,
    string Title,
    IReadOnlyList<TeacherSource> Sources,
    TeacherEngagement Engagement,
    IReadOnlyList<Subject> Subjects,
    string OrganisationId,
    DatePeriod Term,
    string? Biography,
    string? PhotoId,
    TeacherContact? Contact,
    string? MemberId,
    string? Reason,
    string? IdempotencyKey
);

/// <summary>What is null stays as it is; an empty text, and a contact without phone and mail, take away what was there.</summary>
public sealed record EditTeacher(
    string TeacherId,
    int ExpectedVersion,
    string? Name,
    string? Title,
    IReadOnlyList<TeacherSource>? Sources,
    TeacherEngagement? Engagement,
    IReadOnlyList<Subject>? Subjects,
    string? Biography,
    string? PhotoId,
    TeacherContact? Contact,
    string? MemberId,
    bool RemovePhoto,
    bool RemoveMember,
    string? Reason
);

public sealed record ReviewTeacher(string TeacherId, TeacherDecision Decision, string? Reason);

[Description("How a recommended teacher is decided.")]
public enum TeacherDecision
{
    [Description("Take the teacher into the pool. 「同意入库」")]
    Approve,

    [Description("Do not; a reason is required. 「不同意」")]
    Decline,
}

public sealed record RenewTeacher(string TeacherId, DateOnly To, string? Reason);

/// <param name="KeepId">The entry that stays.</param>
/// <param name="MergeId">The entry that turned out to be the same teacher.</param>
public sealed record MergeTeachers(string KeepId, string MergeId, string Reason);

/// <param name="From">The first day, not before today.</param>
/// <param name="To">The last day; null while it has none.</param>
public sealed record OfferTeacher(string TeacherId, string OrganisationId, DateOnly From, DateOnly? To, bool ShowsContact);

[Description("How an offered joint engagement is answered.")]
public enum AgreementDecision
{
    [Description("Engage the teacher, too. 「同意联聘」")]
    Accept,

    [Description("Do not. 「谢绝」")]
    Decline,
}

public sealed record AnswerOffer(string AgreementId, AgreementDecision Decision);

/// <param name="On">The last day.</param>
public sealed record EndAgreement(string AgreementId, DateOnly On, string Reason);
