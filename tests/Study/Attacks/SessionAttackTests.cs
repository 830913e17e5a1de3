using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Study.Attacks;

/// <summary>
/// Attacks on the session: many at once, replays, several processes, crashes, other people's (e, k, n, p, s). Each shows the exact seconds credited and the
/// reason of the rest.
/// </summary>
public sealed class SessionAttackTests
{
    [Fact]
    public async Task Attack_e_several_courseware_tabs_and_devices_at_once_earn_as_one()
    {
        await using var room = await Classroom.OpenAsync();
        var (computer, phone) = (room.Learner(), room.Learner());
        var film = (await computer.StartAsync(device: "电脑")).Id!;
        Assert.Equal(30, (await computer.BeatAsync(film, 30, (0, 30))).Verified);

        // Another courseware on another device: refused, and then openly taken over.
        var refused = await phone.StartAsync(Classroom.Other, device: "手机");
        Assert.Equal("StudySessionActiveError", refused.Error);
        Assert.Contains("\"title\": \"课件 film\"", refused.Text, StringComparison.Ordinal);
        Assert.Contains("\"deviceName\": \"电脑\"", refused.Text, StringComparison.Ordinal);
        var other = (await phone.StartAsync(Classroom.Other, takeOver: true, device: "手机")).Id!;
        Assert.Equal(30, (await phone.BeatAsync(other, 30, (0, 30))).Verified);
        var late = await computer.BeatAsync(film, 0, (30, 60));
        Assert.Equal(("SUPERSEDED", 30, "30 SUPERSEDED", "StudySessionSupersededError"), (late.Status, late.Verified, late.Refused, late.Error));

        // A second tab of the same chapter is the same session, and both tabs share its time.
        Assert.Equal(other, (await computer.StartAsync(Classroom.Other)).Id);
        Assert.Equal(60, (await phone.BeatAsync(other, 30, (30, 60))).Verified);
        var tab = await computer.SendAsync(other, 3, played: (300, 330));
        Assert.Equal((60, "30 RATE"), (tab.Verified, tab.Refused));
        Assert.Equal("2026: 60", (await phone.FinishAsync(other)).Credits);
        // 90 seconds went by, 90 are credited.
        Assert.Equal([30, 60], await phone.CreditedAsync());
    }

    [Fact]
    public async Task Attack_k_replayed_reordered_and_altered_beats_add_nothing()
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        room.Time.Advance(TimeSpan.FromSeconds(30));
        var first = await lin.SendAsync(session, 1, played: (0, 30));
        Assert.Equal((30, ""), (first.Verified, first.Refused));
        room.Time.Advance(TimeSpan.FromSeconds(30));
        for (var replay = 0; replay < 5; replay++)
            Assert.Equal(first.Text, (await lin.SendAsync(session, 1, played: (0, 30))).Text);

        Assert.Equal(60, (await lin.SendAsync(session, 3, played: (30, 60))).Verified);
        var desk = await room.DeskAsync();
        room.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal((60, null), Counted(await lin.SendAsync(session, 2, played: (60, 90))));
        Assert.Equal((0, "SequenceConflictError"), Counted(await lin.SendAsync(session, 3, played: (60, 90))));
        Assert.Equal((60, null), Counted(await lin.SendAsync(session, 3, played: (30, 60))));
        Assert.Equal(desk, await room.DeskAsync());

        Assert.Equal("2026: 60", (await lin.FinishAsync(session)).Credits);
        Assert.Equal("StudySessionClosedError", (await lin.SendAsync(session, 4, played: (60, 90))).Error);
        Assert.Equal([60], await lin.CreditedAsync());

        static (int, string?) Counted(Seen seen) => (seen.Verified, seen.Error);
    }

    [Fact]
    public async Task Attack_n_one_beat_through_two_processes_at_once_counts_once()
    {
        await using var room = await Classroom.OpenAsync();
        await using var beside = room.Host.Beside();
        var (one, two) = (room.Learner(), room.Learner(host: beside));
        var session = (await one.StartAsync()).Id!;
        for (var beat = 1; beat <= 10; beat++)
        {
            room.Time.Advance(TimeSpan.FromSeconds(30));
            var played = ((beat - 1) * 30.0, beat * 30.0);
            var answers = await Task.WhenAll(one.SendAsync(session, beat, played: played), two.SendAsync(session, beat, played: played));
            Assert.All(answers, seen => Assert.Equal((beat * 30, "", null), (seen.Verified, seen.Refused, seen.Error)));
        }
        var finished = await Task.WhenAll(one.FinishAsync(session), two.FinishAsync(session));
        Assert.All(finished, seen => Assert.Equal("2026: 300", seen.Credits));
        Assert.Equal([300], await one.CreditedAsync());
    }

    [Fact]
    public async Task Attack_n_different_beats_through_two_processes_at_once_share_one_clock()
    {
        await using var room = await Classroom.OpenAsync();
        await using var beside = room.Host.Beside();
        var (one, two) = (room.Learner(), room.Learner(host: beside));
        var session = (await one.StartAsync()).Id!;
        var refused = 0;
        for (var round = 0; round < 10; round++)
        {
            room.Time.Advance(TimeSpan.FromSeconds(30));
            var answers = await Task.WhenAll(
                one.SendAsync(session, (round * 2) + 1, played: (round * 30, (round * 30) + 30)),
                two.SendAsync(session, (round * 2) + 2, played: (900 + (round * 30), 930 + (round * 30)))
            );
            Assert.All(answers, seen => Assert.Null(seen.Error));
            // The higher number is always read. Where the lower came first it was paid and the higher is refused; else the lower is late and adds nothing.
            var seen = await one.LookAsync(session);
            Assert.Equal((round + 1) * 30, seen.Verified);
            if (seen.Refused != Rate(refused))
                refused += 30;
            Assert.Equal(Rate(refused), seen.Refused);
        }
        Assert.Equal("2026: 300", (await two.FinishAsync(session)).Credits);
        Assert.Equal([300], await one.CreditedAsync());

        static string Rate(int seconds) => seconds == 0 ? "" : $"{seconds} RATE";
    }

    [Fact]
    public async Task Attack_p_finishing_often_and_everywhere_posts_one_credit()
    {
        await using var room = await Classroom.OpenAsync();
        await using var beside = room.Host.Beside();
        var (one, two) = (room.Learner(), room.Learner(host: beside));
        var session = (await one.StartAsync()).Id!;
        await one.BeatAsync(session, 60, (0, 60));
        var finished = await Task.WhenAll(one.FinishAsync(session), two.FinishAsync(session), one.FinishAsync(session), two.FinishAsync(session));
        Assert.All(finished, seen => Assert.Equal(("FINISHED", 60, "2026: 60", null), (seen.Status, seen.Verified, seen.Credits, seen.Error)));
        Assert.Equal("2026: 60", (await one.FinishAsync(session)).Credits);
        Assert.Equal([60], await one.CreditedAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Attack_p_a_crash_while_closing_is_repaired_by_the_next_call(int stepsDone)
    {
        await using var room = await Classroom.OpenAsync();
        var lin = room.Learner();
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 60, (0, 60));
        var desks = room.Documents("desks");
        var marked = await desks.Find(new BsonDocument("_id", MemberRules.IdOf(School.Lin))).SingleAsync();
        await lin.FinishAsync(session);

        // Back to the moment of the crash: the desk marked as ended and not yet freed, and of the four steps only so many done.
        marked["session"]["ending"] = new BsonDocument { { "status", "Finished" }, { "at", marked["session"]["seenAt"] } };
        foreach (var part in marked["session"]["parts"].AsBsonArray)
            (part["confirmedMilliseconds"], part["pendingMilliseconds"]) = (part["pendingMilliseconds"], 0L);
        marked["version"] = marked["version"].ToInt64() + 1;
        await desks.ReplaceOneAsync(new BsonDocument("_id", MemberRules.IdOf(School.Lin)), marked);
        string[] steps = ["coverage", "sessions", "evidence", "credits"];
        foreach (var step in steps[stepsDone..])
            await room.Documents(step).DeleteManyAsync(new BsonDocument());

        // A look at the list of sessions shows how it ended; the next call that changes something, or the sweeper, completes it.
        var watching = await lin.Client.QueryAsync("{ me { studySessions(first: 5) { nodes { id status verifiedSeconds } } } }");
        Assert.Equal(("FINISHED", 60), (watching.String("me.studySessions.nodes.0.status"), (int)watching["me.studySessions.nodes.0.verifiedSeconds"]!));
        Assert.Equal("2026: 60", (await lin.FinishAsync(session)).Credits);
        Assert.Equal([60], await lin.CreditedAsync());
        Assert.Equal(1740, (await lin.StartAsync()).Remaining);
    }

    [Fact]
    public async Task Attack_s_acting_for_another_member_is_refused_changes_nothing_and_is_recorded()
    {
        await using var room = await Classroom.OpenAsync();
        var (lin, wang) = (room.Learner(), room.Learner(School.Wang));
        var session = (await lin.StartAsync()).Id!;
        await lin.BeatAsync(session, 30, (0, 30));
        var desk = await room.DeskAsync();
        room.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("NotFoundError", (await wang.SendAsync(session, 2, played: (30, 60))).Error);
        Assert.Equal("NotFoundError", (await wang.FinishAsync(session)).Error);
        Assert.Null((await wang.Client.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = session }))["node"]);
        // Nothing in any input says for whom one studies.
        foreach (var member in new[] { "memberId", "subject", "member" })
        {
            var answer = await wang.Client.AskAsync(
                $"mutation {{ startStudySession(input: {{ coursewareId: \"{School.Id("Courseware", Classroom.Film)}\", {member}: "
                    + $"\"{School.MemberId(School.Lin)}\" }}) {{ studySession {{ id }} }} }}"
            );
            Assert.True(answer.Status == 400 && answer.Json["data"] is null, answer.Text);
        }
        Assert.Equal((desk, "none"), (await room.DeskAsync(), await room.DeskAsync(School.Wang)));
        // Each attempt is on record: who, on what of whom, and that nothing came of it.
        var recorded = await room
            .Host.ClientWithin(SmallTown.County, "auditor", "Auditor")
            .QueryAsync("{ auditLog(where: { kind: { eq: REFUSED_ACT } }) { nodes { subject memberId operation targetId ownerIds result } } }");
        Assert.Equal(
            ["finishStudySession", "node", "recordStudyProgress"],
            recorded["auditLog.nodes"]!.AsArray().Select(entry => (string)entry!["operation"]!).Order(StringComparer.Ordinal)
        );
        Assert.All(
            recorded["auditLog.nodes"]!.AsArray(),
            entry =>
                Assert.Equal(
                    (School.Wang, School.MemberId(School.Wang), session, School.MemberId(School.Lin), "NOT_FOUND"),
                    (
                        (string)entry!["subject"]!,
                        (string)entry["memberId"]!,
                        (string)entry["targetId"]!,
                        (string)entry["ownerIds"]![0]!,
                        (string)entry["result"]!
                    )
                )
        );
        Assert.Equal(60, (await lin.BeatAsync(session, 0, (30, 60))).Verified);
        Assert.Equal("2026: 60", (await lin.FinishAsync(session)).Credits);
        Assert.Empty(await wang.CreditedAsync());
    }
}
