using ELearning.Api;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Study;

/// <summary>Sessions nobody comes back to are closed by whichever process looks, with the outcome the next call would have had.</summary>
public sealed class StudySweeperTests
{
    [Fact]
    public async Task A_silent_session_is_closed_at_the_second_its_limit_ran_out_and_what_was_confirmed_is_posted()
    {
        await using var host = await ContentFixture.StartAsync();
        host.Draw = Presence.After(60);
        var (room, session) = await StudyingAsync(host);
        var check = (await room.BeatAsync(session.Id, 60, 0, 60)).Session!.PresenceCheck!;
        await room.AnswerAsync(session.Id, 30, Presence.Right(check), 60, 90);
        var last = (await room.BeatAsync(session.Id, 30, 90, 120)).Session!;

        host.Time.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(0, await host.Get<StudySweeper>().SweepAsync(default));
        host.Time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(1, await host.Get<StudySweeper>().SweepAsync(default));
        Assert.Equal(0, await host.Get<StudySweeper>().SweepAsync(default));

        // 90 were proven, and 30 more are within what is confirmed without a proof.
        Assert.Equal(120, Assert.Single(await room.LedgerAsync()).Seconds);
        Assert.False((await DeskAsync(host)).Contains("session"));
        var closed = (await room.Desk.FindAsync([session.Id], default))[session.Id];
        Assert.Equal((StudySessionStatus.Closed, 120, last.LastSeenAt.AddMinutes(15)), (closed.Status, closed.VerifiedSeconds, closed.EndedAt));
        Assert.Empty(closed.Refusals);
    }

    [Fact]
    public async Task Silence_with_a_check_outstanding_is_a_missed_check()
    {
        await using var host = await ContentFixture.StartAsync();
        host.Draw = Presence.After(360);
        var (room, session) = await StudyingAsync(host);
        for (var second = 0; second < 360; second += 120)
            await room.BeatAsync(session.Id, 120, second, second + 120);
        host.Time.Advance(TimeSpan.FromMinutes(16));
        await host.Get<StudySweeper>().SweepAsync(default);
        Assert.Equal(300, Assert.Single(await room.LedgerAsync()).Seconds); // what is confirmed without a proof
        Assert.Equal([new Refusal(RefusalReason.PresenceMissed, 60)], (await room.Desk.FindAsync([session.Id], default))[session.Id].Refusals);
        var archived = await host.Get<SessionStore>().FindAsync("m1", 1, default);
        Assert.Equal(PresenceOutcome.Missed, Assert.Single(archived!.Session.Checks).Outcome);
        Assert.Equal(1500, (await room.StartAsync("history")).RemainingSeconds);
    }

    [Fact]
    public async Task A_look_shows_what_the_sweeper_will_write_and_writes_nothing()
    {
        await using var host = await ContentFixture.StartAsync();
        host.Draw = Presence.Never;
        var (room, session) = await StudyingAsync(host);
        for (var second = 0; second < 480; second += 120)
            await room.BeatAsync(session.Id, 120, second, second + 120);
        foreach (var (wait, status) in new[] { (TimeSpan.FromMinutes(16), StudySessionStatus.Idle), (TimeSpan.FromHours(72), StudySessionStatus.Closed) })
        {
            host.Time.Advance(wait);
            var before = await DeskAsync(host);
            var looked = (await room.Desk.FindAsync([session.Id], default))[session.Id];
            Assert.Equal((status, before), (looked.Status, await DeskAsync(host)));
            Assert.Equivalent(looked, (await room.Desk.ListAsync(["m1"], new PageRequest(1), default))["m1"].Nodes.Single());
            await host.Get<StudySweeper>().SweepAsync(default);
            Assert.Equivalent(looked, (await room.Desk.FindAsync([session.Id], default))[session.Id], strict: true);
        }
        Assert.Equal(300, Assert.Single(await room.LedgerAsync()).Seconds);
        Assert.Equal([new Refusal(RefusalReason.NotProven, 180)], (await room.Desk.FindAsync([session.Id], default))[session.Id].Refusals);
    }

    [Fact]
    public async Task What_a_killed_process_left_half_settled_is_completed()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host);
        await room.BeatAsync(session.Id, 60, 0, 60);
        var desk = await host.Get<DeskStore>().ReadAsync("m1", default);
        await host.Get<DeskStore>()
            .ReplaceAsync(
                SilenceClock.End(PendingRules.ConfirmWithinAllowance(desk, Lesson.Rules), StudySessionStatus.Finished, host.Time.GetUtcNow()),
                default
            );
        host.Time.Advance(TimeSpan.FromMinutes(3)); // sooner than a silent session would be closed
        Assert.Equal(1, await host.Get<StudySweeper>().SweepAsync(default));
        Assert.Equal(60, Assert.Single(await room.LedgerAsync()).Seconds);
        Assert.Equal(StudySessionStatus.Finished, (await room.Desk.FindAsync([session.Id], default))[session.Id].Status);
    }

    [Fact]
    public async Task One_process_sweeps_at_a_time_and_another_follows_when_its_lease_has_run_out()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        Assert.True(await TakeAsync(host, "one", 0));
        Assert.False(await TakeAsync(other, "two", 60));
        Assert.True(await TakeAsync(host, "one", 120)); // the holder prolongs it
        Assert.False(await TakeAsync(other, "two", 240));
        Assert.True(await TakeAsync(other, "two", 300));
        Assert.False(await TakeAsync(host, "one", 301));
        Assert.True(await host.Get<Leases>().TakeAsync("other work", "one", ContentFixture.Beginning, StudySweeper.Lease, default));

        static Task<bool> TakeAsync(ContentFixture process, string holder, double second) =>
            process.Get<Leases>().TakeAsync(StudySweeper.Work, holder, ContentFixture.Beginning.AddSeconds(second), StudySweeper.Lease, default);
    }

    [Fact]
    public async Task Two_sweepers_at_once_close_every_session_and_none_twice()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        await new StudyRoom(host).PublishAsync("history", 1800);
        foreach (var member in Enumerable.Range(1, 20).Select(number => $"m{number}"))
        {
            var room = new StudyRoom(host, member);
            var session = await room.StartAsync("history");
            await room.BeatAsync(session.Id, 1, 0, 1);
        }
        host.Time.Advance(TimeSpan.FromMinutes(16));
        var swept = await Task.WhenAll(host.Get<StudySweeper>().SweepAsync(default), other.Get<StudySweeper>().SweepAsync(default));
        Assert.Equal([0, 20], swept.Order());
        Assert.Equal(20, await host.Database.GetCollection<BsonDocument>("sessions").CountDocumentsAsync(new BsonDocument()));

        // Without the lease the work is done twice and nothing changes by it.
        await host.Database.GetCollection<BsonDocument>("leases").DeleteManyAsync(new BsonDocument());
        Assert.Equal(0, await other.Get<StudySweeper>().SweepAsync(default));
    }

    [Fact]
    public async Task A_sweep_goes_through_any_number_of_desks_by_its_index()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host);
        await room.BeatAsync(session.Id, 30, 0, 30);
        var desk = await DeskAsync(host);
        await host
            .Database.GetCollection<BsonDocument>("desks")
            .InsertManyAsync(
                Enumerable
                    .Range(2, StudySweeper.BatchSize + 20)
                    .Select(number =>
                    {
                        var copy = desk.DeepClone().AsBsonDocument;
                        copy["_id"] = $"m{number}";
                        copy["session"]["seenAt"] = new BsonDateTime(ContentFixture.Beginning.AddSeconds(-number).ToUnixTimeMilliseconds());
                        return copy;
                    })
            );
        host.Time.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(StudySweeper.BatchSize + 21, await host.Get<StudySweeper>().SweepAsync(default));
        var plan = await host.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument
            {
                {
                    "explain",
                    new BsonDocument
                    {
                        { "find", "desks" },
                        { "filter", new BsonDocument("session.seenAt", new BsonDocument("$lt", new BsonDateTime(0))) },
                        { "sort", new BsonDocument("session.seenAt", 1) },
                    }
                },
                { "verbosity", "queryPlanner" },
            }
        );
        Assert.Contains("session.seenAt_1", plan["queryPlanner"]["winningPlan"].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_running_process_looks_once_a_minute()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host);
        await room.BeatAsync(session.Id, 30, 0, 30);
        using var sweeping = new Sweeping([host.Get<StudySweeper>()]);
        await sweeping.StartAsync(default);
        // It begins in the background, so the first minutes may pass before its timer runs.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await DeskAsync(host)).Contains("session"))
        {
            patience.Token.ThrowIfCancellationRequested();
            host.Time.Advance(StudySweeper.Interval);
        }
        await sweeping.StopAsync(default);
        var closed = (await room.Desk.FindAsync([session.Id], default))[session.Id];
        Assert.Equal((StudySessionStatus.Closed, ContentFixture.Beginning.AddSeconds(30 + 15 * 60)), (closed.Status, closed.EndedAt));
    }

    private static async Task<(StudyRoom Room, StudySession Session)> StudyingAsync(ContentFixture host)
    {
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        return (room, await room.StartAsync("history"));
    }

    private static Task<BsonDocument> DeskAsync(ContentFixture host) =>
        host.Database.GetCollection<BsonDocument>("desks").Find(new BsonDocument("_id", "m1")).SingleAsync();
}
