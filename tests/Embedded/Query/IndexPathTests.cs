using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Query;

/// <summary>An index may make a query fast, never different: random documents, indexes and queries, each also answered by reading everything.</summary>
public sealed class IndexPathTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;

    public async Task InitializeAsync() => _server = await EmbeddedServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_index_path_answers_as_a_full_scan_does(int seed)
    {
        var random = new RandomBson(seed);
        var things = _server.Collection();
        var documents = Enumerable.Range(0, 150).Select(i => random.Document(i)).ToList();
        var half = documents.Count / 2;
        // Half before the indexes are made and half after: built and kept indexes both take part.
        await InsertAsync(things, documents[..half]);
        foreach (var key in random.Keys())
        {
            try
            {
                await things.Indexes.CreateOneAsync(key);
            }
            catch (MongoCommandException error) when (error.Code is 171 or 85)
            {
                // Two arrays in one key: this index cannot be over these documents. Or the key is there already.
            }
        }

        await InsertAsync(things, documents[half..]);
        for (var change = 0; change < 60; change++)
        {
            try
            {
                await things.ReplaceOneAsync(new BsonDocument("_id", change * 2), random.Document(change * 2));
                await things.DeleteOneAsync(new BsonDocument("_id", change * 2 + 81));
            }
            catch (MongoWriteException error) when (error.WriteError.Code == 171)
            {
                // As above.
            }
        }

        var stored = (await things.Find("{}").ToListAsync()).ToDictionary(document => document["_id"].AsInt32);
        var onIndex = 0;
        var byKeys = 0;
        for (var round = 0; round < 500; round++)
        {
            var filter = random.Filter();
            var sort = random.Sort();
            var find = new BsonDocument { { "find", "things" }, { "filter", filter } };
            if (sort is not null)
                find.Add("sort", sort);
            var indexed = await AnswerAsync(find);
            var scanned = await AnswerAsync(new BsonDocument(find) { { "hint", new BsonDocument("$natural", 1) } });
            if (indexed is null || scanned is null)
            {
                Assert.Equal(scanned is null, indexed is null);
                continue;
            }

            foreach (var counted in new[] { filter, random.Plain() })
            {
                var count = new BsonDocument { { "count", "things" }, { "query", counted } };
                var indexCount = await CountAsync(count);
                var scanCount = await CountAsync(new BsonDocument(count) { { "hint", new BsonDocument("$natural", 1) } });
                var countPlan = await PlanAsync(count);
                Assert.True(indexCount == scanCount, $"{count.ToJson()}\nindex: {indexCount}, scan: {scanCount}\n{countPlan}");
                if (countPlan.Contains("COUNT_SCAN", StringComparison.Ordinal))
                    byKeys++;
            }

            // Documents that sort alike may come in any order, so order is compared by sort key.
            var plan = await PlanAsync(find);
            Assert.True(
                indexed.Order().SequenceEqual(scanned.Order())
                    && (sort is null || SortKeys(indexed, stored, sort).SequenceEqual(SortKeys(scanned, stored, sort))),
                $"{find.ToJson()}\nindex: {string.Join(' ', indexed)}\nscan:  {string.Join(' ', scanned)}\n{plan}"
            );
            if (!plan.Contains("COLLSCAN", StringComparison.Ordinal))
                onIndex++;
        }

        Assert.True(onIndex > 100, $"only {onIndex} of 500 queries used an index: the test proves little");
        Assert.True(byKeys > 50, $"only {byKeys} of 1000 queries were counted by keys: the test proves little");
        await _server.StopAndAuditAsync();
    }

    private async Task<int> CountAsync(BsonDocument count) => (await _server.Database.RunCommandAsync<BsonDocument>(count))["n"].ToInt32();

    private static async Task InsertAsync(IMongoCollection<BsonDocument> things, List<BsonDocument> documents)
    {
        try
        {
            await things.InsertManyAsync(documents, new InsertManyOptions { IsOrdered = false });
        }
        catch (MongoBulkWriteException<BsonDocument> error) when (error.WriteErrors.All(e => e.Code == 171))
        {
            // Two arrays in one key are refused, and the document with them.
        }
    }

    /// <summary>The ids in order; null when the sort is refused because a document has two arrays in its key.</summary>
    private async Task<List<int>?> AnswerAsync(BsonDocument find)
    {
        try
        {
            var reply = await _server.Database.RunCommandAsync<BsonDocument>(new BsonDocument(find) { { "batchSize", 1000 } });
            return [.. reply["cursor"]["firstBatch"].AsBsonArray.Select(d => d["_id"].AsInt32)];
        }
        catch (MongoCommandException error) when (error.Code == 2 && error.Message.Contains("parallel arrays", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private async Task<string> PlanAsync(BsonDocument find) =>
        (await _server.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "explain", find }, { "verbosity", "queryPlanner" } }))["queryPlanner"]
            ["winningPlan"]
            .ToJson();

    private static IEnumerable<string> SortKeys(List<int> ids, Dictionary<int, BsonDocument> documents, BsonDocument sort)
    {
        var order = SortOrder.Parse(sort);
        return ids.Select(id => Convert.ToHexString(order.KeyOf(BsonView.Document(documents[id].ToBson()))));
    }
}

/// <summary>Random documents, keys, filters and sorts over a few paths and few values, so that they meet often.</summary>
internal sealed class RandomBson(int seed)
{
    private static readonly string[] Paths = ["a", "b", "c", "c.x", "c.y", "d.x", "a.0"];

    private readonly Random _random = new(seed);

    // The first seeds have no arrays, so that ranges and orders of plain indexes are tried too.
    private readonly bool _arrays = seed > 2;

    public BsonDocument Document(int id)
    {
        var document = new BsonDocument("_id", id);
        foreach (var name in new[] { "a", "b", "c", "d" })
        {
            // A stored expression equals a query's own: an index on prefixes has to find it too.
            if (_random.Next(20) == 0)
                document.Add(name, new BsonRegularExpression("^a"));
            else if (_random.Next(6) > 0)
                document.Add(name, name is "c" or "d" && _random.Next(4) > 0 ? Nested() : Value());
        }

        return document;
    }

    /// <summary>Conditions whose keys tell all there is to tell.</summary>
    public BsonDocument Plain() =>
        _random.Next(3) switch
        {
            0 => new BsonDocument(Paths[_random.Next(Paths.Length)], _random.Next(5)),
            1 => new BsonDocument(Paths[_random.Next(Paths.Length)], new BsonDocument("$in", new BsonArray { _random.Next(5), "ab", _random.Next(2) == 0 })),
            _ => new BsonDocument(Paths[_random.Next(Paths.Length)], new BsonDocument { { "$gte", "a" }, { "$lt", "b" } }),
        };

    private BsonValue Nested()
    {
        BsonDocument One()
        {
            var inner = new BsonDocument();
            if (_random.Next(5) > 0)
                inner.Add("x", Value());
            if (_random.Next(5) > 0)
                inner.Add("y", Value());
            return inner;
        }

        return _arrays && _random.Next(2) == 0
            ? new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(8) == 0 ? Value() : One()))
            : One();
    }

    private BsonValue Value() =>
        _arrays && _random.Next(4) == 0
            ? new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(6) == 0 ? new BsonArray { Scalar() } : Scalar()))
            : Scalar();

    private BsonValue Scalar() =>
        _random.Next(14) switch
        {
            0 => BsonNull.Value,
            1 => _random.Next(4) / 2.0,
            2 => (long)_random.Next(4),
            3 or 4 => new[] { "", "a", "ab", "abc", "b", "a.c" }[_random.Next(6)],
            5 => _random.Next(2) == 0,
            6 => new BsonDateTime(_random.Next(4)),
            7 => new BsonDecimal128(_random.Next(4)),
            8 => double.NaN,
            9 => new BsonDocument("x", _random.Next(3)),
            10 => BsonMinKey.Value,
            _ => _random.Next(5),
        };

    public IEnumerable<CreateIndexModel<BsonDocument>> Keys()
    {
        for (var i = 0; i < 8; i++)
        {
            var paths = Paths.OrderBy(_ => _random.Next()).Take(i < 3 ? 1 : _random.Next(1, 4)).ToList();
            var options = new CreateIndexOptions<BsonDocument> { Name = $"index{i}" };
            switch (_random.Next(5))
            {
                case 0:
                    options.Sparse = true;
                    break;
                case 1:
                    options.PartialFilterExpression = new BsonDocument(Paths[_random.Next(Paths.Length)], PartialCondition());
                    break;
            }

            yield return new CreateIndexModel<BsonDocument>(new BsonDocument(paths.Select(p => new BsonElement(p, _random.Next(2) == 0 ? 1 : -1))), options);
        }
    }

    private BsonDocument PartialCondition() =>
        _random.Next(4) switch
        {
            0 => new("$exists", true),
            1 => new("$gt", Scalar()),
            2 => new("$lte", Scalar()),
            _ => new("$eq", Scalar()),
        };

    public BsonDocument Filter(int depth = 0)
    {
        if (depth < 2 && _random.Next(6) == 0)
            return new BsonDocument(_random.Next(2) == 0 ? "$or" : "$and", new BsonArray(Enumerable.Range(0, 2).Select(_ => Filter(depth + 1))));
        var filter = new BsonDocument();
        foreach (var path in Paths.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4)))
            filter.Add(path, Condition());
        return filter;
    }

    private BsonValue Condition() =>
        _random.Next(13) switch
        {
            0 or 1 or 2 => Value(),
            3 => new BsonDocument("$in", new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => Value()))),
            4 => new BsonDocument { { "$gt", Scalar() }, { "$lt", Scalar() } },
            5 => new BsonDocument("$gte", Scalar()),
            6 => new BsonDocument("$lte", Scalar()),
            7 => new BsonDocument("$ne", Scalar()),
            8 => new BsonDocument("$exists", _random.Next(2) == 0),
            9 => new BsonRegularExpression(new[] { "^a", "^ab?", "^a\\.", "b" }[_random.Next(4)], _random.Next(4) == 0 ? "i" : ""),
            10 => new BsonDocument("$elemMatch", new BsonDocument { { "x", Scalar() }, { "y", new BsonDocument("$gte", Scalar()) } }),
            11 => new BsonDocument("$elemMatch", new BsonDocument { { "$gte", Scalar() }, { "$lt", Scalar() } }),
            _ => new BsonDocument("$all", new BsonArray { Scalar(), Scalar() }),
        };

    public BsonDocument? Sort() =>
        _random.Next(2) == 0
            ? null
            : new BsonDocument(Paths.OrderBy(_ => _random.Next()).Take(_random.Next(1, 3)).Select(p => new BsonElement(p, _random.Next(2) == 0 ? 1 : -1)));
}
