using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>Sessions against the real stores: start, resume, take over, finish, fall silent.</summary>
public sealed class StudyDeskTests
{
    [Fact]
    public async Task The_worked_timeline_ends_in_one_credit_of_270_seconds()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var start = await room.StartAsync("history");
        Assert.Equal(
            ("m1/1", StudySessionStatus.Active, 0, 1800, 30, 1),
            (start.Id, start.Status, start.VerifiedSeconds, start.RemainingSeconds, start.HeartbeatSeconds, start.NextSequence)
        );
        await room.SendAfterAsync(30, start.Id, 1, 0, 30);
        var third = (await room.SendAfterAsync(60, start.Id, 3, 30, 90)).Session!;
        Assert.Equal((90, 90, 1710, 0.05, 4), (third.VerifiedSeconds, third.PendingSeconds, third.RemainingSeconds, third.Coverage, third.NextSequence));
        Assert.Equivalent(third, (await room.SendAfterAsync(5, start.Id, 3, 30, 90)).Session!);
        await room.SendAfterAsync(25, start.Id, 4, 90, 150);
        var fifth = (await room.SendAfterAsync(280, start.Id, 5, 120, 400)).Session!;
        Assert.Equal([new Refusal(RefusalReason.Rate, 30), new Refusal(RefusalReason.LeaseLapsed, 160)], fifth.Refusals);
        await room.SendAfterAsync(30, start.Id, 6, 240, 270);
        room.Time.Advance(TimeSpan.FromSeconds(10));
        var finished = await room.FinishAsync(start.Id);
        Assert.Equal((StudySessionStatus.Finished, 270, 0), (finished.Session!.Status, finished.Session.VerifiedSeconds, finished.Session.PendingSeconds));
        var credit = Assert.Single(finished.Credits);
        Assert.Equal(
            ("m1/s1/2026-03-10", 270, CreditForm.Online, "history", 1),
            (credit.Id, credit.Seconds, credit.Form, credit.CoursewareId, credit.CoursewareVersion)
        );
        Assert.Equal(new CreditSource(CreditSourceKind.StudySession, "m1/1"), credit.Source);
        Assert.Equal(0.1m, TrainingHours.Of(credit.Seconds, credit.Policy.SecondsPerHour));
    }

    [Fact]
    public async Task Finishing_again_answers_the_same_session_and_the_same_credits()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        await room.BeatAsync(session.Id, 30, 0, 30);
        var first = await room.FinishAsync(session.Id);
        room.Time.Advance(TimeSpan.FromDays(3));
        var again = await room.FinishAsync(session.Id);
        Assert.Equivalent(first, again);
        Assert.Null(again.Error);
        Assert.Single(await room.LedgerAsync());
    }

    [Fact]
    public async Task The_same_chapter_resumes_and_another_is_refused_while_the_first_earns()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800, 600);
        await room.PublishAsync("law", 600);
        var session = await room.StartAsync("history", device: "书房电脑");
        await room.BeatAsync(session.Id, 30, 0, 30);
        Assert.Equal((session.Id, 30), ((await room.StartAsync("history")).Id, (await room.StartAsync("history", null)).VerifiedSeconds));

        room.Time.Advance(TimeSpan.FromSeconds(120));
        var error = await room.RefusedAsync(other => other.StartAsync("law"));
        Assert.Equal(
            (ContentErrorCode.StudySessionActive, new ActiveSession("m1/1", "课件 history", "书房电脑", session.StartedAt)),
            (error.Code, error.Detail)
        );
        Assert.Equal(ContentErrorCode.StudySessionActive, (await room.RefusedAsync(other => other.StartAsync("history", "two"))).Code);
    }

    [Fact]
    public async Task Taking_over_credits_the_other_session_and_its_late_beats_are_refused_and_recorded()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        await room.PublishAsync("law", 600);
        var old = await room.StartAsync("history");
        await room.BeatAsync(old.Id, 60, 0, 60);
        var taken = await room.StartAsync("law", takeOver: true);
        Assert.Equal("m1/2", taken.Id);
        Assert.Equal(60, Assert.Single(await room.LedgerAsync()).Seconds);

        var late = await room.BeatAsync(old.Id, 30, 60, 90);
        Assert.Equal(
            (StudySessionStatus.Superseded, 60, ContentErrorCode.StudySessionSuperseded),
            (late.Session!.Status, late.Session.VerifiedSeconds, late.Error!.Code)
        );
        Assert.Equal([new Refusal(RefusalReason.Superseded, 30)], late.Session.Refusals);
        Assert.Equal(late.Session.Refusals, (await room.SendAsync(old.Id, 2, 60, 90)).Session!.Refusals);
        var finished = await room.FinishAsync(old.Id);
        Assert.Equal((ContentErrorCode.StudySessionSuperseded, 60), (finished.Error!.Code, finished.Credits.Single().Seconds));
        Assert.Equal(30, (await room.BeatAsync(taken.Id, 0, 0, 30)).Session!.VerifiedSeconds);
    }

    [Fact]
    public async Task Taking_over_for_a_chapter_that_cannot_earn_leaves_the_other_session_alone()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        await room.PublishAsync("book", 0);
        var session = await room.StartAsync("history");
        Assert.Equal(ContentErrorCode.ChapterNotCreditable, (await room.RefusedAsync(other => other.StartAsync("book", takeOver: true))).Code);
        Assert.Equal(ContentErrorCode.ChapterNotCreditable, (await room.RefusedAsync(other => other.StartAsync("book", null, takeOver: true))).Code);
        Assert.Equal(ContentErrorCode.NotFound, (await room.RefusedAsync(other => other.StartAsync("unknown", takeOver: true))).Code);
        Assert.Equal(ContentErrorCode.NotFound, (await room.RefusedAsync(other => other.StartAsync("history", "unknown", takeOver: true))).Code);
        Assert.Equal(30, (await room.BeatAsync(session.Id, 30, 0, 30)).Session!.VerifiedSeconds);
    }

    [Fact]
    public async Task An_idle_session_makes_room_without_asking_and_what_it_earned_is_credited()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        await room.PublishAsync("law", 600);
        var old = await room.StartAsync("history");
        await room.BeatAsync(old.Id, 60, 0, 60);
        room.Time.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal(StudySessionStatus.Idle, (await room.Desk.FindAsync([old.Id], default))[old.Id].Status);
        await room.StartAsync("law");
        Assert.Equal(StudySessionStatus.Closed, (await room.Desk.FindAsync([old.Id], default))[old.Id].Status);
        Assert.Equal(60, Assert.Single(await room.LedgerAsync()).Seconds);
    }

    [Fact]
    public async Task An_idle_session_resumes_with_its_next_beat_for_at_most_one_lease()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        var beat = await room.BeatAsync(session.Id, 15 * 60, 0, 900);
        Assert.Equal((StudySessionStatus.Active, 120), (beat.Session!.Status, beat.Session.VerifiedSeconds));
    }

    [Fact]
    public async Task Silence_beyond_the_limit_closes_the_session_and_keeps_what_the_allowance_reaches()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        await room.BeatAsync(session.Id, 60, 0, 60);
        var late = await room.BeatAsync(session.Id, 15 * 60 + 1, 60, 90);
        Assert.Equal(
            (StudySessionStatus.Closed, 60, ContentErrorCode.StudySessionClosed),
            (late.Session!.Status, late.Session.VerifiedSeconds, late.Error!.Code)
        );
        Assert.Empty(late.Session.Refusals);
        Assert.Equal(session.StartedAt.AddSeconds(60 + 15 * 60), late.Session.EndedAt);
        Assert.Equal(60, Assert.Single(await room.LedgerAsync()).Seconds);
        Assert.Equal(ContentErrorCode.StudySessionClosed, (await room.FinishAsync(session.Id)).Error!.Code);

        var next = await room.StartAsync("history");
        Assert.Equal(("m1/2", 1740), (next.Id, next.RemainingSeconds));
        Assert.Equal(60, (await room.BeatAsync(next.Id, 60, 60, 120)).Session!.VerifiedSeconds);
    }

    [Fact]
    public async Task A_list_closes_what_fell_silent_and_shows_the_open_session_first()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        for (var i = 0; i < 4; i++)
        {
            var session = await room.StartAsync("history");
            await room.BeatAsync(session.Id, 30, i * 30, i * 30 + 30);
            if (i < 3)
                await room.FinishAsync(session.Id);
        }
        var first = (await room.Desk.ListAsync(["m1", "m2"], new PageRequest(2, WithTotal: true), default));
        Assert.Equal(["m1/4 Active", "m1/3 Finished"], first["m1"].Nodes.Select(session => $"{session.Id} {session.Status}"));
        Assert.Equal((true, false, 4L), (first["m1"].HasNextPage, first["m1"].HasPreviousPage, first["m1"].TotalCount));
        Assert.Empty(first["m2"].Nodes);
        var second = (await room.Desk.ListAsync(["m1"], new PageRequest(5, first["m1"].Edges[^1].Cursor), default))["m1"];
        Assert.Equal(["m1/2", "m1/1"], second.Nodes.Select(session => session.Id));
        Assert.Equal((false, true), (second.HasNextPage, second.HasPreviousPage));
        var last = (await room.Desk.ListAsync(["m1"], new PageRequest(3, Backward: true), default))["m1"];
        Assert.Equal(["m1/3", "m1/2", "m1/1"], last.Nodes.Select(session => session.Id));
        room.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(StudySessionStatus.Closed, (await room.Desk.ListAsync(["m1"], new PageRequest(1), default))["m1"].Nodes.Single().Status);
    }

    [Fact]
    public async Task What_was_counted_this_year_is_not_earned_again_and_a_start_goes_on_where_it_was_left()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 60, 90);
        var first = await room.StartAsync("history", null);
        Assert.Equal("one", first.ChapterKey);
        await room.BeatAsync(first.Id, 60, 0, 40);
        await room.FinishAsync(first.Id);

        var second = await room.StartAsync("history", null);
        Assert.Equal(("one", 40.0, 20), (second.ChapterKey, second.PositionSeconds, second.RemainingSeconds));
        var beat = await room.BeatAsync(second.Id, 60, 0, 60);
        Assert.Equal((20, 1.0, 0), (beat.Session!.VerifiedSeconds, beat.Session.Coverage, beat.Session.RemainingSeconds));
        Assert.Equal([new Refusal(RefusalReason.AlreadyCounted, 40)], beat.Session.Refusals);
        await room.FinishAsync(second.Id);
        Assert.Equal("two", (await room.StartAsync("history", null)).ChapterKey);
        Assert.Equal(60, (await room.LedgerAsync()).Sum(credit => credit.Seconds));
    }

    [Fact]
    public async Task A_new_version_earns_only_what_its_new_media_adds_to_the_longest_version()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 60);
        var first = await room.StartAsync("history");
        await room.BeatAsync(first.Id, 60, 0, 60);
        await room.FinishAsync(first.Id);

        await room.PublishAsync("history", 100);
        var second = await room.StartAsync("history");
        Assert.Equal((2, 40, 0.0), (second.CoursewareVersion, second.RemainingSeconds, second.Coverage));
        Assert.Equal(40, (await room.BeatAsync(second.Id, 100, 0, 100)).Session!.VerifiedSeconds);
    }

    [Fact]
    public async Task A_session_keeps_the_version_it_started_with()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 100);
        var session = await room.StartAsync("history");
        await room.PublishAsync("history", 30);
        Assert.Equal(100, (await room.BeatAsync(session.Id, 100, 0, 100)).Session!.VerifiedSeconds);
        Assert.Equal((session.Id, 1), ((await room.StartAsync("history")).Id, (await room.FinishAsync(session.Id)).Credits.Single().CoursewareVersion));
    }

    [Fact]
    public async Task The_daily_ceiling_holds_over_all_sessions_of_the_day()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("long", 7 * 2700);
        await room.PublishAsync("more", 2 * 2700);
        var first = await room.StartAsync("long");
        for (var second = 0; second < 7 * 2700; second += 100)
            await room.BeatAsync(first.Id, 100, second, second + 100);
        await room.FinishThereAsync(first.Id);
        var other = await room.StartAsync("more");
        Assert.Equal(2700, other.RemainingSeconds);
        StudyOutcome last = null!;
        for (var second = 0; second < 2 * 2700; second += 100)
            last = await room.BeatAsync(other.Id, 100, second, second + 100);
        Assert.Equal((2700, 0), (last.Session!.VerifiedSeconds, last.Session.RemainingSeconds));
        Assert.Equal([new Refusal(RefusalReason.DailyCeiling, 2700)], last.Session.Refusals);
    }

    [Fact]
    public async Task A_session_across_the_new_year_gives_one_credit_per_day_each_in_its_year()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        room.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 23, 59, 20, SchoolTime.Offset));
        var session = await room.StartAsync("history");
        await room.BeatAsync(session.Id, 30, 0, 30);
        await room.BeatAsync(session.Id, 30, 30, 60);
        var credits = (await room.FinishAsync(session.Id)).Credits;
        Assert.Equal(["m1/s1/2026-12-31 40 2026", "m1/s1/2027-01-01 20 2027"], credits.Select(credit => $"{credit.Id} {credit.Seconds} {credit.Year}"));
        Assert.Equal(1780, (await room.StartAsync("history")).RemainingSeconds);
    }

    [Fact]
    public async Task Sessions_of_another_member_and_malformed_ids_do_not_exist()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        var stranger = new StudyRoom(host, "m2");
        foreach (var id in new[] { session.Id, "m2/1", "m2/01", "m2/", "nonsense", "" })
        {
            Assert.Equal(ContentErrorCode.NotFound, (await stranger.RefusedAsync(room => room.SendAsync(id, 1, 0, 1))).Code);
            Assert.Equal(ContentErrorCode.NotFound, (await stranger.RefusedAsync(room => room.FinishAsync(id))).Code);
        }
        Assert.Empty(await stranger.Desk.FindAsync(["nonsense", "m2/1"], default));
    }
}
