using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CoursewareDraftType : ObjectType<CoursewareDraft>
{
    public CoursewareDraftType()
        : base("What editors make of a courseware, before and after it is published; learners never see it.")
    {
        Node(
            draft => draft.Id,
            (ctx, id) => ctx.Rights().MayAny(Rights.Drafts) ? ctx.Loader<CoursewareDraftLoader>().LoadAsync(id) : LoaderResults.Ready<CoursewareDraft?>(null)
        );
        Field<NonNullGraphType<IdGraphType>>("coursewareId")
            .Description("The family: what mutations name it by, published or not.")
            .From(source => NodeId.Encode("Courseware", source.Id));
        Field(x => x.State).Description("Where it stands.");
        Field(x => x.Version).Description("Rises with each change; what `expectedVersion` asks for.");
        CoursewareContentFields.AddTo(this, draft => draft.Content);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects")
            .Description("What it teaches.")
            .From(source => source.Content.Subjects);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DraftChapterType>>>>("chapters")
            .Description("Its chapters, in order.")
            .From(source => source.Content.Chapters);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<QuestionType>>>>("questions")
            .Description("Its questions, with their answers.")
            .From(source => source.Content.Questions);
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("poster")
            .Description("An image that stands for it in lists.")
            .Resolve(ctx => ctx.Source.Content.PosterId is { } poster ? ctx.Loader<MediaLoader>().LoadAsync(poster) : LoaderResults.Ready<MediaAsset?>(null));
        Field<SignOffType>("signOff").Description("The approval in force; any edit voids it.").From(source => source.SignOff);
        Field<DateTimeScalar>("scheduledAt").Description("When it will be published; null where that is not set.").From(source => source.Schedule?.At);
        Field<CoursewareType, IDataLoaderResult<Courseware?>>("courseware")
            .Description("The version last published, retired or not; null before the first.")
            .Resolve(ctx =>
                ctx.Source.PublishedVersion is { } version
                    ? ctx.Loader<CoursewareVersionLoader>().LoadAsync((ctx.Source.Id, version))
                    : LoaderResults.Ready<Courseware?>(null)
            );
        Field<RetirementType>("retirement").Description("Set while the published version is withdrawn.").From(source => source.Retirement);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CoursewareEventType>>>>("history")
            .Description("Who did what when, oldest first.")
            .Entries(10)
            .From(source => source.History);
        Field(x => x.CreatedAt).Description("When it was made.");
        Field(x => x.UpdatedAt).Description("When something last happened to it.");

        this.RequireRoleExceptFor([], Rights.Drafts);
    }
}

internal sealed class DraftChapterType : ObjectType<Chapter>
{
    public DraftChapterType()
        : base("A chapter of a draft.")
    {
        Field(x => x.Key).Description("Names it within the courseware; kept over versions, it keeps what learners have studied of the same media.");
        Field(x => x.Title).Description("Title.");
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("media")
            .Description("What is played or read.")
            .Resolve(ctx => ctx.Loader<MediaLoader>().LoadAsync(ctx.Source.MediaId));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CaptionTrackType>>>>("captions")
            .Description("Captions, one track a language.")
            .Entries(1)
            .From(source => source.Captions);
    }
}

internal sealed class QuestionType : ObjectType<Question>
{
    public QuestionType()
        : base("A question about a courseware, with its answer.")
    {
        Field(x => x.Prompt).Description("The question.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("choices")
            .Description("The answers to choose from.")
            .From(source => source.Choices);
        Field(x => x.Answer).Description("The right one of them.");
        Field(x => x.Purpose).Description("What it is for.");
    }
}

internal sealed class SignOffType : ObjectType<SignOff>
{
    public SignOffType()
        : base("A reviewer's approval of exactly one version of a draft.")
    {
        Field<NonNullGraphType<StringGraphType>>("by").Description("The reviewer: the subject of the token.").From(source => source.Reviewer.Subject);
        Field(x => x.At).Description("When.");
        Field(x => x.Version).Description("The version of the draft that was looked at.");
        Field(x => x.Comment, nullable: true).Description("What the reviewer said.");
    }
}

internal sealed class RetirementType : ObjectType<Retirement>
{
    public RetirementType()
        : base("How a published courseware was withdrawn.")
    {
        Field(x => x.By).Description("Who: the subject of the token.");
        Field(x => x.At).Description("When.");
        Field(x => x.Reason).Description("Why.");
    }
}

internal sealed class CoursewareEventType : ObjectType<CoursewareEvent>
{
    public CoursewareEventType()
        : base("Something that was done to a courseware.")
    {
        Field(x => x.Act).Description("What.");
        Field(x => x.By).Description("Who: the subject of the token.");
        Field(x => x.At).Description("When.");
        Field(x => x.Version).Description("The version of the draft that came of it.");
        Field(x => x.Comment, nullable: true).Description("What was said; the time of a schedule, the number of a publication.");
    }
}
