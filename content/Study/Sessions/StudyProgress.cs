namespace ELearning.Content;

/// <summary>How far a member has come this year with a chapter, or with a whole courseware; what the open session counted is in it.</summary>
/// <param name="ChapterKey">The chapter itself; of a courseware the one studied last, null where none was.</param>
/// <param name="CountedSeconds">Whole seconds of its content that are counted, floored from milliseconds once.</param>
/// <param name="Coverage">The counted part of its length, 0 to 1; 0 where it has no probed length.</param>
/// <param name="PositionSeconds">Where the player last was in that chapter.</param>
/// <param name="LastStudiedAt">When the member was last heard of in it; null for never, and for before it was recorded.</param>
/// <param name="CountedSpans">
/// What is counted of that chapter, in order and apart from each other: the <see cref="MostSpans"/> longest, where it was watched in more pieces.
/// </param>
public sealed record StudyProgress(
    string? ChapterKey,
    int CountedSeconds,
    double Coverage,
    double PositionSeconds,
    DateTimeOffset? LastStudiedAt,
    IReadOnlyList<ContentSpan> CountedSpans
)
{
    /// <summary>So many pieces are told of: more than a bar on a screen can show, fewer than a policy lets be kept.</summary>
    public const int MostSpans = 100;
}

/// <summary>What a member has counted of a courseware family this year, to be asked by the chapters of any version of it.</summary>
public sealed class FamilyProgress
{
    private readonly Coverage _coverage;

    internal FamilyProgress(Coverage coverage) => _coverage = coverage;

    /// <summary>Of a chapter. What was counted of another media under the same key is not the chapter's.</summary>
    public StudyProgress Of(Chapter chapter)
    {
        var found = Find(chapter);
        return new(chapter.Key, Floor(Counted(chapter)), Share(Counted(chapter), Length(chapter)), found?.PositionSeconds ?? 0, found?.StudiedAt, Spans(found));
    }

    /// <summary>Of all chapters of a version together.</summary>
    public StudyProgress Of(Courseware courseware)
    {
        var chapters = courseware.Content.Chapters;
        var counted = chapters.Sum(Counted);
        var last = chapters.FirstOrDefault(chapter => chapter.Key == _coverage.LastChapterKey && Find(chapter) is not null);
        return new(
            last?.Key,
            Floor(counted),
            Share(counted, chapters.Sum(Length)),
            last is null ? 0 : Find(last)!.PositionSeconds,
            chapters.Max(chapter => Find(chapter)?.StudiedAt),
            Spans(last is null ? null : Find(last))
        );
    }

    /// <summary>Whether the member ever had the chapter open.</summary>
    internal bool HasOpened(Chapter chapter) => Find(chapter) is not null;

    internal bool HasAll(Chapter chapter) => _coverage.IsFull(chapter);

    private ChapterCoverage? Find(Chapter chapter) => _coverage.Of(chapter.Key, chapter.MediaHash);

    private long Counted(Chapter chapter) => Find(chapter)?.Counted.Length ?? 0;

    private static IReadOnlyList<ContentSpan> Spans(ChapterCoverage? found) =>
        [
            .. (found?.Counted ?? IntervalSet.Empty)
                .Intervals.OrderByDescending(interval => interval.Length)
                .Take(StudyProgress.MostSpans)
                .OrderBy(interval => interval.Start)
                .Select(interval => new ContentSpan(interval.Start, interval.End)),
        ];

    private static long Length(Chapter chapter) => chapter.DurationMilliseconds ?? 0;

    private static double Share(long counted, long length) => length > 0 ? Math.Min(1, (double)counted / length) : 0;

    private static int Floor(long milliseconds) => (int)(milliseconds / 1000);
}

/// <summary>A chapter that a member has begun and has not done with.</summary>
public sealed record UnfinishedChapter(Courseware Courseware, Chapter Chapter, StudyProgress Progress);
