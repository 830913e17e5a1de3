using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record CreateCoursewareInput : CoursewareChanges
{
    public required string OrganisationId { get; init; }
    public string? IdempotencyKey { get; init; }
}

internal sealed class CreateCoursewareInputType : InputType<CreateCoursewareInput>
{
    public CreateCoursewareInputType()
        : base("A new courseware; everything but its title, kind and origin may come later.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Who keeps it, below the caller's grants.").OfNode("Organisation");
        Field<NonNullGraphType<StringGraphType>>("title").Description("Title, 1 to 200 characters.");
        Field<NonNullGraphType<EnumerationGraphType<CoursewareKind>>>("kind").Description("What kind of material it is.");
        Field<NonNullGraphType<EnumerationGraphType<CoursewareOrigin>>>("origin").Description("Where the material comes from.");
        CoursewareContentFields.AddTo(this);
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input creates once.");
    }
}

internal sealed record EditCoursewareInput : CoursewareChanges
{
    public required string CoursewareId { get; init; }
    public int ExpectedVersion { get; init; }
}

internal sealed class EditCoursewareInputType : InputType<EditCoursewareInput>
{
    public EditCoursewareInputType()
        : base("What to change: what is left out stays as it is, lists are given whole.")
    {
        this.AddCourseware();
        Field(x => x.Title, nullable: true).Description("Title, 1 to 200 characters.");
        Field(x => x.Kind, nullable: true).Description("What kind of material it is.");
        Field(x => x.Origin, nullable: true).Description("Where the material comes from.");
        CoursewareContentFields.AddTo(this);
        Field<BooleanGraphType>("removePoster").Description("Take the poster away.").DefaultValue(false);
    }
}

internal sealed class CoursewareChapterInputType : InputType<ChapterChange>
{
    public CoursewareChapterInputType()
        : base("A chapter.")
    {
        Field(x => x.Key, nullable: true).Description("The key of a chapter that is there; left out, the chapter is a new one.");
        Field(x => x.Title).Description("Title, 1 to 200 characters.");
        Field<NonNullGraphType<IdGraphType>>("mediaId").Description("What is played or read: a stored film, sound, document or package.").OfNode("Media");
        Field<ListGraphType<NonNullGraphType<CaptionTrackInputType>>>("captions").Description("Captions, one track a language.");
    }
}

internal sealed class CaptionTrackInputType : InputType<CaptionTrack>
{
    public CaptionTrackInputType()
        : base("Captions in one language.")
    {
        Field(x => x.Language).Description("A BCP 47 tag: zh-CN, en.");
        Field<NonNullGraphType<IdGraphType>>("mediaId").Description("A stored WebVTT or SRT file.").OfNode("Media");
    }
}

internal sealed class QuestionInputType : InputType<Question>
{
    public QuestionInputType()
        : base("A question about the courseware.")
    {
        Field(x => x.Prompt).Description("The question, 1 to 120 characters.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("choices").Description("2 to 6 different answers of 1 to 40 characters.");
        Field(x => x.Answer).Description("The right one of them, exactly.");
        Field<EnumerationGraphType<QuestionPurpose>>("purpose").Description("What it is for.").DefaultValue(QuestionPurpose.Presence);
    }
}

internal sealed record SubmitCoursewareInput(string CoursewareId, int ExpectedVersion, string? Comment);

internal sealed class SubmitCoursewareInputType : InputType<SubmitCoursewareInput>
{
    public SubmitCoursewareInputType()
        : base("Which draft to hand to the reviewers.")
    {
        this.AddCourseware();
        Field(x => x.Comment, nullable: true).Description("What they should know, at most 2000 characters.");
    }
}

internal sealed record ReviewCoursewareInput(string CoursewareId, int ExpectedVersion, ReviewDecision Decision, string? Comment);

internal sealed class ReviewCoursewareInputType : InputType<ReviewCoursewareInput>
{
    public ReviewCoursewareInputType()
        : base("How a draft is decided.")
    {
        this.AddCourseware();
        Field(x => x.Decision).Description("The decision.");
        Field(x => x.Comment, nullable: true).Description("Why, at most 2000 characters; required to send back.");
    }
}

internal sealed record PublishCoursewareInput(string CoursewareId, int ExpectedVersion, DateTimeOffset? PublishAt);

internal sealed class PublishCoursewareInputType : InputType<PublishCoursewareInput>
{
    public PublishCoursewareInputType()
        : base("Which signed-off draft to publish.")
    {
        this.AddCourseware();
        Field(x => x.PublishAt, nullable: true).Description("When, in the future; left out: now.");
    }
}

internal sealed record CoursewareInput(string CoursewareId, int ExpectedVersion);

internal sealed class UnscheduleCoursewareInputType : InputType<CoursewareInput>
{
    public UnscheduleCoursewareInputType()
        : base("Whose scheduled publication to call off.") => this.AddCourseware();
}

internal sealed class DiscardCoursewareInputType : InputType<CoursewareInput>
{
    public DiscardCoursewareInputType()
        : base("Whose changes since the last publication to throw away.") => this.AddCourseware();
}

internal sealed record RetireCoursewareInput(string CoursewareId, int ExpectedVersion, string Reason);

internal sealed class RetireCoursewareInputType : InputType<RetireCoursewareInput>
{
    public RetireCoursewareInputType()
        : base("Which published courseware to withdraw, and why.")
    {
        this.AddCourseware();
        Field(x => x.Reason).Description("Why, 1 to 2000 characters.");
    }
}

internal sealed record TagCoursewareInput(
    IReadOnlyList<string> CoursewareIds,
    IReadOnlyList<Subject>? AddSubjects,
    IReadOnlyList<Subject>? RemoveSubjects,
    IReadOnlyList<MemberCategory>? AddAudience,
    IReadOnlyList<MemberCategory>? RemoveAudience
);

internal sealed class TagCoursewareInputType : InputType<TagCoursewareInput>
{
    public TagCoursewareInputType()
        : base("Which drafts get and lose which subjects and audiences.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("coursewareIds").Description("1 to 100 drafts.").OfNode("Courseware");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>("addSubjects").Description("Subjects to add.");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>("removeSubjects").Description("Subjects to take away.");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>("addAudience").Description("Audiences to add.");
        Field<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>("removeAudience").Description("Audiences to take away.");
    }
}

internal sealed class DuplicateCoursewareInputType : InputType<DuplicateCourseware>
{
    public DuplicateCoursewareInputType()
        : base("What to make a new draft of.")
    {
        Field<NonNullGraphType<IdGraphType>>("coursewareId").Description("The courseware, below the caller's grants.").OfNode("Courseware");
        Field(x => x.Version, nullable: true).Description("A published version; left out: the draft as it stands.");
        Field(x => x.Title, nullable: true).Description("Title of the new one; left out: the same.");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input duplicates once.");
    }
}

internal static class CoursewareInputFields
{
    /// <summary>Which courseware, at which version of its draft.</summary>
    public static void AddCourseware<TInput>(this InputType<TInput> input)
    {
        input.Field<NonNullGraphType<IdGraphType>>("coursewareId").Description("The courseware.").OfNode("Courseware");
        input
            .Field<NonNullGraphType<IntGraphType>>("expectedVersion")
            .Description("The version of the draft as it was last read; 0 where the courseware has no draft yet.");
    }
}
