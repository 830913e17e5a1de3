using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>What shells and viewers ask a server beside the data: true figures, under every spelling MongoDB knows, or an honest refusal.</summary>
public sealed class ToolsTests : IAsyncLifetime
{
    private const int Documents = 40;

    private EmbeddedServer _server = null!;
    private long _data;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync();
        var documents = Enumerable
            .Range(1, Documents)
            .Select(i => new BsonDocument
            {
                { "_id", i },
                { "a", i % 7 },
                {
                    "tags",
                    new BsonArray { i, i + 1 }
                },
            })
            .ToList();
        _data = documents.Sum(document => document.ToBson().LongLength);
        await _server.Collection().InsertManyAsync(documents);
        await _server.Collection().Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{tags: 1}"));
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task The_shells_stats_are_true(int scale)
    {
        // What mongosh sends for db.things.stats(), dataSize(), totalIndexSize().
        var stage = new BsonDocument("$collStats", new BsonDocument("storageStats", new BsonDocument("scale", scale)));
        var shown = (await _server.Collection().Aggregate<BsonDocument>(new[] { stage }).SingleAsync())["storageStats"].AsBsonDocument;
        Assert.Equal(_data / scale, shown["size"].ToInt64());
        Assert.Equal(Documents, shown["count"].ToInt64());
        Assert.Equal(_data / Documents, shown["avgObjSize"].ToInt64());
        Assert.Equal(["_id_", "tags_1"], shown["indexSizes"].AsBsonDocument.Names);
        Assert.Equal(2, shown["nindexes"].ToInt32());
        Assert.Equal(scale, shown["scaleFactor"].ToInt32());
        // The keys of a number are ten bytes; each has a row id of eight beside it and, where it is not unique, another within.
        Assert.Equal(Documents * (10 + 8L) / scale, shown["indexSizes"]["_id_"].ToInt64());
        Assert.Equal(2 * Documents * (10 + 8 + 8L) / scale, shown["indexSizes"]["tags_1"].ToInt64());

        var command = await RunAsync(new BsonDocument { { "collStats", "things" }, { "scale", scale } });
        Assert.Equal(shown, new BsonDocument(command.Where(field => field.Name is not ("ns" or "ok"))));
        var database = await RunAsync(new BsonDocument { { "dbStats", 1 }, { "scale", scale } });
        Assert.Equal((Documents, _data / scale), (database["objects"].ToInt64(), database["dataSize"].ToInt64()));
        Assert.Equal(Documents * (18 + 52L) / scale, database["indexSize"].ToInt64());
        Assert.True(database["fileSize"].ToInt64() >= database["totalSize"].ToInt64(), database.ToJson());
    }

    [Fact]
    public async Task The_stage_feeds_those_after_it_and_stands_first()
    {
        Assert.Equal(
            _data,
            (await StageAsync("things", "{$collStats: {storageStats: {}}}", "{$group: {_id: null, value: {$sum: '$storageStats.size'}}}"))["value"].ToInt64()
        );
        Assert.Equal(Documents, (await StageAsync("things", "{$collStats: {count: {}}}"))["count"].ToInt64());
        var empty = await StageAsync("nothing", "{$collStats: {storageStats: {}}}");
        Assert.Equal((0, 0), (empty["storageStats"]["size"].ToInt64(), empty["storageStats"]["nindexes"].ToInt32()));
    }

    [Theory]
    [InlineData("{aggregate: 'things', pipeline: [{$match: {}}, {$collStats: {count: {}}}], cursor: {}}", 40602)]
    [InlineData("{aggregate: 'things', pipeline: [{$collStats: 1}], cursor: {}}", 40166)]
    [InlineData("{aggregate: 'things', pipeline: [{$collStats: {what: {}}}], cursor: {}}", 40415)]
    [InlineData("{aggregate: 'things', pipeline: [{$collStats: {latencyStats: {}}}], cursor: {}}", 72)]
    [InlineData("{aggregate: 'nothing', pipeline: [{$collStats: {count: {}}}], cursor: {}}", 2)]
    [InlineData("{aggregate: 'things', pipeline: [{$indexStats: {}}], cursor: {}}", 40324)]
    [InlineData("{aggregate: 'things', pipeline: [{$sample: {size: 1}}], cursor: {}}", 40324)]
    [InlineData("{explain: {aggregate: 'things', pipeline: [{$collStats: {count: {}}}], cursor: {}}}", 72)]
    [InlineData("{dbStats: 1, scale: 0}", 2)]
    [InlineData("{collStats: 'things', scale: 0}", 2)]
    [InlineData("{validate: 'nothing'}", 26)]
    [InlineData("{validate: 'things', repair: true}", 72)]
    [InlineData("{serverStatus: 1}", 59)]
    [InlineData("{top: 1}", 59)]
    [InlineData("{currentOp: 1}", 59)]
    [InlineData("{getCmdLineOpts: 1}", 59)]
    public async Task What_is_not_known_is_refused_as_MongoDB_refuses(string command, int code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<MongoCommandException>(() => RunAsync(BsonDocument.Parse(command)))).Code);

    [Theory]
    [InlineData("dbStats", "dbstats", 1)]
    [InlineData("collStats", "collstats", "things")]
    [InlineData("buildInfo", "buildinfo", 1)]
    [InlineData("isMaster", "ismaster", 1)]
    [InlineData("dropIndexes", "deleteIndexes", "things")]
    [InlineData("findAndModify", "findandmodify", "things")]
    public async Task Both_spellings_of_a_command_are_known(string name, string other, object argument)
    {
        foreach (var spelling in new[] { name, other })
        {
            var command = new BsonDocument(spelling, BsonValue.Create(argument));
            if (name == "dropIndexes")
                command.Add("index", new BsonArray());
            if (name == "findAndModify")
                command.Add("update", BsonDocument.Parse("{$set: {a: 1}}"));
            Assert.Equal(1, (await RunAsync(command))["ok"].ToInt32());
        }
    }

    [Theory]
    [InlineData("dbSTATS")]
    [InlineData("listdatabases")]
    [InlineData("hostinfo")]
    public async Task Other_spellings_are_not(string name) =>
        Assert.Equal(59, (await Assert.ThrowsAsync<MongoCommandException>(() => RunAsync(new BsonDocument(name, 1)))).Code);

    [Fact]
    public async Task A_sound_collection_is_valid()
    {
        var shown = await RunAsync(BsonDocument.Parse("{validate: 'things', full: true}"));
        Assert.True(shown["valid"].AsBoolean, shown.ToJson());
        Assert.Equal(Documents, shown["nrecords"].ToInt64());
        Assert.Equal((Documents, 2 * Documents), (shown["keysPerIndex"]["_id_"].ToInt64(), shown["keysPerIndex"]["tags_1"].ToInt64()));
    }

    private Task<BsonDocument> StageAsync(string collection, params string[] stages) =>
        _server.Collection(collection).Aggregate<BsonDocument>(stages.Select(BsonDocument.Parse).ToArray()).SingleAsync();

    private Task<BsonDocument> RunAsync(BsonDocument command) => _server.Database.RunCommandAsync<BsonDocument>(command);
}
