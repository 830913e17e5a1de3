using System.Text;
using ELearning.Embedded.Tests.Hosting;
using ELearning.Embedded.Tests.Wire;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>What is not implemented is refused with MongoDB's code; nothing is ignored.</summary>
public sealed class StrictnessTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync();
        await _server
            .Collection()
            .InsertOneAsync(
                new BsonDocument
                {
                    { "_id", 1 },
                    { "a", 1 },
                    { "s", "x" },
                }
            );
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

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
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => _server.Database.RunCommandAsync<BsonDocument>(command));
        Assert.Equal(code, error.Code);
        Assert.Equal(1, await _server.Collection().EstimatedDocumentCountAsync());
    }

    [Theory]
    [InlineData("{$bit: {a: {and: 1}}}", 9)]
    [InlineData("{$noSuch: {a: 1}}", 9)]
    [InlineData("{$set: {_id: 2}}", 66)]
    [InlineData("{$set: {a: 1}, $inc: {a: 1}}", 40)]
    [InlineData("{$inc: {s: 1}}", 14)]
    public async Task An_update_is_refused_and_changes_nothing(string update, int code)
    {
        var reply = await _server.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument
            {
                { "update", "things" },
                {
                    "updates",
                    new BsonArray
                    {
                        new BsonDocument { { "q", new BsonDocument() }, { "u", BsonDocument.Parse(update) } },
                    }
                },
            }
        );
        Assert.Equal(code, reply["writeErrors"][0]["code"].ToInt32());
        Assert.Equal(BsonDocument.Parse("{_id: 1, a: 1, s: 'x'}"), await _server.Collection().Find("{}").SingleAsync());
    }

    [Theory]
    [InlineData("[1]", 53)]
    [InlineData("/x/", 53)]
    [InlineData("undefined", 53)]
    [InlineData("{$a: 1}", 52)]
    [InlineData("{b: 1, $a: 1}", 52)]
    [InlineData("{b: {c: {$a: 1}}}", 52)]
    [InlineData("{b: [{$a: 1}]}", 52)]
    [InlineData("{$id: 1}", 52)]
    [InlineData("{$ref: 'a', $db: 'b'}", 52)]
    public async Task An_id_that_may_not_be_stored_is_refused_however_it_comes(string value, int code)
    {
        // As data: in a filter, names that begin with $ would be operators.
        var id = BsonDocument.Parse($"{{_id: {value}}}")["_id"];
        List<BsonDocument> writes =
        [
            new()
            {
                { "insert", "things" },
                {
                    "documents",
                    new BsonArray { new BsonDocument("_id", id) }
                },
            },
            new()
            {
                { "insert", "things" },
                {
                    "documents",
                    new BsonArray
                    {
                        new BsonDocument { { "a", 1 }, { "_id", id } },
                    }
                },
            },
            Upsert(new("a", 7), new BsonDocument { { "_id", id }, { "b", 1 } }),
            Upsert(new("a", 7), new BsonDocument("$set", new BsonDocument("_id", id))),
            Upsert(new("a", 7), new BsonDocument("$setOnInsert", new BsonDocument("_id", id))),
            Upsert(new("a", 7), new BsonArray { new BsonDocument("$set", new BsonDocument("_id", new BsonDocument("$literal", id))) }),
        ];
        // No filter may ask for undefined.
        if (!id.IsBsonUndefined)
            writes.Add(Upsert(new("_id", new BsonDocument("$eq", id)), new BsonDocument("$set", new BsonDocument("b", 1))));
        foreach (var write in writes)
        {
            var reply = await _server.Database.RunCommandAsync<BsonDocument>(write);
            Assert.True(reply.Contains("writeErrors"), $"{write} was taken");
            Assert.Equal(code, reply["writeErrors"][0]["code"].ToInt32());
        }

        Assert.Equal(1, await _server.Collection().CountDocumentsAsync("{}"));

        static BsonDocument Upsert(BsonDocument filter, BsonValue update) =>
            new()
            {
                { "update", "things" },
                {
                    "updates",
                    new BsonArray
                    {
                        new BsonDocument
                        {
                            { "q", filter },
                            { "u", update },
                            { "upsert", true },
                        },
                    }
                },
            };
    }

    [Theory]
    [InlineData("{a: 1}")]
    [InlineData("{$ref: 'things', $id: 1}")]
    [InlineData("{$ref: 'things', $id: 1, $db: 'test'}")]
    public async Task An_id_may_be_a_document_or_a_reference(string id)
    {
        await _server.Collection().InsertOneAsync(new BsonDocument("_id", BsonDocument.Parse(id)));
        Assert.Equal(2, await _server.Collection().CountDocumentsAsync("{}"));
    }

    [Fact]
    public async Task Two_ids_in_one_document_are_refused()
    {
        var twice = new BsonDocument(allowDuplicateNames: true)
        {
            { "_id", 5 },
            { "a", 1 },
            { "_id", 6 },
        };
        using var client = RawClient.Authenticated(_server.ConnectionString);
        var reply = client.Run(
            new BsonDocument
            {
                { "insert", "things" },
                {
                    "documents",
                    new BsonArray { twice }
                },
            },
            _server.DatabaseName
        );
        Assert.Equal(2, reply["writeErrors"][0]["code"].ToInt32());
        Assert.Equal(1, await _server.Collection().CountDocumentsAsync("{}"));
    }

    [Theory]
    [InlineData(180, true)]
    [InlineData(181, false)]
    public async Task A_document_is_stored_to_180_levels(int levels, bool stored)
    {
        BsonValue nested = 1;
        for (var level = 1; level < levels; level++)
            nested = level % 2 == 0 ? new BsonArray { nested } : new BsonDocument("a", nested);
        // The driver itself goes to 100 levels only.
        using var client = RawClient.Authenticated(_server.ConnectionString);
        Check(
            new()
            {
                { "insert", "things" },
                {
                    "documents",
                    new BsonArray
                    {
                        new BsonDocument { { "_id", 2 }, { "a", nested } },
                    }
                },
            }
        );
        Check(
            new()
            {
                { "update", "things" },
                {
                    "updates",
                    new BsonArray
                    {
                        new BsonDocument { { "q", new BsonDocument("_id", 1) }, { "u", new BsonDocument("$set", new BsonDocument("a", nested)) } },
                    }
                },
            }
        );
        Assert.Equal(stored ? 2 : 1, await _server.Collection().CountDocumentsAsync("{}"));

        void Check(BsonDocument write)
        {
            var body = write.Add("$db", _server.DatabaseName).ToBson(writerSettings: new BsonBinaryWriterSettings { MaxSerializationDepth = 200 });
            var reply = client.Run(client.Message(body));
            if (stored)
                Assert.Equal(1, reply["n"].ToInt32());
            else
                Assert.Equal(15, reply["writeErrors"][0]["code"].ToInt32());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_names_of_database_and_collection_have_255_bytes_together(bool fits)
    {
        var room = 255 - Encoding.UTF8.GetByteCount(_server.DatabaseName + ".");
        var name = new string('é', room / 2) + new string('e', room % 2 + (fits ? 0 : 1));
        var insert = _server.Collection(name).InsertOneAsync([]);
        if (fits)
            await insert;
        else
            Assert.Equal(73, (await Assert.ThrowsAsync<MongoCommandException>(() => insert)).Code);
    }

    [Fact]
    public async Task What_is_accepted_without_effect_has_none()
    {
        var found = await _server.Database.RunCommandAsync<BsonDocument>(
            "{find: 'things', comment: 'why', allowDiskUse: true, maxTimeMS: 10000, readConcern: {level: 'majority'}, collation: {locale: 'simple'}, "
                + "noCursorTimeout: false}"
        );
        Assert.Single(found["cursor"]["firstBatch"].AsBsonArray);
    }

    [Fact]
    public async Task A_time_limit_bites()
    {
        await _server.Collection().InsertManyAsync(Enumerable.Range(10, 3000).Select(i => new BsonDocument { { "_id", i }, { "s", new string('x', 200) } }));
        // The alternatives make every document cost far more than the limit allows for all of them.
        var slow = new BsonDocument("$or", new BsonArray(Enumerable.Range(0, 300).Select(i => new BsonDocument("s", new BsonRegularExpression($"y{i}$")))));
        var error = await Assert.ThrowsAsync<MongoExecutionTimeoutException>(() =>
            _server.Collection().Find(slow, new FindOptions { MaxTime = TimeSpan.FromMilliseconds(1) }).ToListAsync()
        );
        Assert.Equal(50, error.Code);
    }
}
