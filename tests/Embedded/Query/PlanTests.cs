using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Query;

/// <summary>Which index a query uses. Without these an index that is never used would pass every other test.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartAsync();
        var things = _server.Collection();
        await things.Indexes.CreateManyAsync([
            Index("{a: 1, b: -1}"),
            Index("{name: 1}", unique: true),
            Index("{tags: 1, at: 1}"),
            Index("{'members.org': 1, 'members.role': 1}"),
            Index("{state: 1, at: -1}", partial: "{state: {$in: ['open', 'late']}}"),
            Index("{nick: 1}", sparse: true),
            Index("{at: 1}"),
        ]);
        await things.InsertManyAsync(
            Enumerable
                .Range(0, 200)
                .Select(i => new BsonDocument
                {
                    { "_id", i },
                    { "a", i % 10 },
                    { "b", i },
                    { "name", $"name {i:000}" },
                    {
                        "tags",
                        new BsonArray { $"t{i % 7}", $"t{i % 5}" }
                    },
                    {
                        "members",
                        new BsonArray
                        {
                            new BsonDocument { { "org", i % 20 }, { "role", i % 3 } },
                            new BsonDocument { { "org", i % 9 }, { "role", 5 } },
                        }
                    },
                    { "state", i % 4 == 0 ? "open" : "done" },
                    { "at", new BsonDateTime(i * 1000L) },
                })
        );
    }

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    private static CreateIndexModel<BsonDocument> Index(string key, bool unique = false, bool sparse = false, string? partial = null) =>
        new(
            key,
            new CreateIndexOptions<BsonDocument>
            {
                Unique = unique ? true : null,
                Sparse = sparse ? true : null,
                PartialFilterExpression = partial is null ? null : BsonDocument.Parse(partial),
            }
        );

    [Theory]
    [InlineData("{_id: 5}", null, "_id_")]
    [InlineData("{_id: {$in: [1, 2]}}", null, "_id_")]
    [InlineData("{a: 3}", null, "a_1_b_-1")]
    [InlineData("{a: 3, b: {$gt: 50}}", null, "a_1_b_-1")]
    [InlineData("{a: {$gte: 3, $lt: 5}}", null, "a_1_b_-1")]
    [InlineData("{$and: [{a: 3}, {b: {$lt: 50}}]}", null, "a_1_b_-1")]
    [InlineData("{a: 3}", "{b: -1}", "a_1_b_-1")]
    [InlineData("{a: 3}", "{b: 1}", "a_1_b_-1 backward")]
    [InlineData("{}", "{a: 1, b: -1}", "a_1_b_-1 unbounded")]
    [InlineData("{}", "{a: -1, b: 1}", "a_1_b_-1 backward unbounded")]
    [InlineData("{}", "{a: 1, b: 1}", "COLLSCAN SORT")]
    [InlineData("{a: {$in: [1, 2]}}", "{a: 1, b: -1}", "a_1_b_-1")]
    [InlineData("{a: {$in: [1, 2]}}", "{b: -1}", "a_1_b_-1 SORT")]
    [InlineData("{a: {$gt: 1}}", "{b: -1}", "a_1_b_-1 SORT")]
    [InlineData("{b: 5}", null, "COLLSCAN")]
    [InlineData("{name: 'name 007'}", null, "name_1")]
    [InlineData("{name: /^name 0/}", null, "name_1")]
    [InlineData("{name: /^name 0/i}", null, "COLLSCAN")]
    [InlineData("{name: /name/}", null, "COLLSCAN")]
    [InlineData("{tags: 't1'}", null, "tags_1_at_1")]
    [InlineData("{tags: 't1'}", "{at: 1}", "tags_1_at_1")]
    [InlineData("{tags: {$in: ['t1', 't2']}}", "{at: 1}", "tags_1_at_1 SORT")]
    [InlineData("{tags: 't1'}", "{tags: 1, at: 1}", "tags_1_at_1 SORT")]
    [InlineData("{'members.org': 4}", "{'members.role': 1}", "members.org_1_members.role_1 SORT")]
    [InlineData("{tags: 't1', at: {$gt: {$date: 5}}}", null, "tags_1_at_1")]
    [InlineData("{'members.org': 4}", null, "members.org_1_members.role_1")]
    [InlineData("{members: {$elemMatch: {org: 4, role: 5}}}", null, "members.org_1_members.role_1")]
    [InlineData("{state: 'open'}", null, "state_1_at_-1")]
    [InlineData("{state: 'open'}", "{at: -1}", "state_1_at_-1")]
    [InlineData("{state: {$in: ['open', 'late']}}", null, "state_1_at_-1")]
    [InlineData("{state: 'done'}", null, "COLLSCAN")]
    [InlineData("{state: {$ne: 'done'}}", null, "COLLSCAN")]
    [InlineData("{nick: 'x'}", null, "nick_1")]
    [InlineData("{nick: null}", null, "COLLSCAN")]
    [InlineData("{nick: {$exists: false}}", null, "COLLSCAN")]
    [InlineData("{}", "{nick: 1}", "COLLSCAN SORT")]
    [InlineData("{$or: [{a: 1}, {name: 'name 005'}]}", null, "a_1_b_-1 + name_1")]
    [InlineData("{$or: [{a: 1}, {b: 5}]}", null, "COLLSCAN")]
    [InlineData("{}", null, "COLLSCAN")]
    public async Task A_query_is_planned(string filter, string? sort, string expected)
    {
        var find = new BsonDocument { { "find", "things" }, { "filter", BsonDocument.Parse(filter) } };
        if (sort is not null)
            find.Add("sort", BsonDocument.Parse(sort));
        Assert.Equal(expected, Shown((await ExplainAsync(find))["queryPlanner"]["winningPlan"].AsBsonDocument));
    }

    [Fact]
    public async Task A_compound_prefix_with_a_range_reads_only_what_it_returns()
    {
        var statistics = (await ExplainAsync(BsonDocument.Parse("{find: 'things', filter: {a: 3, b: {$gt: 50, $lte: 100}}, sort: {b: 1}}")))["executionStats"];
        Assert.Equal((5, 5, 5), (statistics["nReturned"].ToInt32(), statistics["totalKeysExamined"].ToInt32(), statistics["totalDocsExamined"].ToInt32()));
    }

    [Fact]
    public async Task Two_conditions_on_one_element_narrow_the_key_together()
    {
        var statistics = (await ExplainAsync(BsonDocument.Parse("{find: 'things', filter: {members: {$elemMatch: {org: 4, role: 5}}}}")))["executionStats"];
        Assert.Equal(statistics["nReturned"].ToInt32(), statistics["totalKeysExamined"].ToInt32());
        Assert.True(statistics["nReturned"].ToInt32() > 0);
    }

    [Fact]
    public async Task A_limit_over_an_ordered_index_stops_reading()
    {
        var statistics = (await ExplainAsync(BsonDocument.Parse("{find: 'things', filter: {a: 3}, sort: {b: -1}, limit: 2}")))["executionStats"];
        Assert.Equal(2, statistics["totalDocsExamined"].ToInt32());
    }

    [Fact]
    public async Task Entries_of_one_array_element_are_read_in_the_order_of_the_rest_of_the_key()
    {
        var statistics = (
            await ExplainAsync(BsonDocument.Parse("{find: 'things', filter: {tags: 't1', at: {$gt: {$date: 50000}}}, sort: {at: -1}, limit: 3}"))
        )["executionStats"];
        Assert.Equal((3, 3), (statistics["nReturned"].ToInt32(), statistics["totalDocsExamined"].ToInt32()));
    }

    [Theory]
    [InlineData("{}", 200, 0, 0)]
    [InlineData("{tags: 't1'}", 63, 63, 0)]
    [InlineData("{tags: {$in: ['t1', 't2']}}", 114, 126, 0)]
    [InlineData("{tags: 't1', a: 3}", 3, 20, 20)]
    public async Task What_an_index_says_all_about_is_counted_without_reading_it(string filter, int count, int keys, int documents)
    {
        var statistics = (await ExplainAsync(new BsonDocument { { "count", "things" }, { "query", BsonDocument.Parse(filter) } }))["executionStats"];
        Assert.Equal(
            (count, keys, documents),
            (statistics["nReturned"].ToInt32(), statistics["totalKeysExamined"].ToInt32(), statistics["totalDocsExamined"].ToInt32())
        );
        Assert.Equal(count, await _server.Collection().CountDocumentsAsync(BsonDocument.Parse(filter)));
        Assert.Equal(Math.Min(5, count), await _server.Collection().CountDocumentsAsync(BsonDocument.Parse(filter), new CountOptions { Limit = 5 }));
        Assert.Equal(Math.Max(0, count - 60), await _server.Collection().CountDocumentsAsync(BsonDocument.Parse(filter), new CountOptions { Skip = 60 }));
    }

    [Theory]
    [InlineData("{aggregate: 'things', pipeline: [{$match: {a: 3}}, {$sort: {b: -1}}, {$limit: 5}], cursor: {}}", "a_1_b_-1")]
    [InlineData("{count: 'things', query: {name: 'x'}}", "name_1 counted")]
    [InlineData("{count: 'things', query: {tags: 't1'}}", "tags_1_at_1 counted")]
    [InlineData("{count: 'things', query: {a: {$in: [1, 2]}, b: 3}}", "a_1_b_-1 counted")]
    [InlineData("{count: 'things', query: {at: {$gt: {$date: 5}, $lte: {$date: 5000}}}}", "at_1 counted")]
    [InlineData("{count: 'things', query: {tags: {$all: ['t1', 't2']}}}", "tags_1_at_1")]
    [InlineData("{count: 'things', query: {a: null}}", "a_1_b_-1")]
    [InlineData("{count: 'things', query: {a: 3, z: 1}}", "a_1_b_-1")]
    [InlineData("{count: 'things', query: {a: 3, name: {$ne: 'x'}}}", "a_1_b_-1")]
    [InlineData("{count: 'things'}", "counted")]
    [InlineData("{count: 'things', hint: '_id_'}", "_id_ unbounded counted")]
    [InlineData("{aggregate: 'things', pipeline: [{$match: {a: 3}}, {$group: {_id: 1, n: {$sum: 1}}}], cursor: {}}", "a_1_b_-1 counted")]
    [InlineData("{aggregate: 'things', pipeline: [{$match: {a: 3}}, {$limit: 4}, {$count: 'n'}], cursor: {}}", "a_1_b_-1 counted")]
    [InlineData("{aggregate: 'things', pipeline: [{$match: {a: 3}}, {$group: {_id: '$b', n: {$sum: 1}}}], cursor: {}}", "a_1_b_-1")]
    [InlineData("{distinct: 'things', key: 'a', query: {name: 'x'}}", "name_1")]
    [InlineData("{delete: 'things', deletes: [{q: {name: 'x'}, limit: 1}]}", "name_1")]
    [InlineData("{update: 'things', updates: [{q: {name: 'x'}, u: {$set: {z: 1}}}]}", "name_1")]
    [InlineData("{findAndModify: 'things', query: {a: 1}, sort: {b: -1}, update: {$set: {z: 1}}}", "a_1_b_-1")]
    [InlineData("{find: 'things', filter: {a: 1}, hint: 'name_1'}", "name_1 unbounded")]
    [InlineData("{find: 'things', filter: {a: 1}, hint: {$natural: 1}}", "COLLSCAN")]
    public async Task Every_command_that_searches_uses_the_planner(string command, string expected) =>
        Assert.Equal(expected, Shown((await ExplainAsync(BsonDocument.Parse(command)))["queryPlanner"]["winningPlan"].AsBsonDocument));

    [Fact]
    public async Task A_hint_at_no_index_is_refused() =>
        Assert.Equal(
            2,
            (
                await Assert.ThrowsAsync<MongoCommandException>(() => _server.Collection().Find("{a: 1}", new FindOptions { Hint = "nothing" }).ToListAsync())
            ).Code
        );

    [Fact]
    public async Task A_hint_at_a_partial_index_that_misses_documents_is_refused() =>
        Assert.Equal(
            2,
            (
                await Assert.ThrowsAsync<MongoCommandException>(() =>
                    _server.Collection().Find("{state: 'done'}", new FindOptions { Hint = "state_1_at_-1" }).ToListAsync()
                )
            ).Code
        );

    private Task<BsonDocument> ExplainAsync(BsonDocument command) =>
        _server.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", command }, { "verbosity", "executionStats" } });

    private static string Shown(BsonDocument plan)
    {
        var words = new List<string>();
        for (var stage = plan; stage is not null; stage = stage.GetValue("inputStage", null)?.AsBsonDocument)
        {
            switch (stage["stage"].AsString)
            {
                case "IXSCAN":
                    words.Insert(0, ScanShown(stage));
                    break;
                case "OR":
                    words.Insert(0, string.Join(" + ", stage["inputStages"].AsBsonArray.Select(s => ScanShown(s.AsBsonDocument))));
                    break;
                case "COUNT_SCAN":
                    words.Insert(0, ScanShown(stage) + " counted");
                    break;
                case "RECORD_STORE_FAST_COUNT":
                    words.Insert(0, "counted");
                    break;
                case "COLLSCAN":
                    words.Insert(0, "COLLSCAN");
                    break;
                case "SORT":
                    words.Add("SORT");
                    break;
            }
        }

        return string.Join(' ', words);

        static string ScanShown(BsonDocument scan) =>
            scan["indexName"].AsString + (scan["direction"] == "backward" ? " backward" : "") + (scan["bounded"].AsBoolean ? "" : " unbounded");
    }
}
