using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CoursewareType : ObjectType<Courseware>
{
    public CoursewareType()
        : base("A published courseware (课件): the id names the family, the version what was published.")
    {
        Node(
            courseware => courseware.Id,
            (ctx, id) => ctx.Rights().MayAny(Rights.Catalogue) ? ctx.Loader<CoursewareLoader>().LoadAsync(id) : LoaderResults.Ready<Courseware?>(null)
        );
        Field(x => x.Version).Description("Published version, from 1; immutable.");
        Field(x => x.Title).Description("Title.");
        Field(x => x.Summary).Description("What it is about.");
        Field(x => x.Kind).Description("What kind of material it is.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects")
            .Description("What it teaches, from the controlled list.")
            .From(source => source.Subjects);
        Field(x => x.Origin).Description("Where the material comes from.");
        Field(x => x.LocalFeature).Description("Local or trade feature (地方和行业特色).");
        Field(x => x.DurationSeconds).Description("Length of the chapters that earn, in seconds of the media.");
        Field<DecimalScalar>("creditHours")
            .Description("学时 the whole courseware can earn by the policy in force today, rounded down to 0.1; null where none is in force.")
            .Resolve(ctx =>
                ctx.Service<PolicyLibrary>().InForceOn(ctx.Rights().Today) is { } policy
                    ? TrainingHours.Of((long)ctx.Source.DurationSeconds, policy.SecondsPerHour)
                    : null
            );
        Field(x => x.PublishedAt).Description("When this version was published.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TeacherType>>>, IDataLoaderResult<IEnumerable<Teacher>>>("teachers")
            .Description("Who teaches it.")
            .Entries(2)
            .Resolve(ctx => ctx.Loader<TeacherLoader>().LoadManyAsync(ctx.Source.TeacherIds).Then(teachers => teachers.Where(ctx.Rights().Sees)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ChapterType>>>>("chapters")
            .Description("Its chapters, in order.")
            .From(source => source.Chapters.Select(chapter => new CoursewareChapter(source, chapter)));
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("poster")
            .Description("An image that stands for it in lists; null where there is none.")
            .Resolve(ctx => ctx.Source.PosterId is { } poster ? ctx.Loader<MediaLoader>().LoadAsync(poster) : LoaderResults.Ready<MediaAsset?>(null));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("audience")
            .Description("For whom it is meant; none: for everybody.")
            .From(source => source.Audience);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who keeps it.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));

        this.FreshFor(FieldFreshness.Catalogue);
        // A teacher's profile names what they teach; all else of a courseware is the catalogue's.
        this.RequireRoleExceptFor(["id", "title"], Rights.Catalogue);

        Field<CoursewareDraftType, IDataLoaderResult<CoursewareDraft?>>("draft")
            .Description("What its editors make of it; null where nobody has edited it since it was published without a draft.")
            .RequireRole(Rights.Drafts)
            .Resolve(ctx => ctx.Loader<CoursewareDraftLoader>().LoadAsync(ctx.Source.Id));
        Connection<CoursewareType>("versions", "This version and those before it, newest first; none outside the caller's grants.")
            .RequireRole(Rights.Drafts)
            .ResolveBatch((ctx, list) => ctx.Loader<CoursewareHistoryLoader>().LoadAsync(CoursewareHistoryLoader.OwnerOf(ctx.Source), list.Page));
    }
}
