using ELearning.Content;
using ELearning.Tests.Study;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Events;

/// <summary>Events from whoever writes them to whoever listens, in this process and in another.</summary>
public sealed class EventFeedTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly EventFilter Credits = new([DomainEventKind.CreditPosted]);
    private ContentFixture _content = null!;

    private EventFeed Feed => _content.Get<EventFeed>();

    private IMongoCollection<BsonDocument> Events => _content.Database.GetCollection<BsonDocument>("events");

    public async Task InitializeAsync() => _content = await ContentFixture.StartAsync();

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task What_this_process_tells_is_heard_at_once_by_those_who_asked_for_it()
    {
        await using var all = Listen(Credits);
        await using var own = Listen(new([DomainEventKind.CreditPosted, DomainEventKind.SessionEnded], "m2"));
        await AppendAsync(_content, "m1/a");
        await AppendAsync(_content, "m2/b");
        _content.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _content.Get<IEvents>().AppendAsync(DomainEventKind.SessionEnded, "m2/1", "m2", default);
        Assert.Equal(["m1/a", "m2/b"], [await HearAsync(all), await HearAsync(all)]);
        Assert.Equal(["m2/b", "m2/1"], [await HearAsync(own), await HearAsync(own)]);
    }

    [Fact]
    public async Task What_another_process_tells_is_heard_after_the_interval()
    {
        await using var another = _content.Another();
        await using var all = Listen(Credits);
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync(another, $"m1/{i}");
            _content.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal($"m1/{i}", await HearAsync(all));
        }
    }

    [Fact]
    public async Task What_a_process_tells_whose_clock_is_behind_is_heard_and_nothing_twice()
    {
        await AppendAsync(_content, "m1/before");
        _content.Time.Advance(TimeSpan.FromSeconds(5));
        await using var all = Listen(Credits);
        await AppendAsync(_content, "m1/a");
        Assert.Equal("m1/a", await HearAsync(all));
        await Events.InsertOneAsync(
            new BsonDocument
            {
                { "_id", Ids.FirstAt(_content.Time.GetUtcNow() - TimeSpan.FromSeconds(8)) },
                { "kind", "CreditPosted" },
                { "subjectId", "m1/behind" },
                { "memberId", "m1" },
            }
        );
        _content.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("m1/behind", await HearAsync(all));
        await AppendAsync(_content, "m1/b");
        Assert.Equal("m1/b", await HearAsync(all));
    }

    [Fact]
    public async Task Whoever_comes_back_hears_first_what_was_missed()
    {
        await AppendAsync(_content, "m1/a");
        await AppendAsync(_content, "m1/b");
        var position = Ids.FirstAt(_content.Time.GetUtcNow() - TimeSpan.FromSeconds(1));
        _content.Time.Advance(TimeSpan.FromMinutes(5));
        await using var all = Feed.FollowAsync(position, Credits, default).GetAsyncEnumerator();
        Assert.Equal(["m1/a", "m1/b"], new[] { await HearAsync(all), await HearAsync(all) }.Order());
        await AppendAsync(_content, "m1/c");
        Assert.Equal("m1/c", await HearAsync(all));
    }

    [Fact]
    public async Task The_log_is_looked_at_only_while_somebody_listens()
    {
        Assert.False(Feed.IsPolling);
        var all = Listen(Credits);
        using var stopping = new CancellationTokenSource();
        _ = Feed.FollowAsync(null, Credits, stopping.Token);
        Assert.True(Feed.IsPolling);
        await AppendAsync(_content, "m1/a");
        await HearAsync(all);
        await all.DisposeAsync();
        Assert.True(Feed.IsPolling);
        await stopping.CancelAsync();
        Assert.False(Feed.IsPolling);
    }

    [Fact]
    public async Task A_listener_that_does_not_keep_up_loses_its_oldest_and_holds_nobody_up()
    {
        await using var slow = Listen(Credits);
        await using var quick = Listen(Credits);
        for (var i = 0; i < EventFeed.LargestBacklog + 10; i++)
        {
            await AppendAsync(_content, $"m1/{i}");
            Assert.Equal($"m1/{i}", await HearAsync(quick));
        }
        Assert.Equal("m1/10", await HearAsync(slow));
    }

    [Fact]
    public async Task Events_are_dropped_after_an_hour()
    {
        await AppendAsync(_content, "m1/a");
        _content.Time.Advance(EventLog.Lifetime);
        await _content.Get<EventLog>().ClearAsync(default);
        Assert.Equal(1, await Events.CountDocumentsAsync(new BsonDocument()));
        _content.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _content.Get<StudySweeper>().SweepAsync(default);
        Assert.Equal(0, await Events.CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public async Task Study_tells_what_is_rare_and_no_ordinary_beat()
    {
        _content.Draw = Presence.After(60);
        var room = new StudyRoom(_content);
        await room.PublishAsync("film", 1800);
        var session = await room.StartAsync("film");
        await room.BeatAsync(session.Id, 30, 0, 30);
        var check = (await room.BeatAsync(session.Id, 30, 30, 60)).Session!.PresenceCheck!;
        await room.AnswerAsync(session.Id, 30, Presence.Right(check), 60, 90);
        await room.BeatAsync(session.Id, 30, 90, 120);
        await room.FinishAsync(session.Id);
        await room.FinishAsync(session.Id);
        var credit = Assert.Single(await _content.Get<CreditLedger>().EntriesAsync(["m1"], default), entries => entries.Key == "m1").Single();
        Assert.Equal(
            [
                ("CoursewarePublished", "film"),
                ("SessionStarted", session.Id),
                ("PresenceCheckIssued", session.Id),
                ("PresenceCheckSettled", session.Id),
                ("CreditPosted", credit.Id),
                ("SessionEnded", session.Id),
            ],
            (await Events.Find(new BsonDocument()).ToListAsync()).Select(told => (told["kind"].AsString, told["subjectId"].AsString))
        );
    }

    private IAsyncEnumerator<DomainEvent> Listen(EventFilter filter) => Feed.FollowAsync(null, filter, default).GetAsyncEnumerator();

    /// <summary>A moment after the one before, so that there is an order.</summary>
    private static Task AppendAsync(ContentFixture process, string credit)
    {
        process.Time.Advance(TimeSpan.FromMilliseconds(1));
        return process.Get<IEvents>().AppendAsync(DomainEventKind.CreditPosted, credit, credit.Split('/')[0], default);
    }

    private static async Task<string> HearAsync(IAsyncEnumerator<DomainEvent> listener)
    {
        Assert.True(await listener.MoveNextAsync().AsTask().WaitAsync(Patience));
        return listener.Current.SubjectId;
    }
}
