using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>A chapter with the published version it belongs to.</summary>
internal sealed record CoursewareChapter(Courseware Courseware, Chapter Chapter)
{
    /// <summary>Family and key: a chapter keeps its id over versions as long as it keeps its key.</summary>
    public string Id => IdOf(Courseware.Id, Chapter.Key);

    public static string IdOf(string coursewareId, string key) => $"{coursewareId}/{key}";

    public static CoursewareChapter? Of(Courseware? courseware, string key) =>
        courseware?.Content.Chapters.FirstOrDefault(chapter => chapter.Key == key) is { } chapter ? new CoursewareChapter(courseware, chapter) : null;

    /// <summary>The key inside an id of <see cref="IdOf"/>.</summary>
    public static bool TrySplit(string id, out string coursewareId, out string key)
    {
        var slash = id.LastIndexOf('/');
        (coursewareId, key) = slash > 0 ? (id[..slash], id[(slash + 1)..]) : ("", "");
        return coursewareId.Length > 0 && key.Length > 0;
    }
}

internal sealed class ChapterType : ObjectType<CoursewareChapter>
{
    public ChapterType()
        : base("A chapter (章节) of a courseware; what one study session plays.")
    {
        Node(chapter => chapter.Id, Load);
        Field<NonNullGraphType<StringGraphType>>("title").Description("Title.").From(source => source.Chapter.Title);
        Field<FloatScalar>("durationSeconds")
            .Description("Length probed by the server, in seconds of the media; null where there is none, and then the chapter earns nothing.")
            .From(source => source.Chapter.DurationMilliseconds / 1000.0);
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("media")
            .Description("What is played or read.")
            .Resolve(ctx => ctx.Loader<MediaLoader>().LoadAsync(ctx.Source.Chapter.MediaId));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CaptionTrackType>>>>("captions")
            .Description("Captions, one track a language.")
            .Entries(1)
            .From(source => source.Chapter.Captions);
        this.FreshFor(Freshness.Catalogue);
        StudyProgressType.AddTo(this, source => source.Courseware, (source, family) => family.Of(source.Chapter));
    }

    private static IDataLoaderResult Load(global::GraphQL.IResolveFieldContext context, string id) =>
        context.Rights().MayAny(Rights.Catalogue) && CoursewareChapter.TrySplit(id, out var coursewareId, out var key)
            ? context.Loader<CoursewareLoader>().LoadAsync(coursewareId).Then(courseware => CoursewareChapter.Of(courseware, key))
            : LoaderResults.Ready<CoursewareChapter?>(null);
}

internal sealed class CaptionTrackType : ObjectType<CaptionTrack>
{
    public CaptionTrackType()
        : base("Captions of a chapter in one language (字幕).")
    {
        Field(x => x.Language).Description("A BCP 47 tag: zh-CN, en.");
        Field<UrlScalar, IDataLoaderResult<Uri?>>("url")
            .Description("Where to get them for a while, in the form a browser takes, WebVTT.")
            .Resolve(ctx =>
                ctx.Loader<MediaLoader>().LoadAsync(ctx.Source.MediaId).Then(asset => asset is null ? null : ctx.Service<MediaAddress>().OfCaptions(asset))
            );
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("media")
            .Description("The stored file, WebVTT or SRT.")
            .Resolve(ctx => ctx.Loader<MediaLoader>().LoadAsync(ctx.Source.MediaId));
        this.FreshFor(Freshness.Addresses);
    }
}
