namespace ELearning.Content;

/// <summary>
/// Where members are in what they study: how far they have come this year, and what they may go on with. Read from what settled sessions left and from the
/// session that is open at the desk.
/// </summary>
public sealed class Bookmarks
{
    public const int DefaultUnfinished = 5;
    public const int MostUnfinished = 20;

    /// <summary>Among so many courseware studied last the unfinished chapters are looked for.</summary>
    public const int LookedThrough = 50;

    private readonly DeskStore _desks;
    private readonly CoverageStore _coverage;
    private readonly CoursewareLibrary _library;
    private readonly PolicyLibrary _policies;
    private readonly TimeProvider _time;

    internal Bookmarks(DeskStore desks, CoverageStore coverage, CoursewareLibrary library, PolicyLibrary policies, TimeProvider time) =>
        (_desks, _coverage, _library, _policies, _time) = (desks, coverage, library, policies, time);

    /// <summary>How far a member has come with each of these families: two queries, however many they are.</summary>
    public async Task<IReadOnlyDictionary<string, FamilyProgress>> ProgressAsync(
        string memberId,
        IReadOnlyCollection<string> coursewareIds,
        CancellationToken cancellationToken
    )
    {
        var (year, open) = await OpenAsync(memberId, cancellationToken);
        var settled = (await _coverage.FindAsync(memberId, coursewareIds, year, cancellationToken)).ToDictionary(coverage => coverage.CoursewareId);
        return coursewareIds
            .Distinct()
            .ToDictionary(
                courseware => courseware,
                courseware => With(open, settled.GetValueOrDefault(courseware) ?? Coverage.None(memberId, courseware, year))
            );
    }

    /// <summary>
    /// Lists chapters that a member opened this year and has not all of, and the one whose session is open, studied last first. Chapters that are published no
    /// more, or with another media, are left out.
    /// </summary>
    public async Task<IReadOnlyList<UnfinishedChapter>> UnfinishedAsync(string memberId, int most, CancellationToken cancellationToken)
    {
        var (year, open) = await OpenAsync(memberId, cancellationToken);
        var latest = (await _coverage.LatestAsync(memberId, year, LookedThrough, cancellationToken)).ToDictionary(coverage => coverage.CoursewareId);
        // What is studied now may be studied for the first time, or for the first time in long.
        if (open is not null && !latest.ContainsKey(open.CoursewareId))
            latest[open.CoursewareId] = await _coverage.ReadAsync(memberId, open.CoursewareId, year, cancellationToken);
        var published = await _library.FindAsync(latest.Keys, cancellationToken);
        return
        [
            .. published
                .Values.SelectMany(courseware =>
                {
                    var progress = With(open, latest[courseware.Id]);
                    return courseware
                        .Content.Chapters.Where(chapter => chapter.DurationMilliseconds > 0 && progress.HasOpened(chapter))
                        .Where(chapter => !progress.HasAll(chapter) || IsOpen(open, courseware, chapter))
                        .Select(chapter => new UnfinishedChapter(courseware, chapter, progress.Of(chapter)));
                })
                .OrderByDescending(unfinished => IsOpen(open, unfinished.Courseware, unfinished.Chapter))
                .ThenByDescending(unfinished => unfinished.Progress.LastStudiedAt)
                .ThenBy(unfinished => unfinished.Courseware.Id, StringComparer.Ordinal)
                .ThenBy(unfinished => unfinished.Chapter.Key, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    /// <summary>
    /// The year, and the session at the member's desk as it is at this moment. It is read before what was settled: a session that is settled in between is
    /// found twice, which changes nothing, and never not at all.
    /// </summary>
    private async Task<(int Year, DeskSession? Open)> OpenAsync(string memberId, CancellationToken cancellationToken)
    {
        var now = SchoolTime.Now(_time);
        var desk = (await _desks.FindAsync([memberId], cancellationToken)).GetValueOrDefault(memberId);
        var session = desk?.Session is { } open
            ? SilenceClock.At(desk, now, StudyClock.RulesAt(open, now, day => _policies.InForceOn(day)?.Study)).Session
            : null;
        return (SchoolTime.DayOf(now).Year, session);
    }

    private static FamilyProgress With(DeskSession? open, Coverage settled) =>
        new(open?.CoursewareId == settled.CoursewareId ? settled.With(open, open.ContentOf(settled.Year)) : settled);

    private static bool IsOpen(DeskSession? open, Courseware courseware, Chapter chapter) =>
        open is { Ending: null } && open.CoursewareId == courseware.Id && open.ChapterKey == chapter.Key;
}
