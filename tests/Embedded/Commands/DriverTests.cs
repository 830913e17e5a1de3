using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>What a store does, through the unmodified driver.</summary>
public sealed class DriverTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;
    private IMongoCollection<BsonDocument> _things = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartOrJoinAsync();
        _things = _server.Collection();
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public async Task What_is_inserted_is_found()
    {
        await _things.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "name", "泉州" } });
        Assert.Equal(new BsonDocument { { "_id", 1 }, { "name", "泉州" } }, await _things.Find(new BsonDocument("name", "泉州")).SingleAsync());
    }

    [Fact]
    public async Task An_insert_without_an_id_gets_one_and_it_comes_first()
    {
        await _server.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument
            {
                { "insert", "things" },
                {
                    "documents",
                    new BsonArray { new BsonDocument("a", 1) }
                },
            }
        );
        var stored = await _things.Find(new BsonDocument()).SingleAsync();
        Assert.Equal("_id", stored.GetElement(0).Name);
        Assert.True(stored["_id"].IsObjectId);
    }

    [Fact]
    public async Task An_update_changes_what_it_matches_and_counts_it()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "even", i % 2 == 0 } }));
        var result = await _things.UpdateManyAsync(new BsonDocument("even", true), Builders<BsonDocument>.Update.Inc("n", 5));
        Assert.Equal((5, 5), (result.MatchedCount, result.ModifiedCount));
        Assert.Equal(5, (await _things.Find(new BsonDocument("n", 5)).ToListAsync()).Count);
        result = await _things.UpdateManyAsync(new BsonDocument("even", true), Builders<BsonDocument>.Update.Set("n", 5));
        Assert.Equal((5, 0), (result.MatchedCount, result.ModifiedCount));
    }

    [Fact]
    public async Task An_upsert_inserts_what_the_filter_says_and_the_update_adds()
    {
        var result = await _things.UpdateOneAsync(
            new BsonDocument("_id", "x"),
            Builders<BsonDocument>.Update.Set("a", 1),
            new UpdateOptions { IsUpsert = true }
        );
        Assert.Equal("x", result.UpsertedId);
        Assert.Equal(new BsonDocument { { "_id", "x" }, { "a", 1 } }, await _things.Find(new BsonDocument()).SingleAsync());
    }

    [Fact]
    public async Task A_replacement_keeps_the_id()
    {
        await _things.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "a", 1 } });
        await _things.ReplaceOneAsync(new BsonDocument("a", 1), new BsonDocument("b", 2));
        Assert.Equal(new BsonDocument { { "_id", 1 }, { "b", 2 } }, await _things.Find(new BsonDocument()).SingleAsync());
    }

    [Fact]
    public async Task A_delete_removes_one_or_all_matches()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 10).Select(i => new BsonDocument { { "_id", i }, { "even", i % 2 == 0 } }));
        Assert.Equal(1, (await _things.DeleteOneAsync(new BsonDocument("even", true))).DeletedCount);
        Assert.Equal(4, (await _things.DeleteManyAsync(new BsonDocument("even", true))).DeletedCount);
        Assert.Equal(5, await _things.EstimatedDocumentCountAsync());
    }

    [Fact]
    public async Task Find_and_modify_shows_the_document_before_or_after()
    {
        await _things.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "n", 1 } });
        var before = await _things.FindOneAndUpdateAsync(new BsonDocument("_id", 1), Builders<BsonDocument>.Update.Inc("n", 1));
        var after = await _things.FindOneAndUpdateAsync(
            new BsonDocument("_id", 1),
            Builders<BsonDocument>.Update.Inc("n", 1),
            new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After }
        );
        Assert.Equal((1, 3), (before["n"].AsInt32, after["n"].AsInt32));
        Assert.Equal(3, (await _things.FindOneAndDeleteAsync(new BsonDocument("_id", 1)))["n"].AsInt32);
        Assert.Null(await _things.FindOneAndDeleteAsync(new BsonDocument("_id", 1)));
    }

    [Fact]
    public async Task Sort_skip_and_limit_page_through_a_collection()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 50).Select(i => new BsonDocument { { "_id", i }, { "n", (i * 7) % 50 } }));
        var page = await _things.Find(new BsonDocument()).Sort(Builders<BsonDocument>.Sort.Descending("n")).Skip(10).Limit(3).ToListAsync();
        Assert.Equal([39, 38, 37], page.Select(d => d["n"].AsInt32));
    }

    [Fact]
    public async Task A_long_result_comes_in_batches_and_survives_changes_meanwhile()
    {
        await _things.InsertManyAsync(Enumerable.Range(0, 1000).Select(i => new BsonDocument { { "_id", i }, { "n", i } }));
        using var cursor = await _things.Find(new BsonDocument("n", new BsonDocument("$gte", 0))).Sort("{n: 1}").ToCursorAsync();
        Assert.True(await cursor.MoveNextAsync());
        await _things.DeleteOneAsync(new BsonDocument("_id", 500));
        await _things.UpdateOneAsync(new BsonDocument("_id", 501), Builders<BsonDocument>.Update.Set("n", -1));
        var seen = cursor.Current.ToList();
        while (await cursor.MoveNextAsync())
            seen.AddRange(cursor.Current);
        Assert.Equal(Enumerable.Range(0, 1000).Except([500, 501]), seen.Select(d => d["_id"].AsInt32));
    }

    [Fact]
    public async Task An_unordered_insert_goes_on_after_a_duplicate_and_an_ordered_one_stops()
    {
        BsonDocument[] Three() => [new("_id", 1), new("_id", 1), new("_id", 2)];
        var unordered = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() =>
            _things.InsertManyAsync(Three(), new InsertManyOptions { IsOrdered = false })
        );
        Assert.Equal((1, 2L), (unordered.WriteErrors.Single().Index, unordered.Result.InsertedCount));
        await _things.DeleteManyAsync(new BsonDocument());
        await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => _things.InsertManyAsync(Three()));
        Assert.Equal(1, await _things.EstimatedDocumentCountAsync());
    }

    [Fact]
    public async Task Data_and_indexes_are_there_after_a_restart()
    {
        await _things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1}", new CreateIndexOptions { Unique = true }));
        await _things.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "a", 1 } });
        await _server.RestartAsync();
        _things = _server.Collection();
        Assert.Equal(1, await _things.EstimatedDocumentCountAsync());
        await Assert.ThrowsAsync<MongoWriteException>(() => _things.InsertOneAsync(new BsonDocument { { "_id", 2 }, { "a", 1 } }));
    }

    [Fact]
    public async Task Collections_databases_and_indexes_are_listed()
    {
        await _things.InsertOneAsync(new BsonDocument("_id", 1));
        await _things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1, b: -1}"));
        Assert.Equal(["things"], await (await _server.Database.ListCollectionNamesAsync()).ToListAsync());
        Assert.Contains(_server.DatabaseName, await (await _server.Client.ListDatabaseNamesAsync()).ToListAsync());
        Assert.Equal(["_id_", "a_1_b_-1"], (await (await _things.Indexes.ListAsync()).ToListAsync()).Select(i => i["name"].AsString));
        await _things.Indexes.DropOneAsync("a_1_b_-1");
        Assert.Single(await (await _things.Indexes.ListAsync()).ToListAsync());
        await _server.Database.DropCollectionAsync("things");
        Assert.Empty(await (await _server.Database.ListCollectionNamesAsync()).ToListAsync());
    }

    [Fact]
    public async Task Many_clients_writing_at_once_lose_nothing()
    {
        await _things.InsertOneAsync(new BsonDocument { { "_id", 1 }, { "n", 0 } });
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    for (var i = 0; i < 50; i++)
                        await _things.UpdateOneAsync(new BsonDocument("_id", 1), Builders<BsonDocument>.Update.Inc("n", 1));
                })
        );
        Assert.Equal(400, (await _things.Find(new BsonDocument()).SingleAsync())["n"].AsInt32);
    }

    [Fact]
    public async Task Distinct_opens_arrays_once()
    {
        await _things.InsertManyAsync([new BsonDocument("t", new BsonArray { "a", "b" }), new BsonDocument("t", "b"), new BsonDocument("u", 1)]);
        Assert.Equal(["a", "b"], (await (await _things.DistinctAsync<string>("t", new BsonDocument())).ToListAsync()).Order());
    }
}
