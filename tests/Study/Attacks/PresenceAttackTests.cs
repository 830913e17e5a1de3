using ELearning.Content;

namespace ELearning.Tests;

/// <summary>Attacks on the proof that somebody is there (i, j). Each shows the exact seconds credited and the reason of the rest.</summary>
public sealed class PresenceAttackTests
{
    [Fact]
    public async Task Attack_i_a_page_left_open_loses_everything_since_the_last_proof()
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
            if (last.Check is { } check && check.DueAt == room.Time.GetUtcNow().AddMinutes(3)) issued.Add(second);
        }
        // Each check comes 600 counted seconds after the last one was settled, and is over with the first beat after its three minutes.
        Assert.Equal([600, 1410, 2220, 3030], issued);
        Assert.Equal((390, 390, "3210 PRESENCE_MISSED"), (last.Verified, last.Pending, last.Refused));

        // The page is closed without a word: nobody proved the rest either.
        room.Time.Advance(TimeSpan.FromMinutes(16));
        var closed = await lin.LookAsync(session);
        Assert.Equal(("CLOSED", 0, "390 LEASE_LAPSED, 3210 PRESENCE_MISSED"), (closed.Status, closed.Verified, closed.Refused));
        Assert.Empty(await lin.CreditedAsync());
        // Nothing is lost for good: whoever really watches it can earn all of it.
        Assert.Equal(3600, (await lin.StartAsync()).Remaining);
    }

    [Fact]
    public async Task Attack_i_a_blind_click_has_one_try_and_drops_what_was_pending()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(300);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var check = (await WatchAsync(lin, session, 0, 300)).Check!;
        var wrong = Wrong(check);
        var clicked = await lin.BeatAsync(session, 30, wrong, (300, 330));
        Assert.Equal((30, "300 PRESENCE_MISSED", null, null), (clicked.Verified, clicked.Refused, clicked.Check, clicked.Error));
        // The right answer comes too late: the check had its try.
        var second = await lin.BeatAsync(session, 30, Right(check), (330, 360));
        Assert.Equal((60, 60, "PresenceCheckOverError"), (second.Verified, second.Pending, second.Error));
        Assert.Equal("2026: 60", (await lin.FinishAsync(session)).Credits);
    }

    [Fact]
    public async Task Attack_i_finishing_or_starting_elsewhere_is_no_way_around_a_check()
    {
        await using var room = await Classroom.OpenAsync();
        room.Host.Draw = Presence.Every(300);
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        var check = (await WatchAsync(lin, session, 0, 300)).Check!;
        var finish = await lin.FinishAsync(session);
        Assert.Equal(("PresenceCheckDueError", "ACTIVE", ""), (finish.Error, finish.Status, finish.Credits));
        Assert.Equal(check.Id, finish.Check!.Id);
        Assert.Equal("PresenceCheckDueError", (await lin.StartAsync(Classroom.Other, takeOver: true)).Error);
        Assert.Equal("PresenceCheckDueError", (await lin.StartAsync()).Error);
        // Waiting until it is over is a check missed.
        room.Time.Advance(TimeSpan.FromSeconds(181));
        var late = await lin.FinishAsync(session, Right(check));
        Assert.Equal(("FINISHED", 0, "300 PRESENCE_MISSED", "", "PresenceCheckOverError"), (late.Status, late.Verified, (await lin.LookAsync(session)).Refused, late.Credits, late.Error));
        Assert.Empty(await lin.CreditedAsync());
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
        Assert.Equal(["choices", "dueAt", "id", "prompt"], type["__type.fields"]!.AsArray().Select(field => (string)field!["name"]!).Order());

        var session = (await lin.StartAsync()).Id!;
        var (places, prompts) = (new List<int>(), new List<string>());
        SeenCheck? check = null;
        for (var second = 0; second < 1440; second += 60)
        {
            var seen = await lin.BeatAsync(session, 60, check is null ? null : Right(check), (second, second + 60));
            check = seen.Check;
            if (check is null) continue;
            Assert.DoesNotContain("answer", seen.Text, StringComparison.OrdinalIgnoreCase);
            places.Add(check.Choices.ToList().IndexOf(Known(check).Answer));
            prompts.Add(check.Prompt);
        }
        // The right answer stands in every place, and no question comes again soon: neither a place nor a list of one's own checks helps a script.
        Assert.Equal(12, prompts.Count);
        Assert.Equal([0, 1, 2, 3], places.Distinct().Order());
        for (var i = 0; i < prompts.Count; i++) Assert.DoesNotContain(prompts[i], prompts.Skip(Math.Max(0, i - 8)).Take(Math.Min(i, 8)));

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
            var refused = await lin.BeatAsync(mine, 0, new { checkId = id, answer = Known(check).Answer });
            Assert.Equal((300, 300, "", "PresenceCheckOverError", check.Id), (refused.Verified, refused.Pending, refused.Refused, refused.Error, refused.Check!.Id));
        }
        var proven = await lin.BeatAsync(mine, 30, Right(check), (300, 330));
        Assert.Equal((330, 0, "", null), (proven.Verified, proven.Pending, proven.Refused, proven.Error));
        // Used: the same proof again confirms nothing more.
        var used = await lin.BeatAsync(mine, 30, Right(check), (330, 360));
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
        var answers = await Task.WhenAll(one.SendAsync(session, 11, Right(check), (300, 330)), two.SendAsync(session, 12, Right(check), (300, 330)));
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
        await lin.BeatAsync(session, 0, Right(scripted));
        var clicked = (await WatchAsync(lin, session, 300, 600)).Check!;
        await lin.BeatAsync(session, 10, Wrong(clicked), (600, 610));
        Assert.NotNull((await WatchAsync(lin, session, 610, 910)).Check);
        room.Time.Advance(TimeSpan.FromSeconds(181));
        var human = (await WatchAsync(lin, session, 910, 1240)).Check!;
        var last = await lin.BeatAsync(session, 24, Right(human), (1240, 1264));
        Assert.Equal((654, 0, "610 PRESENCE_MISSED"), (last.Verified, last.Pending, last.Refused));
        Assert.Equal("2026: 654", (await lin.FinishAsync(session)).Credits);

        var credits = await lin.Client.QueryAsync("{ me { credits(year: 2026, first: 1) { nodes { evidence { verified study { presenceChecks { number issuedAt dueAt answeredAt latencySeconds answer outcome } } } } } } }");
        var checks = credits["me.credits.nodes.0.evidence.study.presenceChecks"]!.AsArray();
        Assert.Equal(["1 PASSED 0", "2 WRONG 10", "3 MISSED ", "4 PASSED 24"], checks.Select(check => $"{check!["number"]} {check["outcome"]} {check["latencySeconds"]}"));
        Assert.Equal([Known(scripted).Answer, clicked.Choices.First(choice => choice != Known(clicked).Answer), null, Known(human).Answer], checks.Select(check => (string?)check!["answer"]));
    }

    private static async Task<Seen> WatchAsync(Learner learner, string session, int from, int to)
    {
        Seen last = null!;
        for (var second = from; second < to; second += 30) last = await learner.BeatAsync(session, 30, (second, second + 30));
        return last;
    }

    private static PresenceAnswer Known(SeenCheck check) => Presence.Right(new PresenceCheck(check.Id, check.Prompt, check.Choices, check.DueAt));

    private static object Right(SeenCheck check) => new { checkId = check.Id, answer = Known(check).Answer };

    private static object Wrong(SeenCheck check) => new { checkId = check.Id, answer = check.Choices.First(choice => choice != Known(check).Answer) };
}
