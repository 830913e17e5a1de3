namespace ELearning.Content;

/// <summary>Which chapter a start means, and what the member has counted in it this year.</summary>
internal sealed class ChapterChoice(CoursewareLibrary library, CoverageStore coverage)
{
    /// <param name="policyInForce">Without a policy no day earns, so no chapter can be credited.</param>
    public async Task<ChosenChapter> ChooseAsync(string memberId, StartStudy input, DateTimeOffset now, bool policyInForce, CancellationToken cancellationToken)
    {
        var courseware =
            (await library.FindAsync([input.CoursewareId], cancellationToken)).GetValueOrDefault(input.CoursewareId)
            ?? throw (
                await library.IsRetiredAsync(input.CoursewareId, cancellationToken)
                    ? new ContentError(ContentErrorCode.CoursewareRetired)
                    : ContentError.NotFound(nameof(Courseware))
            );
        var counted = await coverage.ReadAsync(memberId, courseware.Id, SchoolTime.DayOf(now).Year, cancellationToken);
        var chapter = input.ChapterKey is { } key
            ? courseware.Content.Chapters.FirstOrDefault(candidate => candidate.Key == key) ?? throw ContentError.NotFound(nameof(Chapter))
            : LeftOff(courseware, counted);
        return policyInForce && chapter is { DurationMilliseconds: > 0 }
            ? new ChosenChapter(courseware, chapter, counted)
            : throw new ContentError(ContentErrorCode.ChapterNotCreditable);
    }

    /// <summary>The last session's chapter while it has something left, else the first that has, else the first that can earn at all.</summary>
    private static Chapter? LeftOff(Courseware courseware, Coverage counted)
    {
        var earning = courseware.Content.Chapters.Where(chapter => chapter.DurationMilliseconds > 0).ToList();
        return earning.FirstOrDefault(chapter => chapter.Key == counted.LastChapterKey && !counted.IsFull(chapter))
            ?? earning.FirstOrDefault(chapter => !counted.IsFull(chapter))
            ?? earning.FirstOrDefault();
    }
}

internal sealed record ChosenChapter(Courseware Courseware, Chapter Chapter, Coverage Counted)
{
    public DeskSession Open(int number, string? device, IReadOnlyList<Question> questions, DateTimeOffset now)
    {
        var before = Counted.Of(Chapter.Key, Chapter.MediaHash);
        var duration = Chapter.DurationMilliseconds!.Value;
        var version = Courseware.Content.Chapters.Sum(chapter => chapter.DurationMilliseconds ?? 0);
        var atEnd = before is null || Counted.IsFull(Chapter) || before.PositionSeconds * 1000 >= duration - 1000;
        return new DeskSession
        {
            Number = number,
            CoursewareId = Courseware.Id,
            CoursewareVersion = Courseware.Version,
            CoursewareTitle = Courseware.Content.Title,
            ChapterKey = Chapter.Key,
            MediaHash = Chapter.MediaHash ?? throw new InvalidOperationException($"Chapter {Chapter.Key} of {Courseware.Id} is not frozen."),
            DurationMilliseconds = duration,
            VersionMilliseconds = version,
            DeviceName = device,
            Questions = questions,
            StartedAt = now,
            SeenAt = now,
            PositionSeconds = atEnd ? 0 : before!.PositionSeconds,
            Years =
            [
                new YearContent
                {
                    Year = Counted.Year,
                    Before = before?.Counted ?? IntervalSet.Empty,
                    Counted = before?.Counted ?? IntervalSet.Empty,
                    ElsewhereMilliseconds = Counted.Chapters.Where(other => other != before).Sum(other => other.Counted.Length),
                    LongestMilliseconds = Math.Max(Counted.LongestMilliseconds, version),
                },
            ],
        };
    }
}
