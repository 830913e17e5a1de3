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
        CoursewareContentFields.AddTo(this, courseware => courseware.Content);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Subject>>>>>("subjects")
            .Description("What it teaches, from the controlled list.")
            .From(source => source.Content.Subjects);
        Field(x => x.DurationSeconds).Description("Length of the chapters that earn, in seconds of the media.");
        Field<DecimalScalar>("creditHours")
            .Description("学时 the whole courseware can earn by the policy in force today, rounded down to 0.1; null where none is in force.")
            .Resolve(ctx =>
                ctx.Service<PolicyLibrary>().InForceOn(ctx.Rights().Today) is { } policy
                    ? TrainingHours.Of((long)ctx.Source.DurationSeconds, policy.SecondsPerHour)
                    : null
            );
        Field(x => x.PublishedAt).Description("When this version was published.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ChapterType>>>>("chapters")
            .Description("Its chapters, in order.")
            .From(source => source.Content.Chapters.Select(chapter => new CoursewareChapter(source, chapter)));
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("poster")
            .Description("An image that stands for it in lists; null where there is none.")
            .Resolve(ctx => ctx.Source.Content.PosterId is { } poster ? ctx.Loader<MediaLoader>().LoadAsync(poster) : LoaderResults.Ready<MediaAsset?>(null));

        this.FreshFor(Freshness.Catalogue);
        StudyProgressType.AddTo(this, source => source, (source, family) => family.Of(source));
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
