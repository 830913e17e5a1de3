using System.Reflection;
using System.Text.RegularExpressions;
using ELearning.Embedded.Tests.Hosting;
using ELearning.Embedded.Tests.Wire;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>
/// Where the embedded database is knowingly not as MongoDB is: each difference with its reason. Against a MongoDB (<see cref="OtherServer"/>) the same tests
/// state what MongoDB does instead.
/// </summary>
public sealed partial class KnownDifferencesTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;
    private IMongoCollection<BsonDocument> _things = null!;
    private bool _embedded;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartOrJoinAsync();
        _things = _server.Collection();
        _embedded = await _server.IsEmbeddedAsync();
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Fact]
    public void The_page_lists_each_difference_by_its_test() =>
        Assert.Equal(
            typeof(KnownDifferencesTests)
                .GetMethods()
                .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
                .Select(method => method.Name)
                .Where(name => !name.StartsWith("The_page", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
            ImplementationTable
                .Section("Known differences")
                .Select(line => Bullet().Match(line))
                .Where(bullet => bullet.Success)
                .Select(bullet => bullet.Groups[1].Value)
                .Order(StringComparer.Ordinal)
        );

    /// <summary>No store writes in two places at once: repairs go forward step by step, so that a sharded cluster serves as well.</summary>
    [Fact]
    public async Task Transactions_are_refused()
    {
        using var session = await _server.Client.StartSessionAsync();
        session.StartTransaction();
        await DiffersAsync(
            263,
            async () =>
            {
                await _things.InsertOneAsync(session, new BsonDocument("_id", 1));
                await session.CommitTransactionAsync();
            }
        );
        Assert.Equal(_embedded ? 0 : 1, await _things.CountDocumentsAsync("{}"));
    }

    /// <summary>No store watches another; an oplog would double every write.</summary>
    [Fact]
    public Task Change_streams_are_refused() => DiffersAsync(40573, async () => (await _things.WatchAsync()).Dispose());

    /// <summary>Nothing the product stores ends by itself: evidence is kept.</summary>
    [Fact]
    public Task Indexes_that_expire_documents_are_refused() =>
        DiffersAsync(
            67,
            () => _things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{at: 1}", new CreateIndexOptions { ExpireAfter = TimeSpan.FromHours(1) }))
        );

    /// <summary>No store joins or writes by aggregation.</summary>
    [Theory]
    [InlineData("{$lookup: {from: 'others', localField: 'a', foreignField: 'a', as: 'others'}}")]
    [InlineData("{$unionWith: 'others'}")]
    [InlineData("{$out: 'others'}")]
    public Task Stages_that_reach_other_collections_are_refused(string stage) =>
        DiffersAsync(40324, () => _things.Aggregate<BsonDocument>(new[] { BsonDocument.Parse(stage) }).ToListAsync());

    /// <summary>Text is found by terms of its own that the stores write; nothing compares by the rules of a language.</summary>
    [Fact]
    public Task Collations_are_refused() => DiffersAsync(2, () => _things.Find("{}", new FindOptions { Collation = new Collation("zh") }).ToListAsync());

    /// <summary>A collection of bounded size drops what it is full of; the product drops nothing.</summary>
    [Fact]
    public Task Capped_collections_are_refused() =>
        DiffersAsync(72, () => _server.Database.CreateCollectionAsync("capped", new CreateCollectionOptions { Capped = true, MaxSize = 4096 }));

    /// <summary>A cursor holds row ids, never a snapshot, so that an idle one does not keep the log from being reused.</summary>
    [Fact]
    public Task Reads_at_a_snapshot_are_refused() =>
        DiffersAsync(72, () => _server.Database.RunCommandAsync<BsonDocument>("{find: 'things', readConcern: {level: 'snapshot'}}"));

    /// <summary>No store creates a collection by itself, so whoever creates one twice has lost track of it.</summary>
    [Fact]
    public async Task Creating_a_collection_that_is_there_is_refused()
    {
        await _server.Database.CreateCollectionAsync("things");
        await DiffersAsync(48, () => _server.Database.CreateCollectionAsync("things"));
    }

    /// <summary>A wrong answer in silence would be worse than an error.</summary>
    [Fact]
    public async Task A_hint_at_an_index_that_leaves_documents_out_is_refused()
    {
        await _things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1}", new CreateIndexOptions { Sparse = true }));
        await _things.InsertManyAsync([BsonDocument.Parse("{_id: 1}"), BsonDocument.Parse("{_id: 2, a: 1}")]);
        await DiffersAsync(
            2,
            async () => Assert.Equal([2], (await _things.Find("{}", new FindOptions { Hint = "a_1" }).ToListAsync()).Select(thing => thing["_id"].AsInt32))
        );
    }

    /// <summary>Patterns run on .NET's engine, which knows no possessive quantifiers.</summary>
    [Fact]
    public async Task Patterns_are_those_of_another_engine()
    {
        await _things.InsertOneAsync(BsonDocument.Parse("{a: 'aab'}"));
        await DiffersAsync(51091, async () => Assert.Single(await _things.Find("{a: {$regex: 'a++b'}}").ToListAsync()));
    }

    /// <summary>A sort is stable over the order of insertion here; nobody may lean on it, for MongoDB promises nothing.</summary>
    [Fact]
    public async Task Documents_that_sort_alike_come_as_they_were_inserted()
    {
        int[] ids = [5, 1, 4, 2, 3];
        await _things.InsertManyAsync(ids.Select(id => new BsonDocument { { "_id", id }, { "same", 1 } }));
        var found = (await _things.Find("{}").Sort("{same: 1}").ToListAsync()).Select(thing => thing["_id"].AsInt32);
        Assert.Equal(_embedded ? ids : ids.Order(), _embedded ? found : found.Order());
    }

    /// <summary>
    /// Answers to retryable writes are kept in memory: a write repeated after a restart runs again. The stores' own writes are guarded by ids and versions.
    /// </summary>
    [Fact]
    public async Task A_write_repeated_after_a_restart_runs_again()
    {
        var write = new BsonDocument
        {
            { "update", "things" },
            {
                "updates",
                new BsonArray { BsonDocument.Parse("{q: {_id: 1}, u: {$inc: {n: 1}}, upsert: true}") }
            },
            {
                "lsid",
                new BsonDocument(
                    "id",
                    new BsonBinaryData(Guid.Parse("0190c2a8-3f64-7c3e-9a51-6d8e1f2a3b4c").ToByteArray(bigEndian: true), BsonBinarySubType.UuidStandard)
                )
            },
            { "txnNumber", 1L },
        };
        Run();
        Run();
        Assert.Equal(1, await CountedAsync());
        await _server.RestartAsync();
        Run();
        Assert.Equal(_server.IsOwn ? 2 : 1, await CountedAsync());

        void Run()
        {
            using var client = RawClient.Authenticated(_server.ConnectionString);
            Assert.Equal(1, client.Run(write, _server.DatabaseName)["n"].ToInt32());
        }

        async Task<int> CountedAsync() => (await _server.Collection().Find("{_id: 1}").SingleAsync())["n"].AsInt32;
    }

    /// <summary>BSON that has been deprecated since 2009 and that no driver writes any more.</summary>
    [Fact]
    public void A_DBPointer_is_malformed()
    {
        var body = new BsonDocument
        {
            { "insert", "things" },
            {
                "documents",
                new BsonArray
                {
                    new BsonDocument { { "_id", 1 }, { "p", new byte[13] } },
                }
            },
            { "$db", _server.DatabaseName },
        }.ToBson();
        byte[] pointer = [0x0C, (byte)'p', 0, 2, 0, 0, 0, (byte)'x', 0, .. new byte[12]];
        pointer.CopyTo(body, body.AsSpan().IndexOf("\u0005p\0"u8));
        using var client = RawClient.Authenticated(_server.ConnectionString);
        if (_embedded)
            Assert.True(client.IsClosedAfter(client.Message(body)));
        else
            Assert.Equal(1, client.Run(client.Message(body))["n"].ToInt32());
    }

    /// <summary>Refused here with MongoDB's own code; done there.</summary>
    private async Task DiffersAsync(int code, Func<Task> act)
    {
        if (_embedded)
            Assert.Equal(code, (await Assert.ThrowsAnyAsync<MongoCommandException>(act)).Code);
        else
            await act();
    }

    [GeneratedRegex("^- `([A-Za-z0-9_]+)`")]
    private static partial Regex Bullet();
}
