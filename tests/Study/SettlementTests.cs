using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Study;

/// <summary>Several processes at one desk, and processes that die between two writes.</summary>
public sealed class SettlementTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_crash_after_any_step_of_closing_is_repaired_by_the_next_call(int stepsDone)
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        await room.BeatAsync(session.Id, 60, 0, 60);
        var before = await host.Database.GetCollection<BsonDocument>("desks").Find(new BsonDocument("_id", "m1")).SingleAsync();
        await room.FinishAsync(session.Id);

        // Put back what the steps not done would not have written; the desk as it was marked, not yet freed.
        before["session"]["ending"] = new BsonDocument { { "status", "Finished" }, { "at", before["session"]["seenAt"] } };
        foreach (var part in before["session"]["parts"].AsBsonArray)
            (part["confirmedMilliseconds"], part["pendingMilliseconds"]) = (part["pendingMilliseconds"], 0L);
        before["version"] = before["version"].ToInt64() + 1;
        await host.Database.GetCollection<BsonDocument>("desks").ReplaceOneAsync(new BsonDocument("_id", "m1"), before);
        var events = host.Database.GetCollection<BsonDocument>("events");
        await events.DeleteManyAsync(new BsonDocument());
        string[] steps = ["coverage", "sessions", "evidence", "credits"];
        foreach (var collection in steps[stepsDone..])
            await host.Database.GetCollection<BsonDocument>(collection).DeleteManyAsync(new BsonDocument());

        var again = await room.FinishAsync(session.Id);
        Assert.Equal((StudySessionStatus.Finished, 60, 60), (again.Session!.Status, again.Session.VerifiedSeconds, Assert.Single(again.Credits).Seconds));
        Assert.Single(await room.LedgerAsync());
        // Who listens is told of the end by whoever completes it.
        Assert.Equal(1, await events.CountDocumentsAsync(new BsonDocument { { "kind", "SessionEnded" }, { "subjectId", session.Id } }));
        Assert.Equal((1, null), await host.Get<LedgerAudit>().VerifyAsync("m1", default) is var verified ? (verified.Entries, verified.BrokenAt) : default);
        Assert.Equal(1740, (await room.StartAsync("history")).RemainingSeconds);
    }

    [Fact]
    public async Task Two_processes_with_one_session_never_count_a_second_twice()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        for (var round = 0; round < 10; round++)
        {
            host.Time.Advance(TimeSpan.FromSeconds(30));
            // Two tabs report the same time, with different content, through two processes at the same instant.
            await Task.WhenAll(
                TryAsync(host, new StudyBeat(round * 2 + 1, 0, [new PlayedSegment(round * 30, round * 30 + 30)])),
                TryAsync(other, new StudyBeat(round * 2 + 2, 0, [new PlayedSegment(900 + round * 30, 900 + round * 30 + 30)]))
            );
        }
        var finished = await Task.WhenAll(room.FinishAsync(session.Id), new StudyRoom(other).FinishAsync(session.Id));
        Assert.All(finished, outcome => Assert.Equal(300, outcome.Credits.Single().Seconds));
        Assert.Single(await room.LedgerAsync());

        Task TryAsync(ContentFixture process, StudyBeat beat) => process.Get<StudyDesk>().RecordAsync("m1", session.Id, beat, default);
    }

    [Fact]
    public async Task Two_starts_at_the_same_instant_leave_one_session_earning()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        await room.PublishAsync("law", 1800);
        var starts = await Task.WhenAll(TryAsync(room, "history"), TryAsync(new StudyRoom(other), "law"));
        Assert.Single(starts, start => start is StudySession);
        Assert.Single(starts, start => start is ContentError { Code: ContentErrorCode.StudySessionActive });

        static async Task<object> TryAsync(StudyRoom room, string coursewareId)
        {
            try
            {
                return await room.StartAsync(coursewareId);
            }
            catch (ContentError error)
            {
                return error;
            }
        }
    }

    [Fact]
    public async Task Everybody_may_find_and_settle_a_silent_session_and_it_is_settled_once()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        await room.BeatAsync(session.Id, 60, 0, 60);
        host.Time.Advance(TimeSpan.FromMinutes(20));
        var outcomes = await Task.WhenAll(
            room.SendAsync(session.Id, 9, 60, 90),
            new StudyRoom(other).SendAsync(session.Id, 9, 60, 90),
            room.FinishAsync(session.Id)
        );
        Assert.All(
            outcomes,
            outcome => Assert.Equal((StudySessionStatus.Closed, ContentErrorCode.StudySessionClosed), (outcome.Session!.Status, outcome.Error!.Code))
        );
        Assert.Equal(1, await host.Database.GetCollection<BsonDocument>("sessions").CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public async Task A_desk_is_replaced_only_at_the_version_it_was_read_at()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var session = await room.StartAsync("history");
        var stale = await host.Get<DeskStore>().ReadAsync("m1", default);
        await room.BeatAsync(session.Id, 30, 0, 30);
        Assert.Null(await host.Get<DeskStore>().ReplaceAsync(stale with { Session = null }, default));
        Assert.Null(await host.Get<DeskStore>().ReplaceAsync(new Desk { Id = "m1" }, default));
        Assert.Equal(30, (await room.FinishAsync(session.Id)).Credits.Single().Seconds);
    }

    [Fact]
    public async Task A_machine_whose_clock_runs_behind_starts_no_session_before_the_last_counted_moment()
    {
        await using var host = await ContentFixture.StartAsync();
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        var first = await room.StartAsync("history");
        await room.BeatAsync(first.Id, 30, 0, 30);
        await room.FinishAsync(first.Id);
        var desks = host.Database.GetCollection<BsonDocument>("desks");
        Assert.Equal(host.Time.GetUtcNow().UtcDateTime, (await desks.Find(new BsonDocument("_id", "m1")).SingleAsync())["seenAt"].ToUniversalTime());

        // As if the other machine, which counted last, were ten seconds ahead of this one.
        await desks.UpdateOneAsync(
            new BsonDocument("_id", "m1"),
            new BsonDocument("$set", new BsonDocument("seenAt", new BsonDateTime(host.Time.GetUtcNow().AddSeconds(10).UtcDateTime)))
        );
        var second = await room.StartAsync("history");
        Assert.Equal(20, (await room.BeatAsync(second.Id, 30, 30, 60)).Session!.VerifiedSeconds);
    }
}
