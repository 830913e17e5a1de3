using ELearning.Content;
using GraphQL.Builders;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>A member's progress with the courseware it is in, whose chapters it can name.</summary>
internal sealed record CoursewareProgress(Courseware Courseware, StudyProgress Progress);

internal sealed class StudyProgressType : ObjectType<CoursewareProgress>
{
    /// <summary>Most people watch a chapter in one piece; who jumps about makes several.</summary>
    private const int UsualSpans = 10;

    private const string OfCaller =
        "How far the calling member has come this calendar year in Quanzhou, sessions that are open included; zeros where nothing was studied, null for "
        + "callers who are no member. In every version that has the chapter with the same media it is the same.";

    public StudyProgressType()
        : base(
            "How far a member has come this year with a chapter or with a whole courseware (学习进度): what the server counted, not what the browser says. With "
                + "the new year it begins anew."
        )
    {
        Field<NonNullGraphType<IntGraphType>>("countedSeconds")
            .Description("Whole seconds of content that were counted, each once: pending and confirmed; of a courseware those of its chapters together.")
            .From(source => source.Progress.CountedSeconds);
        Field<NonNullGraphType<FloatScalar>>("coverage")
            .Description(
                "The counted part of the length, 0 to 1; of a courseware of the length of its chapters together. 0 where there is no probed length, as of a "
                    + "document."
            )
            .From(source => source.Progress.Coverage);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ContentSpanType>>>>("countedSpans")
            .Entries(UsualSpans)
            .Description(
                "Which pieces of chapter were counted, in order, apart from each other, each once; between them are the gaps that can still earn. Of a courseware "
                    + $"those of the one chapter that positionSeconds is in. Where it was watched in more than {StudyProgress.MostSpans} pieces the longest "
                    + $"{StudyProgress.MostSpans} are told; countedSeconds and coverage have them all."
            )
            .From(source => source.Progress.CountedSpans);
        Field<NonNullGraphType<FloatScalar>>("positionSeconds")
            .Description("Where the player last was, in seconds of chapter; 0 where it never was.")
            .From(source => source.Progress.PositionSeconds);
        Field<ChapterType>("chapter")
            .Description("The chapter that positionSeconds is in: itself, or of a courseware the one studied last; null where none was.")
            .From(source => source.Progress.ChapterKey is { } key ? CoursewareChapter.Of(source.Courseware, key) : null);
        Field<DateTimeScalar>("lastStudiedAt")
            .Description("When the server last heard of the member's study of it this year; null for never, and where it was before times were recorded.")
            .From(source => source.Progress.LastStudiedAt);
    }

    /// <summary>Adds <c>myProgress</c>, which is the caller's own and so never as fresh as the catalogue.</summary>
    public static FieldBuilder<TSource, IDataLoaderResult<CoursewareProgress?>> AddTo<TSource>(
        ObjectType<TSource> type,
        Func<TSource, Courseware> coursewareOf,
        Func<TSource, FamilyProgress, StudyProgress> read
    ) =>
        type.Field<StudyProgressType, IDataLoaderResult<CoursewareProgress?>>("myProgress")
            .Description(OfCaller)
            .Resolve(ctx =>
            {
                var (source, courseware) = (ctx.Source, coursewareOf(ctx.Source));
                return ctx.Caller().MemberId is null
                    ? LoaderResults.Ready<CoursewareProgress?>(null)
                    : ctx.Loader<StudyProgressLoader>()
                        .LoadAsync(courseware.Id)
                        .Then(family => family is null ? null : new CoursewareProgress(courseware, read(source, family)));
            });
}

internal sealed class UnfinishedChapterType : ObjectType<UnfinishedChapter>
{
    public UnfinishedChapterType()
        : base("A chapter that the member has begun this year and has not done with: some of it is not counted yet, or its session is open.")
    {
        Field<NonNullGraphType<CoursewareType>>("courseware").Description("The courseware as it is published now.").From(source => source.Courseware);
        Field<NonNullGraphType<ChapterType>>("chapter")
            .Description("The chapter to go on with.")
            .From(source => new CoursewareChapter(source.Courseware, source.Chapter));
        Field<NonNullGraphType<StudyProgressType>>("progress")
            .Description("How far the member has come with the chapter.")
            .From(source => new CoursewareProgress(source.Courseware, source.Progress));
    }
}
