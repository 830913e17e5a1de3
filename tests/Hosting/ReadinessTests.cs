using ELearning.Content;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Hosting;

/// <summary>A process is ready when what it rests on takes writes, and asking for it costs nobody anything.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_database_that_answers_and_takes_no_writes_is_not_ready()
    {
        await using var host = new ApiHost();
        Assert.Equal((200, """{"database":true,"blobs":true}"""), await AskAsync(host));
        // Whatever is written from now on is refused: a full or read-only disk, a secondary alone.
        var health = host.Service<ContentDatabase>().Collection<BsonDocument>("health");
        await health.DeleteManyAsync(new BsonDocument());
        await health.InsertOneAsync(new BsonDocument("_id", "room taken"));
        await health.Indexes.CreateOneAsync(new CreateIndexModel<BsonDocument>(new BsonDocument("taken", 1), new() { Unique = true }));

        host.Time.Advance(ContentHealth.Fresh);
        Assert.Equal((503, """{"database":false,"blobs":true}"""), await AskAsync(host));
        await health.DeleteManyAsync(new BsonDocument());
        host.Time.Advance(ContentHealth.Fresh);
        Assert.Equal((200, """{"database":true,"blobs":true}"""), await AskAsync(host));
        Assert.Contains(host.Log.Lines, line => line.Contains("The database cannot be written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blobs_that_cannot_be_written_are_not_ready()
    {
        await using var host = new ApiHost();
        Assert.Equal((200, """{"database":true,"blobs":true}"""), await AskAsync(host));
        var blobs = Path.Combine(host.Service<IOptions<StorageOptions>>().Value.DataDirectory, "blobs");
        Assert.DoesNotContain(Directory.EnumerateFiles(blobs), file => file.Contains("health", StringComparison.Ordinal));
        Directory.Move(blobs, blobs + ".away");

        host.Time.Advance(ContentHealth.Fresh);
        Assert.Equal((503, """{"database":true,"blobs":false}"""), await AskAsync(host));
        Directory.Move(blobs + ".away", blobs);
        host.Time.Advance(ContentHealth.Fresh);
        Assert.Equal((200, """{"database":true,"blobs":true}"""), await AskAsync(host));
    }

    [Fact]
    public async Task However_often_it_is_asked_it_writes_once_in_a_while()
    {
        await using var host = new ApiHost();
        _ = host.Services;
        var written = 0;
        host.OnCommand = command =>
        {
            if (command.GetElement(0) is { Name: "update", Value: var into } && into == "health")
                Interlocked.Increment(ref written);
        };
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AskAsync(host)));
        Assert.Equal(1, written);
        host.Time.Advance(ContentHealth.Fresh);
        await AskAsync(host);
        Assert.Equal(2, written);
        Assert.Equal(1, await host.Service<ContentDatabase>().Collection<BsonDocument>("health").CountDocumentsAsync(new BsonDocument()));
    }

    private static async Task<(int, string)> AskAsync(ApiHost host)
    {
        using var http = host.CreateClient();
        using var answered = await http.GetAsync("/health/ready");
        return ((int)answered.StatusCode, await answered.Content.ReadAsStringAsync());
    }
}
