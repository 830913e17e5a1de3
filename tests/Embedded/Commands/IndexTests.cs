using ELearning.Embedded.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Commands;

/// <summary>What indexes hold and what they forbid.</summary>
public sealed class IndexTests : IAsyncLifetime
{
    private EmbeddedServer _server = null!;
    private IMongoCollection<BsonDocument> _things = null!;

    public async Task InitializeAsync()
    {
        _server = await EmbeddedServer.StartOrJoinAsync();
        _things = _server.Collection();
    }

    public async Task DisposeAsync()
    {
        await _server.StopAndAuditAsync();
        await _server.DisposeAsync();
    }

    private Task<string> CreateAsync(string key, bool unique = false, bool sparse = false, string? partial = null) =>
        _things.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(
                key,
                new CreateIndexOptions<BsonDocument>
                {
                    Unique = unique ? true : null,
                    Sparse = sparse ? true : null,
                    PartialFilterExpression = partial is null ? null : BsonDocument.Parse(partial),
                }
            )
        );

    private Task InsertAsync(string document) => _things.InsertOneAsync(BsonDocument.Parse(document));

    [Fact]
    public async Task A_duplicate_names_the_index_and_the_value()
    {
        await CreateAsync("{org: 1, email: -1}", unique: true);
        await InsertAsync("{_id: 1, org: 7, email: 'a@b'}");
        var error = (await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{_id: 2, org: 7.0, email: 'a@b'}"))).WriteError;
        Assert.Equal((ServerErrorCategory.DuplicateKey, 11000), (error.Category, error.Code));
        Assert.Contains("index: org_1_email_-1", error.Message, StringComparison.Ordinal);
        var raw = await _server.Database.RunCommandAsync<BsonDocument>("{insert: 'things', documents: [{_id: 2, org: 7, email: 'a@b'}]}");
        Assert.Equal(BsonDocument.Parse("{org: 1, email: -1}"), raw["writeErrors"][0]["keyPattern"]);
        Assert.Equal(BsonDocument.Parse("{org: 7, email: 'a@b'}"), raw["writeErrors"][0]["keyValue"]);
    }

    [Fact]
    public async Task A_duplicate_in_find_and_modify_is_a_command_error()
    {
        await CreateAsync("{a: 1}", unique: true);
        await InsertAsync("{_id: 1, a: 1}");
        await InsertAsync("{_id: 2, a: 2}");
        var error = await Assert.ThrowsAsync<MongoCommandException>(() => _things.FindOneAndUpdateAsync("{_id: 2}", "{$set: {a: 1}}"));
        Assert.Equal((11000, "DuplicateKey"), (error.Code, error.CodeName));
        Assert.Equal(2, (await _things.Find("{_id: 2}").SingleAsync())["a"].AsInt32);
    }

    [Fact]
    public async Task A_rejected_document_leaves_nothing_behind_in_an_unordered_insert()
    {
        await CreateAsync("{a: 1}", unique: true);
        await CreateAsync("{b: 1}");
        await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() =>
            _things.InsertManyAsync(
                [BsonDocument.Parse("{_id: 1, a: 1, b: 1}"), BsonDocument.Parse("{_id: 2, a: 1, b: 2}"), BsonDocument.Parse("{_id: 3, a: 3, b: 3}")],
                new InsertManyOptions { IsOrdered = false }
            )
        );
        Assert.Equal([1, 3], (await _things.Find("{}").ToListAsync()).Select(d => d["_id"].AsInt32));
        Assert.Empty(await _things.Find("{b: 2}").ToListAsync());
    }

    [Fact]
    public async Task A_many_document_update_keeps_what_it_did_before_a_duplicate()
    {
        await CreateAsync("{a: 1}", unique: true);
        await InsertAsync("{_id: 1, a: 1}");
        await InsertAsync("{_id: 2, a: 2}");
        await Assert.ThrowsAsync<MongoWriteException>(() => _things.UpdateManyAsync("{}", "{$set: {a: 9}}"));
        Assert.Equal([9, 2], (await _things.Find("{}").Sort("{_id: 1}").ToListAsync()).Select(d => d["a"].AsInt32));
    }

    [Fact]
    public async Task Missing_counts_as_null_in_a_unique_index()
    {
        await CreateAsync("{a: 1}", unique: true);
        await InsertAsync("{_id: 1}");
        await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{_id: 2, a: null}"));
    }

    [Fact]
    public async Task A_sparse_unique_index_lets_many_be_without()
    {
        await CreateAsync("{a: 1}", unique: true, sparse: true);
        await InsertAsync("{_id: 1}");
        await InsertAsync("{_id: 2}");
        await InsertAsync("{_id: 3, a: null}");
        await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{_id: 4, a: null}"));
    }

    [Fact]
    public async Task A_partial_unique_index_forbids_only_within_its_filter()
    {
        await CreateAsync("{a: 1}", unique: true, partial: "{active: true}");
        await InsertAsync("{_id: 1, a: 1, active: true}");
        await InsertAsync("{_id: 2, a: 1, active: false}");
        await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{_id: 3, a: 1, active: true}"));
        await Assert.ThrowsAsync<MongoWriteException>(() => _things.UpdateOneAsync("{_id: 2}", "{$set: {active: true}}"));
        await _things.UpdateOneAsync("{_id: 1}", "{$set: {active: false}}");
        await _things.UpdateOneAsync("{_id: 2}", "{$set: {active: true}}");
        Assert.Equal(2, (await _things.Find("{a: 1, active: true}").SingleAsync())["_id"].AsInt32);
    }

    [Fact]
    public async Task An_array_has_a_key_for_each_element_and_may_repeat_within_itself()
    {
        await CreateAsync("{tags: 1}", unique: true);
        await InsertAsync("{_id: 1, tags: ['a', 'b', 'a']}");
        await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{_id: 2, tags: ['c', 'b']}"));
        await _things.UpdateOneAsync("{_id: 1}", "{$pull: {tags: 'b'}}");
        await InsertAsync("{_id: 2, tags: ['c', 'b']}");
        Assert.Equal(2, (await _things.Find("{tags: 'b'}").SingleAsync())["_id"].AsInt32);
    }

    [Fact]
    public async Task Two_arrays_in_one_key_are_refused_with_171()
    {
        await CreateAsync("{a: 1, b: 1}");
        var error = await Assert.ThrowsAsync<MongoWriteException>(() => InsertAsync("{a: [1], b: [2]}"));
        Assert.Equal(171, error.WriteError.Code);
        Assert.Equal(0, await _things.EstimatedDocumentCountAsync());
    }

    [Fact]
    public async Task An_index_over_existing_data_is_whole_or_not_there()
    {
        await _things.InsertManyAsync(
            Enumerable
                .Range(0, 100)
                .Select(i => new BsonDocument
                {
                    { "_id", i },
                    { "a", i / 2 },
                    { "b", i },
                })
        );
        Assert.Equal(11000, (await Assert.ThrowsAsync<MongoCommandException>(() => CreateAsync("{a: 1}", unique: true))).Code);
        Assert.Single(await (await _things.Indexes.ListAsync()).ToListAsync());
        await CreateAsync("{b: 1}", unique: true);
        Assert.Equal(50, (await _things.Find("{b: 50}").SingleAsync())["_id"].AsInt32);
    }

    [Theory]
    [InlineData("{a: 1}", "same", false, 0)]
    [InlineData("{a: 1}", "other", false, 85)]
    [InlineData("{a: 1}", "same", true, 85)]
    [InlineData("{b: 1}", "same", false, 86)]
    public async Task Creating_an_index_again_is_nothing_or_a_conflict(string key, string name, bool unique, int code)
    {
        await _things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{a: 1}", new CreateIndexOptions { Name = "same" }));
        var again = new CreateIndexModel<BsonDocument>(key, new CreateIndexOptions { Name = name, Unique = unique ? true : null });
        if (code == 0)
            await _things.Indexes.CreateOneAsync(again);
        else
            Assert.Equal(code, (await Assert.ThrowsAsync<MongoCommandException>(() => _things.Indexes.CreateOneAsync(again))).Code);
        Assert.Equal(2, (await (await _things.Indexes.ListAsync()).ToListAsync()).Count);
    }

    [Fact]
    public async Task A_key_longer_than_a_page_is_indexed()
    {
        await CreateAsync("{a: 1}");
        await _things.InsertManyAsync(Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "a", new string('x', 20_000) + i } }));
        Assert.Equal(7, (await _things.Find(new BsonDocument("a", new string('x', 20_000) + 7)).SingleAsync())["_id"].AsInt32);
    }
}
