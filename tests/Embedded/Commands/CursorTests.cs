using ELearning.Embedded.Tests.Hosting;
using ELearning.Embedded.Tests.Wire;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>Cursors: how long they live, what ends them, and what they must not hold on to.</summary>
public sealed class CursorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private EmbeddedServer _server = null!;
    private IMongoCollection<BsonDocument> _things = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync(_time);
        _things = _server.Collection();
        await _things.InsertManyAsync(Enumerable.Range(0, 500).Select(i => new BsonDocument { { "_id", i }, { "pad", new string('x', 1000) } }));
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    private BsonValue Open(BsonDocument? more = null)
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var find = new BsonDocument { { "find", "things" }, { "batchSize", 10 } };
        find.AddRange(more ?? []);
        return client.Run(find)["cursor"]["id"];
    }

    private BsonDocument Next(BsonValue id, int size = 10)
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        return client.Run(
            new BsonDocument
            {
                { "getMore", id },
                { "collection", "things" },
                { "batchSize", size },
            }
        );
    }

    [Fact]
    public void A_cursor_gives_the_rest_and_then_ends()
    {
        var id = Open();
        var rest = Next(id, 1000);
        Assert.Equal((490, 0L), (rest["cursor"]["nextBatch"].AsBsonArray.Count, rest["cursor"]["id"].AsInt64));
        Assert.Equal(43, Next(id)["code"].AsInt32);
    }

    [Fact]
    public void A_batch_of_zero_opens_a_cursor_without_reading_documents()
    {
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var opened = client.Run(new BsonDocument { { "find", "things" }, { "batchSize", 0 } })["cursor"];
        Assert.Empty(opened["firstBatch"].AsBsonArray);
        Assert.Equal(500, Next(opened["id"], 1000)["cursor"]["nextBatch"].AsBsonArray.Count);
    }

    [Fact]
    public void A_single_batch_leaves_no_cursor() => Assert.Equal(0L, Open(new BsonDocument("singleBatch", true)));

    [Fact]
    public void Ten_idle_minutes_end_a_cursor()
    {
        var forgotten = Open();
        _time.Advance(TimeSpan.FromMinutes(9));
        var used = Open();
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(43, Next(forgotten)["code"].AsInt32);
        Assert.Equal(1.0, Next(used)["ok"].AsDouble);
    }

    [Fact]
    public void The_end_of_a_session_ends_its_cursors()
    {
        var session = new BsonDocument("id", new BsonBinaryData(new byte[16], BsonBinarySubType.UuidStandard));
        var own = Open(new BsonDocument("lsid", session));
        var other = Open();
        using (var client = RawClient.Authenticated(_server.ConnectionString))
            client.Run(new BsonDocument("endSessions", new BsonArray { session }));
        Assert.Equal(43, Next(own)["code"].AsInt32);
        Assert.Equal(1.0, Next(other)["ok"].AsDouble);
    }

    [Fact]
    public void A_killed_cursor_is_gone()
    {
        var id = Open();
        using (var client = RawClient.Authenticated(_server.ConnectionString))
            Assert.Equal(
                [id],
                client
                    .Run(
                        new BsonDocument
                        {
                            { "killCursors", "things" },
                            {
                                "cursors",
                                new BsonArray { id }
                            },
                        }
                    )["cursorsKilled"]
                    .AsBsonArray
            );
        Assert.Equal(43, Next(id)["code"].AsInt32);
    }

    [Fact]
    public async Task A_cursor_of_a_dropped_collection_says_so()
    {
        var id = Open();
        await _server.Database.DropCollectionAsync("things");
        await _things.InsertOneAsync([]);
        Assert.Equal(175, Next(id)["code"].AsInt32);
    }

    [Fact]
    public async Task An_open_cursor_does_not_hold_the_log()
    {
        var id = Open();
        for (var round = 0; round < 30; round++)
            await _things.InsertManyAsync(Enumerable.Range(0, 1000).Select(i => new BsonDocument { { "pad", new string('y', 1000) } }));
        var log = new FileInfo(_server.File + "-wal").Length;
        Assert.True(log < 24 << 20, $"30 MB written under an open cursor left a log of {log >> 20} MiB");
        Assert.Equal(1.0, Next(id)["ok"].AsDouble);
    }

    [Fact]
    public async Task A_read_meanwhile_sees_collections_and_indexes_come_and_go_whole()
    {
        using var ended = new CancellationTokenSource();
        var readers = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!ended.IsCancellationRequested)
                    {
                        var found = await _server.Collection("moving").Find("{a: 5}").ToListAsync();
                        Assert.True(found.Count is 0 or 1, $"{found.Count} found");
                    }
                })
            )
            .ToList();
        for (var round = 0; round < 40; round++)
        {
            var moving = _server.Collection("moving");
            await moving.InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "a", i } }));
            await moving.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1}"));
            await moving.Indexes.DropOneAsync("a_1");
            await _server.Database.DropCollectionAsync("moving");
        }

        await ended.CancelAsync();
        await Task.WhenAll(readers);
    }
}
