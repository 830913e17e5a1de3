using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>What is not implemented is refused with MongoDB's code; nothing is ignored.</summary>
public sealed class StrictnessTests : IAsyncLifetime
{
    EmbeddedServer server = null!;

    public async Task InitializeAsync()
    {
        server = await EmbeddedServer.StartAsync();
        await server.Collection().InsertOneAsync(new BsonDocument { { "_id", 1 }, { "a", 1 }, { "s", "x" } });
    }

    public Task DisposeAsync() => server.DisposeAsync().AsTask();

    [Theory]
    // commands
    [InlineData("{mapReduce: 'things'}", 59)]
    [InlineData("{collMod: 'things'}", 59)]
    [InlineData("{bulkWrite: 1}", 59)]
    [InlineData("{commitTransaction: 1}", 59)]
    [InlineData("{Find: 'things'}", 59)]
    // options of commands
    [InlineData("{find: 'things', filterr: {}}", 40415)]
    [InlineData("{find: 'things', max: {a: 1}}", 40415)]
    [InlineData("{find: 'things', tailable: true}", 72)]
    [InlineData("{find: 'things', let: {x: 1}}", 72)]
    [InlineData("{find: 'things', collation: {locale: 'zh'}}", 2)]
    [InlineData("{find: 'things', filter: 5}", 14)]
    [InlineData("{find: 'things', limit: 'x'}", 14)]
    [InlineData("{find: 'things', skip: -1}", 51024)]
    [InlineData("{find: 'things', readConcern: {level: 'snapshot'}}", 72)]
    [InlineData("{find: 'a$b'}", 73)]
    [InlineData("{find: ''}", 73)]
    [InlineData("{find: 5}", 73)]
    [InlineData("{insert: 'things', documents: [{}], what: 1}", 40415)]
    [InlineData("{insert: 'things'}", 40414)]
    [InlineData("{insert: 'things', documents: []}", 16)]
    [InlineData("{update: 'things', updates: [{q: {}, u: {$set: {b: 1}}, sort: {a: 1}}]}", 40415)]
    [InlineData("{update: 'things', updates: [{q: {}, u: {$set: {b: 1}}, collation: {locale: 'zh'}}]}", 2)]
    [InlineData("{delete: 'things', deletes: [{q: {}, limit: 1, what: 1}]}", 40415)]
    [InlineData("{findAndModify: 'things', query: {}, update: {$set: {b: 1}}, what: 1}", 40415)]
    [InlineData("{findAndModify: 'things', query: {}}", 9)]
    [InlineData("{aggregate: 'things', pipeline: []}", 9)]
    [InlineData("{aggregate: 'things', pipeline: [], cursor: {what: 1}}", 40415)]
    [InlineData("{aggregate: 1, pipeline: [], cursor: {}}", 73)]
    [InlineData("{create: 'new', capped: true, size: 100}", 72)]
    [InlineData("{create: 'new', validator: {}}", 40415)]
    [InlineData("{create: 'new', timeseries: {}}", 40415)]
    [InlineData("{create: 'things'}", 48)]
    [InlineData("{listIndexes: 'nothing'}", 26)]
    [InlineData("{dropIndexes: 'things', index: 'nothing'}", 27)]
    [InlineData("{dropIndexes: 'things', index: '_id_'}", 72)]
    [InlineData("{getMore: {$numberLong: '77'}, collection: 'things'}", 43)]
    // kinds of index
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: 'text'}, name: 'x'}]}", 67)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: '2dsphere'}, name: 'x'}]}", 67)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: 'hashed'}, name: 'x'}]}", 67)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {'$**': 1}, name: 'x'}]}", 67)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'x', expireAfterSeconds: 5}]}", 67)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'x', what: 5}]}", 40415)]
    [InlineData("{createIndexes: 'things', indexes: [{key: {a: 1}, name: 'x', partialFilterExpression: {a: {$ne: 1}}}]}", 67)]
    // query operators
    [InlineData("{find: 'things', filter: {$where: '1'}}", 2)]
    [InlineData("{find: 'things', filter: {$text: {$search: 'x'}}}", 2)]
    [InlineData("{find: 'things', filter: {a: {$near: [1, 2]}}}", 2)]
    [InlineData("{find: 'things', filter: {$jsonSchema: {}}}", 2)]
    // stages
    [InlineData("{aggregate: 'things', pipeline: [{$out: 'x'}], cursor: {}}", 40324)]
    [InlineData("{aggregate: 'things', pipeline: [{$changeStream: {}}], cursor: {}}", 40573)]
    [InlineData("{aggregate: 'things', pipeline: [{$setWindowFields: {}}], cursor: {}}", 40324)]
    [InlineData("{aggregate: 'things', pipeline: [{$noSuchStage: {}}], cursor: {}}", 40324)]
    // explain
    [InlineData("{explain: {insert: 'things', documents: []}}", 59)]
    [InlineData("{explain: {find: 'things', what: 1}}", 40415)]
    [InlineData("{explain: {find: 'things'}, verbosity: 'loud'}", 2)]
    public async Task A_command_is_refused(string command, int code)
    {
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => server.Database.RunCommandAsync<BsonDocument>(command));
        Assert.Equal(code, error.Code);
        Assert.Equal(1, await server.Collection().EstimatedDocumentCountAsync());
    }

    [Theory]
    [InlineData("{$bit: {a: {and: 1}}}", 9)]
    [InlineData("{$noSuch: {a: 1}}", 9)]
    [InlineData("{$set: {_id: 2}}", 66)]
    [InlineData("{$set: {a: 1}, $inc: {a: 1}}", 40)]
    [InlineData("{$inc: {s: 1}}", 14)]
    public async Task An_update_is_refused_and_changes_nothing(string update, int code)
    {
        var reply = await server.Database.RunCommandAsync<BsonDocument>(new BsonDocument
        {
            { "update", "things" },
            { "updates", new BsonArray { new BsonDocument { { "q", new BsonDocument() }, { "u", BsonDocument.Parse(update) } } } },
        });
        Assert.Equal(code, reply["writeErrors"][0]["code"].ToInt32());
        Assert.Equal(BsonDocument.Parse("{_id: 1, a: 1, s: 'x'}"), await server.Collection().Find("{}").SingleAsync());
    }

    [Theory]
    [InlineData("{_id: [1]}", 53)]
    [InlineData("{_id: /x/}", 53)]
    public async Task A_document_that_may_not_be_stored_is_refused(string document, int code)
    {
        var reply = await server.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "insert", "things" }, { "documents", new BsonArray { BsonDocument.Parse(document) } } });
        Assert.Equal(code, reply["writeErrors"][0]["code"].ToInt32());
    }

    [Fact]
    public async Task What_is_accepted_without_effect_has_none()
    {
        var found = await server.Database.RunCommandAsync<BsonDocument>(
            "{find: 'things', comment: 'why', allowDiskUse: true, maxTimeMS: 10000, readConcern: {level: 'majority'}, collation: {locale: 'simple'}, noCursorTimeout: false}");
        Assert.Single(found["cursor"]["firstBatch"].AsBsonArray);
    }

    [Fact]
    public async Task A_time_limit_bites()
    {
        await server.Collection().InsertManyAsync(Enumerable.Range(10, 3000).Select(i => new BsonDocument { { "_id", i }, { "s", new string('x', 200) } }));
        // The alternatives make every document cost far more than the limit allows for all of them.
        var slow = new BsonDocument("$or", new BsonArray(Enumerable.Range(0, 300).Select(i => new BsonDocument("s", new BsonRegularExpression($"y{i}$")))));
        var error = await Assert.ThrowsAsync<MongoExecutionTimeoutException>(() => server.Collection().Find(slow, new FindOptions { MaxTime = TimeSpan.FromMilliseconds(1) }).ToListAsync());
        Assert.Equal(50, error.Code);
    }
}
