using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class TermInputType : InputType<DatePeriod>
{
    public TermInputType()
        : base("Days, both inclusive, in Asia/Shanghai.")
    {
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
    }
}

internal sealed class TeacherContactInputType : InputType<TeacherContact>
{
    public TeacherContactInputType()
        : base("How to reach a teacher.")
    {
        Field(x => x.Phone, nullable: true).Description("Telephone: at most 30 digits, spaces, hyphens, brackets or plus signs.");
        Field(x => x.Mail, nullable: true).Description("Mail address, at most 200 characters.");
    }
}

internal sealed record ProposeTeacherInput(
    string? TeacherId,
    string OrganisationId,
    string Name,
    string Title,
    IReadOnlyList<TeacherSource> Sources,
    TeacherEngagement Engagement,
    IReadOnlyList<Subject> Subjects,
    DatePeriod Term,
    string? Biography,
    string? PhotoAssetId,
    TeacherContact? Contact,
    string? MemberId,
    string? Reason,
    string? IdempotencyKey
)
{
    public ProposeTeacher Content =>
        new(TeacherId, Name, Title, Sources, Engagement, Subjects, OrganisationId, Term, Biography, PhotoAssetId, Contact, MemberId, Reason, IdempotencyKey);
}

internal sealed class ProposeTeacherInputType : InputType<ProposeTeacherInput>
{
    public ProposeTeacherInputType()
        : base("A teacher to recommend for the pool.")
    {
        Field<IdGraphType>("teacherId")
            .Description("A teacher of the organisation who left the pool, or was declined, and is recommended again; left out for one who is new.")
            .OfNode("Teacher");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Who recommends and will engage the teacher.").OfNode("Organisation");
        Field(x => x.Name).Description("Name, 1 to 100 characters.");
        Field(x => x.Title).Description("Professional title or post (职称、职务), 1 to 100 characters.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<TeacherSource>>>>>("sources")
            .Description("Where the teacher comes from; at least one.");
        Field(x => x.Engagement).Description("Full- or part-time.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects").Description("What the teacher teaches.");
        Field<NonNullGraphType<TermInputType>>("term").Description("The term of engagement; it ends today or later.");
        Field(x => x.Biography, nullable: true).Description("What the teacher has done and can do, for everybody to read, at most 2000 characters.");
        Field<IdGraphType>("photoAssetId").Description("A stored picture, for everybody to see.").OfNode("Media");
        Field<TeacherContactInputType>("contact").Description("How to reach the teacher, for few eyes.");
        Field<IdGraphType>("memberId").Description("The member who the teacher is; left out for who is none.").OfNode("Member");
        Field(x => x.Reason, nullable: true).Description("Why this teacher, at most 500 characters.");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input recommends once.");
    }
}

internal sealed class ReviewTeacherInputType : InputType<ReviewTeacher>
{
    public ReviewTeacherInputType()
        : base("How a recommended teacher is decided.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field(x => x.Decision).Description("The decision.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed to decline.");
    }
}

internal sealed record TeacherReasonInput(string TeacherId, string? Reason);

internal sealed class SuspendTeacherInputType : InputType<TeacherReasonInput>
{
    public SuspendTeacherInputType()
        : base("Whom to suspend, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field<NonNullGraphType<StringGraphType>>("reason").Description("Why, 1 to 500 characters.");
    }
}

internal sealed class ResumeTeacherInputType : InputType<TeacherReasonInput>
{
    public ResumeTeacherInputType()
        : base("Whose suspension is over.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field<StringGraphType>("reason").Description("Why, at most 500 characters.");
    }
}

internal sealed class ExitTeacherInputType : InputType<TeacherReasonInput>
{
    public ExitTeacherInputType()
        : base("Who leaves the pool, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field<NonNullGraphType<StringGraphType>>("reason").Description("Why, 1 to 500 characters.");
    }
}

internal sealed class RenewTeacherInputType : InputType<RenewTeacher>
{
    public RenewTeacherInputType()
        : base("For how long a teacher is engaged from now on.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field(x => x.To).Description("The new last day: after the one before, and not before today. Where the term has ended, another one begins today.");
        Field(x => x.Reason, nullable: true).Description("Why, at most 500 characters.");
    }
}

internal sealed record EditTeacherInput(
    string TeacherId,
    int ExpectedVersion,
    string? Name,
    string? Title,
    IReadOnlyList<TeacherSource>? Sources,
    TeacherEngagement? Engagement,
    IReadOnlyList<Subject>? Subjects,
    string? Biography,
    string? PhotoAssetId,
    TeacherContact? Contact,
    string? MemberId,
    bool RemovePhoto,
    bool RemoveMember,
    string? Reason
)
{
    public EditTeacher Content =>
        new(
            TeacherId,
            ExpectedVersion,
            Name,
            Title,
            Sources,
            Engagement,
            Subjects,
            Biography,
            PhotoAssetId,
            Contact,
            MemberId,
            RemovePhoto,
            RemoveMember,
            Reason
        );
}

internal sealed class EditTeacherInputType : InputType<EditTeacherInput>
{
    public EditTeacherInputType()
        : base("What to change in a teacher's profile: what is left out stays as it is, lists are given whole.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field(x => x.ExpectedVersion).Description("The `version` that was read; another one by now is a ConflictError.");
        Field(x => x.Name, nullable: true).Description("Name, 1 to 100 characters.");
        Field(x => x.Title, nullable: true).Description("Professional title or post (职称、职务), 1 to 100 characters.");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<TeacherSource>>>>("sources").Description("Where the teacher comes from; at least one.");
        Field(x => x.Engagement, nullable: true).Description("Full- or part-time.");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>("subjects").Description("What the teacher teaches.");
        Field(x => x.Biography, nullable: true).Description("At most 2000 characters; an empty text takes it away.");
        Field<IdGraphType>("photoAssetId").Description("A stored picture.").OfNode("Media");
        Field<TeacherContactInputType>("contact").Description("How to reach the teacher; given whole, and with neither taken away.");
        Field<IdGraphType>("memberId").Description("The member who the teacher is.").OfNode("Member");
        Field<BooleanGraphType>("removePhoto").Description("Take the picture away.").DefaultValue(false);
        Field<BooleanGraphType>("removeMember").Description("The teacher is no member, or another one.").DefaultValue(false);
        Field(x => x.Reason, nullable: true).Description("Why, at most 500 characters.");
    }
}

internal sealed class MergeTeachersInputType : InputType<MergeTeachers>
{
    public MergeTeachersInputType()
        : base("Two entries that are the same teacher.")
    {
        Field<NonNullGraphType<IdGraphType>>("keepId").Description("The entry that stays.").OfNode("Teacher");
        Field<NonNullGraphType<IdGraphType>>("mergeId").Description("The entry that becomes another name of it.").OfNode("Teacher");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class OfferTeacherInputType : InputType<OfferTeacher>
{
    public OfferTeacherInputType()
        : base("Whom to offer to which organisation for a joint engagement (联聘).")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The organisation that is to answer.").OfNode("Organisation");
        Field(x => x.From).Description("First day, not before today.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
        Field<BooleanGraphType>("showsContact").Description("Whether the organisation is to see how to reach the teacher while it holds.").DefaultValue(false);
    }
}

internal sealed class AnswerOfferInputType : InputType<AnswerOffer>
{
    public AnswerOfferInputType()
        : base("How an offered joint engagement is answered.")
    {
        Field<NonNullGraphType<IdGraphType>>("agreementId").Description("What was offered.").OfNode("TeacherAgreement");
        Field(x => x.Decision).Description("The answer.");
    }
}

internal sealed class EndAgreementInputType : InputType<EndAgreement>
{
    public EndAgreementInputType()
        : base("Which joint engagement ends when, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("agreementId").Description("The agreement.").OfNode("TeacherAgreement");
        Field(x => x.On).Description("Its last day, not before its first; without meaning for an offer that was not answered.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}
