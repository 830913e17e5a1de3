using ELearning.Embedded;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;

namespace ELearning.Processes.Tests.Embedded;

/// <summary>The embedded database as a process of its own: what it prints, what it refuses, and how one leaves it with all data.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-process-");

    private string File => Path.Combine(_directory.FullName, "data.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Alone_it_prints_its_connection_string_and_serves_until_SIGTERM()
    {
        await using var process = await EmbeddedProcess.ServeAsync(File);
        Assert.Matches(@"^mongodb://elearning:[0-9a-f]{32}@127\.0\.0\.1:\d+/\?replicaSet=embedded&authSource=admin$", process.Address);
        using (var client = new MongoClient(process.Address))
            await client.GetDatabase("test").GetCollection<BsonDocument>("things").InsertOneAsync([]);
        Assert.Equal(0, await process.TerminateAsync());
        Assert.Equal(1, IndexAudit.Check(File));
    }

    [Fact]
    public async Task A_second_process_on_the_same_file_is_refused()
    {
        await using var first = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = File, Durable = false }, CancellationToken.None);
        var (code, output, errors) = await EmbeddedProcess.RunAsync("--port", "0", "--data", File);
        Assert.Equal((1, ""), (code, output));
        Assert.Equal($"The database file {File} is in use by another process: stop that one, or choose another path.", errors.TrimEnd());
    }

    [Fact]
    public async Task Wrong_arguments_end_in_the_usage()
    {
        var (code, _, errors) = await EmbeddedProcess.RunAsync("--prot", "27117");
        Assert.Equal(1, code);
        Assert.StartsWith("Usage:", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_holds_every_document_and_index_as_mongorestore_wants_them()
    {
        await using (
            var server = await EmbeddedMongo.StartAsync(
                new EmbeddedMongoOptions
                {
                    File = File,
                    Durable = false,
                    Password = "p@ss/wörd",
                },
                CancellationToken.None
            )
        )
        {
            using var client = new MongoClient(server.ConnectionString);
            var things = client.GetDatabase("school").GetCollection<BsonDocument>("things");
            await things.Indexes.CreateOneAsync(
                new CreateIndexModel<BsonDocument>(
                    "{a: 1, b: -1}",
                    new CreateIndexOptions<BsonDocument> { Unique = true, PartialFilterExpression = "{a: {$gt: 0}}" }
                )
            );
            await things.InsertManyAsync(Enumerable.Range(0, 300).Select(i => new BsonDocument { { "_id", i }, { "a", i } }));
            await client.GetDatabase("other").CreateCollectionAsync("empty");
        }

        var target = Path.Combine(_directory.FullName, "dump");
        var (code, output, errors) = await EmbeddedProcess.RunAsync("export", "--data", File, "--out", target);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("2 collections, 300 documents", output, StringComparison.Ordinal);
        Assert.Equal(
            ["other/empty.bson", "other/empty.metadata.json", "school/things.bson", "school/things.metadata.json"],
            Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(target, f)).Order()
        );
        Assert.Equal(Enumerable.Range(0, 300), ReadAll(Path.Combine(target, "school/things.bson")).Select(d => d["_id"].AsInt32));
        var metadata = BsonDocument.Parse(await System.IO.File.ReadAllTextAsync(Path.Combine(target, "school/things.metadata.json")));
        Assert.Equal(["_id_", "a_1_b_-1"], metadata["indexes"].AsBsonArray.Select(i => i["name"].AsString));
        Assert.Equal(
            BsonDocument.Parse("{v: 2, key: {a: 1, b: -1}, unique: true, name: 'a_1_b_-1', partialFilterExpression: {a: {$gt: 0}}}"),
            metadata["indexes"][1]
        );
    }

    private static List<BsonDocument> ReadAll(string path)
    {
        var documents = new List<BsonDocument>();
        using var stream = System.IO.File.OpenRead(path);
        using var reader = new BsonBinaryReader(stream);
        while (!reader.IsAtEndOfFile())
            documents.Add(BsonSerializer.Deserialize<BsonDocument>(reader));
        return documents;
    }
}
