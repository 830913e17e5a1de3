using ELearning.Content;

namespace ELearning.Tests.Study.Attacks;

/// <summary>Attacks on the proof that somebody is there (i, j, t). Each shows the exact seconds credited and the reason of the rest.</summary>
public sealed class PresenceAttackTests
{
    [Fact]
    public async Task Attack_i_a_page_left_open_keeps_300_seconds_in_all()
    {
        await using var room = await Classroom.OpenAsync(3600);
        room.Host.Draw = Presence.Every(600);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var issued = new List<int>();
        Seen last = null!;
        for (var second = 30; second <= 3600; second += 30)
        {
            last = await lin.BeatAsync(session, 30, (second - 30, second));
            if (last.Check is { } check && check.DueAt == room.Time.GetUtcNow().AddMinutes(3))
                issued.Add(second);
        }
        // Each check comes 600 counted seconds after the last one was settled, and is over with the first beat after its three minutes.
        Assert.Equal([600, 1410, 2220, 3030], issued);
        // The first 300 seconds are all that is confirmed without a proof.
        Assert.Equal((690, 390, 0, "2910 PRESENCE_MISSED"), (last.Verified, last.Pending, last.Allowance, last.Refused));

        // The page is closed without a word: the rest waits three days for somebody to prove it.
        room.Time.Advance(TimeSpan.FromHours(72));
        Assert.Equal(("IDLE", 690, 390), await lin.LookAsync(session) is var idle ? (idle.Status, idle.Verified, idle.Pending) : default);
        room.Time.Advance(TimeSpan.FromSeconds(1));
        var closed = await lin.LookAsync(session);
        Assert.Equal(("CLOSED", 300, "2910 PRESENCE_MISSED, 390 NOT_PROVEN"), (closed.Status, closed.Verified, closed.Refused));
        // Nothing is lost for good: whoever really watches it can earn all of it.
        Assert.Equal(3300, (await lin.StartAsync()).Remaining);
        Assert.Equal([300], await lin.CreditedAsync());
    }

    [Fact]
    public async Task Attack_i_a_blind_click_has_one_try_and_drops_what_was_pending()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(300);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var check = (await WatchAsync(lin, session, 0, 300)).Check!;
        var wrong = check.Wrong;
        var clicked = await lin.BeatAsync(session, 30, wrong, (300, 330));
        Assert.Equal((30, "300 PRESENCE_MISSED", null, null), (clicked.Verified, clicked.Refused, clicked.Check, clicked.Error));
        // The right answer comes too late: the check had its try.
        var second = await lin.BeatAsync(session, 30, check.Right, (330, 360));
        Assert.Equal((60, 60, "PresenceCheckOverError"), (second.Verified, second.Pending, second.Error));
        Assert.Equal("2026: 60", (await lin.FinishAsync(session)).Credits);
    }

    [Fact]
    public async Task Attack_i_finishing_or_starting_elsewhere_is_no_way_around_a_check()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(360);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var check = (await WatchAsync(lin, session, 0, 360)).Check!;
        var finish = await lin.FinishAsync(session);
        Assert.Equal(("PresenceCheckDueError", "ACTIVE", ""), (finish.Error, finish.Status, finish.Credits));
        Assert.Equal(check.Id, finish.Check!.Id);
        Assert.Equal("PresenceCheckDueError", (await lin.StartAsync(Classroom.Other, takeOver: true)).Error);
        Assert.Equal("PresenceCheckDueError", (await lin.StartAsync()).Error);
        // Waiting until it is over is a check missed.
        room.Time.Advance(TimeSpan.FromSeconds(181));
        var late = await lin.FinishAsync(session, check.Right);
        Assert.Equal(
            ("FINISHED", 300, "60 PRESENCE_MISSED", "2026: 300", "PresenceCheckOverError"),
            (late.Status, late.Verified, (await lin.LookAsync(session)).Refused, late.Credits, late.Error)
        );
        Assert.Equal([300], await lin.CreditedAsync());
    }

    [Fact]
    public async Task Attack_j_nothing_the_page_gets_tells_the_answer()
    {
        await using var room = await Classroom.OpenAsync(3600);
        // The chance of the product, but the same in every run.
        var chance = new Random(20260310);
        room.Host.Draw = new PresenceDraw(_ => TimeSpan.FromSeconds(60), chance.Next);
        var lin = room.Learner();
        var type = await lin.Client.QueryAsync("{ __type(name: \"PresenceCheck\") { fields { name } } }");
        Assert.Equal(["choices", "dueAt", "id", "prompt", "secondsLeft"], type["__type.fields"]!.AsArray().Select(field => (string)field!["name"]!).Order());

        var session = (await lin.StartAsync()).Id!;
        var (places, prompts) = (new List<int>(), new List<string>());
        SeenCheck? check = null;
        for (var second = 0; second < 1440; second += 60)
        {
            var seen = await lin.BeatAsync(session, 60, check is null ? null : check.Right, (second, second + 60));
            check = seen.Check;
            if (check is null)
                continue;
            Assert.DoesNotContain("answer", seen.Text, StringComparison.OrdinalIgnoreCase);
            places.Add(check.Choices.ToList().IndexOf(check.Known.Answer));
            prompts.Add(check.Prompt);
        }
        // The right answer stands in every place, and no question comes again soon: neither a place nor a list of one's own checks helps a script.
        Assert.Equal(12, prompts.Count);
        Assert.Equal([0, 1, 2, 3], places.Distinct().Order());
        for (var i = 0; i < prompts.Count; i++)
            Assert.DoesNotContain(prompts[i], prompts.Skip(Math.Max(0, i - 8)).Take(Math.Min(i, 8)));

        // And the moments: a thousand draws of the product's own chance. One in twenty reaches the longest wait; of the others hardly two are the same.
        var moments = Enumerable.Range(0, 1000).Select(_ => PresenceDraw.Unforeseeable.Next(TimeSpan.FromSeconds(900)).TotalSeconds).ToList();
        Assert.True(moments.Distinct().Count() > 900);
        Assert.InRange(moments.Average(), 780, 1020);
    }

    [Fact]
    public async Task Attack_j_forged_foreign_and_used_checks_prove_nothing()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(300);
        var (lin, wang) = (room.Learner(), room.Learner(School.Wang));
        var (mine, his) = ((await lin.StartAsync()).Id!, (await wang.StartAsync()).Id!);
        for (var second = 0; second < 270; second += 30)
        {
            await lin.BeatAsync(mine, 30, (second, second + 30));
            await wang.BeatAsync(his, 0, (second, second + 30));
        }
        var check = (await lin.BeatAsync(mine, 30, (270, 300))).Check!;
        var foreign = (await wang.BeatAsync(his, 0, (270, 300))).Check!;
        Assert.NotEqual(check.Id, foreign.Id);

        // Forged: the same number with another signature. Foreign: signed for somebody else. Neither takes the one try away.
        var forged = School.Id("PresenceCheck", "1." + new string('A', 43));
        foreach (var id in new[] { forged, foreign.Id })
        {
            var refused = await lin.BeatAsync(mine, 0, new { checkId = id, answer = check.Known.Answer });
            Assert.Equal(
                (300, 300, "", "PresenceCheckOverError", check.Id),
                (refused.Verified, refused.Pending, refused.Refused, refused.Error, refused.Check!.Id)
            );
        }
        var proven = await lin.BeatAsync(mine, 30, check.Right, (300, 330));
        Assert.Equal((330, 0, "", null), (proven.Verified, proven.Pending, proven.Refused, proven.Error));
        // Used: the same proof again confirms nothing more.
        var used = await lin.BeatAsync(mine, 30, check.Right, (330, 360));
        Assert.Equal((360, 30, "PresenceCheckOverError"), (used.Verified, used.Pending, used.Error));
        Assert.Equal("2026: 360", (await lin.FinishAsync(mine)).Credits);
        Assert.Equal("PresenceCheckDueError", (await wang.FinishAsync(his)).Error);
    }

    [Fact]
    public async Task Attack_j_a_check_outlives_a_lost_answer_and_a_change_of_process_and_counts_once()
    {
        await using var room = await Classroom.OpenAsync();
        await using var beside = room.Host.Beside();
        room.Host.Draw = beside.Draw = Presence.Every(300);
        var (one, two) = (room.Learner(), room.Learner(host: beside));
        var session = (await one.StartAsync()).Id!;
        var check = (await WatchAsync(one, session, 0, 300)).Check!;
        // The answer that brought the check was lost; a reload through another process brings it again, the same to the letter.
        var reloaded = (await two.StartAsync()).Check!;
        Assert.Equal((check.Id, check.Prompt, check.DueAt), (reloaded.Id, reloaded.Prompt, reloaded.DueAt));
        Assert.Equal(check.Choices, reloaded.Choices);
        // Both processes get the proof at one instant: one settles it, and the other finds it settled.
        room.Time.Advance(TimeSpan.FromSeconds(30));
        var answers = await Task.WhenAll(one.SendAsync(session, 11, check.Right, (300, 330)), two.SendAsync(session, 12, check.Right, (300, 330)));
        Assert.InRange(answers.Count(seen => seen.Error == "PresenceCheckOverError"), 0, 1);
        var seen = await one.LookAsync(session);
        Assert.Equal((330, 0, ""), (seen.Verified, seen.Pending, seen.Refused));
        Assert.Equal("2026: 330", (await two.FinishAsync(session)).Credits);
        Assert.Equal([330], await one.CreditedAsync());
    }

    [Fact]
    public async Task Attack_j_every_answer_and_its_latency_is_kept_as_evidence()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(300);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        // One answered by a script at once, one wrong, one missed, one as a human would.
        var scripted = (await WatchAsync(lin, session, 0, 300)).Check!;
        await lin.BeatAsync(session, 0, scripted.Right);
        var clicked = (await WatchAsync(lin, session, 300, 600)).Check!;
        await lin.BeatAsync(session, 10, clicked.Wrong, (600, 610));
        Assert.NotNull((await WatchAsync(lin, session, 610, 910)).Check);
        room.Time.Advance(TimeSpan.FromSeconds(181));
        var human = (await WatchAsync(lin, session, 910, 1240)).Check!;
        var last = await lin.BeatAsync(session, 24, human.Right, (1240, 1264));
        Assert.Equal((954, 0, "310 PRESENCE_MISSED"), (last.Verified, last.Pending, last.Refused)); // what was missed was within the allowance
        Assert.Equal("2026: 954", (await lin.FinishAsync(session)).Credits);

        var credits = await lin.Client.QueryAsync(
            "{ me { credits(year: 2026, first: 1) { nodes { evidence { verified study { presenceChecks { number issuedAt dueAt answeredAt "
                + "latencySeconds answer outcome } } } } } } }"
        );
        var checks = credits["me.credits.nodes.0.evidence.study.presenceChecks"]!.AsArray();
        Assert.Equal(
            ["1 PASSED 0", "2 WRONG 10", "3 MISSED ", "4 PASSED 24"],
            checks.Select(check => $"{check!["number"]} {check["outcome"]} {check["latencySeconds"]}")
        );
        Assert.Equal(
            [scripted.Known.Answer, clicked.Choices.First(choice => choice != clicked.Known.Answer), null, human.Known.Answer],
            checks.Select(check => (string?)check!["answer"])
        );
    }

    private static async Task<Seen> WatchAsync(Learner learner, string session, int from, int to)
    {
        Seen last = null!;
        for (var second = from; second < to; second += 30)
            last = await learner.BeatAsync(session, 30, (second, second + 30));
        return last;
    }

    [Fact]
    public async Task Attack_t_finishing_each_short_film_and_never_answering_earns_300_seconds_in_all()
    {
        await using var room = await Classroom.OpenAsync();
        for (var film = 0; film < 60; film++)
            await room.PublishAsync($"short-{film}", 24);
        var lin = room.Learner();
        var (finished, asked) = (0, 0);
        for (var film = 0; film < 60; film++)
        {
            // A script of its own patience: a film that is not to be finished is left until the check is over, and on a day that brings no more the next one
            // begins.
            if (film % 30 == 29)
                room.Time.Advance(TimeSpan.FromDays(1));
            var session = (await lin.StartAsync($"short-{film}", takeOver: true)).Id!;
            await lin.BeatAsync(session, 24, (0, 24));
            var seen = await lin.FinishAsync(session);
            if (seen.Error is null)
            {
                finished++;
                continue;
            }
            Assert.Equal(("PresenceCheckDueError", "ACTIVE"), (seen.Error, seen.Status));
            asked++;
            room.Time.Advance(TimeSpan.FromSeconds(181));
            Assert.Null((await lin.FinishAsync(session)).Error);
        }
        Assert.Equal(300, (await lin.CreditedAsync()).Sum());
        // Twelve films of 24 s and half a film more; then five checks a day were missed, and the rest of each day earned nothing that would have to be asked
        // for; the last film is the first of the third day.
        Assert.Equal((49, 11), (finished, asked));
    }

    [Theory]
    [InlineData("starting elsewhere")]
    [InlineData("closing the tab")]
    [InlineData("both, for a week")]
    public async Task Attack_t_no_other_way_to_end_a_session_earns_more(string how)
    {
        await using var room = await Classroom.OpenAsync(3600);
        var lin = room.Learner();
        for (var round = 0; round < 8; round++)
        {
            var film = round % 2 == 0 ? Classroom.Film : Classroom.Other;
            var started = await lin.StartAsync(film, takeOver: true);
            if (started.Error == "PresenceCheckDueError")
            {
                room.Time.Advance(TimeSpan.FromSeconds(181));
                started = await lin.StartAsync(film, takeOver: true);
            }
            for (var second = 0; second < 180; second += 60)
                await lin.BeatAsync(started.Id!, 60, ((round * 180) + second, (round * 180) + second + 60));
            if (how != "starting elsewhere")
                room.Time.Advance(how == "closing the tab" ? TimeSpan.FromHours(73) : TimeSpan.FromHours(20));
        }
        room.Time.Advance(TimeSpan.FromDays(4));
        await room.Host.Service<StudySweeper>().SweepAsync(default);
        Assert.Equal(300, (await lin.CreditedAsync()).Sum());
    }

    [Fact]
    public async Task A_tab_closed_with_less_than_the_allowance_keeps_it_and_passing_a_check_refills_it()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(900);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Assert.Equal(300, (await WatchAsync(lin, session, 0, 240)).Allowance);
        room.Time.Advance(TimeSpan.FromMinutes(16));
        var closed = await lin.LookAsync(session);
        Assert.Equal(("CLOSED", 240, 0, 60, ""), (closed.Status, closed.Verified, closed.Pending, closed.Allowance, closed.Refused));

        // The next 120 are more than the 60 that are left: finishing asks, and the proof confirms all and refills the allowance.
        var next = (await lin.StartAsync()).Id!;
        await WatchAsync(lin, next, 240, 360);
        var asked = await lin.FinishAsync(next);
        Assert.Equal(("PresenceCheckDueError", "ACTIVE", 120, 60), (asked.Error, asked.Status, asked.Pending, asked.Allowance));
        var finished = await lin.FinishAsync(next, asked.Check!.Right);
        Assert.Equal((null, "FINISHED", 120, 300, "2026: 120"), (finished.Error, finished.Status, finished.Verified, finished.Allowance, finished.Credits));
        Assert.Equal([240, 120], await lin.CreditedAsync());
    }

    [Fact]
    public async Task Whoever_closes_the_tab_and_comes_back_the_next_day_proves_it_then_and_it_counts_for_the_day_it_was_earned()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        room.Time.SetUtcNow(new DateTimeOffset(2026, 12, 31, 20, 0, 0, SchoolTime.Offset));
        var session = (await lin.StartAsync()).Id!;
        await WatchAsync(lin, session, 0, 720);
        room.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("IDLE", (await lin.LookAsync(session)).Status);
        // Not only a start elsewhere: going on with the same film asks too.
        var asked = await lin.StartAsync();
        Assert.Equal(("PresenceCheckDueError", session), (asked.Error, asked.Id));
        var next = await lin.StartAsync(presence: asked.Check!.Right);
        Assert.Equal((null, "ACTIVE", 0), (next.Error, next.Status, next.Verified));
        Assert.NotEqual(session, next.Id);
        Assert.Equal(("CLOSED", 720, ""), await lin.LookAsync(session) is var closed ? (closed.Status, closed.Verified, closed.Refused) : default);
        Assert.Equal([720], await lin.CreditedAsync(2026));
    }

    [Fact]
    public async Task Five_failed_checks_are_the_end_of_the_day_and_the_next_one_begins_anew()
    {
        await using var room = await Classroom.OpenAsync(3600);
        room.Host.Draw = Presence.Every(60);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        Seen last = null!;
        for (var fail = 0; fail < 5; fail++)
        {
            var check = (await lin.BeatAsync(session, 60, (fail * 60, (fail * 60) + 60))).Check!;
            last = await lin.BeatAsync(session, 0, check.Wrong);
        }
        Assert.Equal((0, "300 PRESENCE_MISSED", null), (last.Verified, last.Refused, last.Check));
        last = await lin.BeatAsync(session, 60, (0, 60));
        Assert.Equal((0, "360 PRESENCE_MISSED", null), (last.Verified, last.Refused, last.Check));
        room.Time.Advance(TimeSpan.FromDays(1));
        var tomorrow = (await lin.StartAsync()).Id!;
        Assert.Equal((60, ""), await lin.BeatAsync(tomorrow, 60, (0, 60)) is var counted ? (counted.Verified, counted.Refused) : default);
    }
}
