namespace ELearning.Content;

/// <summary>Sessions really played through the study desk in the past weeks: start, beats, finish. Presence checks are answered as they come.</summary>
internal sealed class SeedStudy(StudyDesk desk, CoursewareLibrary library, SeedClock clock)
{
    private const double BeatSeconds = 10;

    /// <summary>The time between the beats of a lecture: as few as the lease permits, and a check is answered before it is due.</summary>
    private const double LongBeatSeconds = 115;

    private const long LectureMilliseconds = 600_000;
    private static readonly TimeSpan LongSilence = TimeSpan.FromHours(1);

    /// <param name="Share">How much of the chapter was watched.</param>
    /// <param name="Finishes">Otherwise the member went away and the session was closed after long silence, to be continued another day.</param>
    private sealed record Line(string Number, string Courseware, string Chapter, int DaysAgo, double Hour, double Share, bool Finishes, string Device);

    private static readonly Line[] Lines =
    [
        new(DemoSubjects.VillageSecretary, "law-village", "c1", 14, 19.25, 1, true, "办公电脑"),
        new(DemoSubjects.GovernmentLeader, "constitution-study", "c2", 20, 12.25, 1, true, "办公电脑"),
        new(DemoSubjects.GovernmentLeader, "party-history-100", "c1", 13, 12.25, 1, true, "办公电脑"),
        new(DemoSubjects.NewOrganisationMember, "constitution-study", "c2", 16, 20, 1, true, "华为手机"),
        new(DemoSubjects.NewOrganisationMember, "party-history-100", "c1", 9, 19.5, 1, true, "办公电脑"),
        new(DemoSubjects.NewOrganisationMember, "party-history-100", "c2", 8, 20, 1, true, "办公电脑"),
        new(DemoSubjects.NewOrganisationMember, "party-in-enterprise", "c1", 2, 12.5, 0.6, false, "华为手机"),
        new(DemoSubjects.NewMember, "constitution-study", "c2", 12, 20.5, 1, true, "华为手机"),
        new(DemoSubjects.NewMember, "constitution-study", "c1", 7, 21, 1, true, "华为手机"),
        new(DemoSubjects.NewMember, "oath", "c1", 6, 20.25, 1, true, "华为手机"),
        new(DemoSubjects.NewMember, "oath", "c2", 5, 20.5, 0.4, true, "华为手机"),
        new(DemoSubjects.FloatingMember, "party-history-100", "c1", 6, 21, 0.4, true, "小米手机"),
        new(DemoSubjects.FloatingMember, "employment", "c1", 6, 23, 1, true, "小米手机"),
        new(DemoSubjects.Student, "party-history-100", "c1", 11, 19, 1, true, "平板电脑"),
        new(DemoSubjects.Student, "student-members", "c1", 4, 22, 1, true, "平板电脑"),
        new(DemoSubjects.Student, "student-members", "c2", 4, 22.5, 1, true, "平板电脑"),
        new(DemoSubjects.Student, "constitution-audio", "c1", 3, 7.5, 0.5, false, "小米手机"),
        new(DemoSubjects.Talent, "tea-garden", "c1", 17, 19, 1, true, "小米手机"),
        new(DemoSubjects.VillageOfficial, "tea-garden", "c1", 10, 20, 1, true, "笔记本电脑"),
        new(DemoSubjects.VillageOfficial, "law-village", "c1", 5, 20, 0.55, false, "笔记本电脑"),
        new(DemoSubjects.VillageOfficial, "village-officials", "c1", 1, 20, 1, true, "笔记本电脑"),
        new(DemoSubjects.Cadre, "constitution-study", "c2", 18, 12.5, 1, true, "办公电脑"),
        new(DemoSubjects.NewOrganisationSecretary, "party-history-100", "c1", 15, 18.75, 1, true, "办公电脑"),
        new(DemoSubjects.CommunityMember, "constitution-study", "c2", 8, 9, 1, true, "社区电脑"),
        new(DemoSubjects.CommunityMember, "neighbourhood", "c1", 3, 9.5, 1, true, "社区电脑"),
        new(DemoSubjects.CommunityMember, "serve-community", "c1", 2, 9.75, 0.8, true, "社区电脑"),
    ];

    public async Task RunAsync(DateOnly today, IReadOnlyList<PlannedMember> members, CancellationToken cancellationToken)
    {
        var ids = members
            .Where(member => Lines.Any(line => line.Number == member.Member.Number))
            .ToDictionary(member => member.Member.Number, member => member.Member.Id);
        var courseware = await library.FindAsync([.. Lines.Select(line => line.Courseware).Distinct()], cancellationToken);
        // Before the first session: at this time no session has been silent, so looking closes none.
        clock.MoveTo(today, Lines.Max(line => line.DaysAgo) + 1, TimeSpan.Zero);
        var played = await desk.ListAsync(ids.Values, new PageRequest(100), cancellationToken);
        foreach (var line in Lines)
        {
            var memberId = ids[line.Number];
            var before = played[memberId].Nodes.Where(session => session.CoursewareId == line.Courseware && session.ChapterKey == line.Chapter).ToList();
            if (before.All(session => session.EndedAt is null))
                await PlayAsync(line, memberId, courseware[line.Courseware], today, cancellationToken);
        }
    }

    private async Task PlayAsync(Line line, string memberId, Courseware courseware, DateOnly today, CancellationToken cancellationToken)
    {
        var length = courseware.Content.Chapters.Single(chapter => chapter.Key == line.Chapter).DurationMilliseconds!.Value;
        var goal = length / 1000.0 * line.Share;
        var beat = length < LectureMilliseconds ? BeatSeconds : LongBeatSeconds;
        clock.MoveTo(today, line.DaysAgo, TimeSpan.FromHours(line.Hour));
        // After an interruption the same session comes back where it was, with a check that may have been due by then: the next beat answers it.
        var started = await desk.StartAsync(memberId, new(line.Courseware, line.Chapter, TakeOver: false, line.Device), cancellationToken);
        var session = started.Error is { Code: ContentErrorCode.PresenceCheckDue } ? started.Session! : Going(started);
        clock.Now = clock.Now > session.LastSeenAt ? clock.Now : session.LastSeenAt;
        for (var position = session.PositionSeconds; position < goal; )
        {
            var next = Math.Min(goal, position + beat);
            clock.Now += TimeSpan.FromSeconds(next - position) + TimeSpan.FromMilliseconds(40);
            session = Going(
                await desk.RecordAsync(
                    memberId,
                    session.Id,
                    new(session.NextSequence, next, [new(position, next)], Answer(session, courseware)),
                    cancellationToken
                )
            );
            position = next;
        }
        clock.Now += line.Finishes ? TimeSpan.FromSeconds(2) : LongSilence;
        if (!line.Finishes)
        {
            await desk.TidyAsync(memberId, cancellationToken);
            return;
        }
        // More pending time than the allowance reaches is asked for before it counts.
        var finished = await desk.FinishAsync(memberId, session.Id, Answer(session, courseware), cancellationToken);
        if (finished is { Error.Code: ContentErrorCode.PresenceCheckDue, Session: { } asked })
            finished = await desk.FinishAsync(memberId, session.Id, Answer(asked, courseware), cancellationToken);
        Going(finished);
    }

    /// <summary>Whoever studied here was there.</summary>
    private static PresenceAnswer? Answer(StudySession session, Courseware courseware) =>
        session.PresenceCheck is not { } check
            ? null
            : new(check.Id, courseware.Content.Questions.Concat(QuestionBank.All).First(question => question.Prompt == check.Prompt).Answer);

    private static StudySession Going(StudyOutcome outcome) => outcome.Error is { } error ? throw error : outcome.Session!;
}
