using System.Collections.Concurrent;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Processes.Tests.Embedded;

/// <summary>kill -9 under load: what was acknowledged is there, and every index still says what the documents say.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Writers = 6;
    private const int Kills = 3;
    private const int AcknowledgedBeforeEachKill = 250;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-crash-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task What_was_acknowledged_survives_kill_9_and_indexes_agree()
    {
        var file = Path.Combine(_directory.FullName, "crash.db");
        var inserted = new ConcurrentDictionary<int, byte>();
        var counters = new int[Writers];
        var next = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await EmbeddedProcess.ServeAsync(file);
            using var client = Client(server.Address);
            var things = client.GetDatabase("test").GetCollection<BsonDocument>("things");
            await things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{unique: 1}", new CreateIndexOptions { Unique = true }));
            await things.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>("{tags: 1, n: -1}"));
            var enough = new TaskCompletionSource();
            var acknowledged = 0;
            var writers = Enumerable
                .Range(0, Writers)
                .Select(writer =>
                    Task.Run(async () =>
                    {
                        try
                        {
                            while (true)
                            {
                                var id = Interlocked.Increment(ref next);
                                await things.InsertOneAsync(
                                    new BsonDocument
                                    {
                                        { "_id", id },
                                        { "unique", $"u{id}" },
                                        {
                                            "tags",
                                            new BsonArray { id % 3, id % 5 }
                                        },
                                        { "n", id },
                                    }
                                );
                                inserted[id] = 1;
                                await things.UpdateOneAsync(
                                    new BsonDocument("_id", -1 - writer),
                                    Builders<BsonDocument>.Update.Inc("n", 1).Set("tags", id % 4).Set("unique", $"writer {writer}"),
                                    new UpdateOptions { IsUpsert = true }
                                );
                                counters[writer]++;
                                if (Interlocked.Increment(ref acknowledged) == AcknowledgedBeforeEachKill)
                                    enough.SetResult();
                            }
                        }
                        catch (Exception error) when (error is MongoConnectionException or TimeoutException)
                        {
                            // The server was killed under this write, which therefore was not acknowledged.
                        }
                    })
                )
                .ToList();
            await enough.Task;
            await server.KillAsync();
            await Task.WhenAll(writers);
        }

        Assert.True(IndexAudit.Check(file) >= inserted.Count);
        await using var after = await EmbeddedProcess.ServeAsync(file);
        using var reader = Client(after.Address);
        var stored = (await reader.GetDatabase("test").GetCollection<BsonDocument>("things").Find("{}").ToListAsync()).ToDictionary(d => d["_id"].AsInt32);
        Assert.Empty(inserted.Keys.Except(stored.Keys));
        for (var writer = 0; writer < Writers; writer++)
        {
            // At each kill one increment may have been stored whose acknowledgement did not arrive.
            Assert.InRange(stored[-1 - writer]["n"].AsInt32, counters[writer], counters[writer] + Kills);
        }
    }

    // A killed server is not waited for.
    private static MongoClient Client(string connectionString)
    {
        var settings = MongoClientSettings.FromConnectionString(connectionString);
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(2);
        settings.RetryWrites = false;
        return new MongoClient(settings);
    }
}
