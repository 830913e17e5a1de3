using ELearning.Content;
using ELearning.Embedded;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>The database in the same process, spoken to without the network.</summary>
public sealed class DatabaseWireTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-wire-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task The_driver_reaches_it_where_no_port_answers()
    {
        await using var server = await StartAsync();
        var connections = 0;
        using var database = Open(
            NoPort(server),
            new DatabaseWire(() =>
            {
                Interlocked.Increment(ref connections);
                return server.Connect();
            })
        );
        await database.RequireAsync(TimeSpan.FromSeconds(20), CancellationToken.None);
        Assert.True(connections > 0);
    }

    [Fact]
    public async Task Without_credentials_it_is_as_closed_as_by_the_network()
    {
        await using var server = await StartAsync();
        using var database = Open(NoPort(server).Replace("elearning:", "elearning:no", StringComparison.Ordinal), new DatabaseWire(server.Connect));
        var refused = await Assert.ThrowsAsync<ConfigurationError>(() => database.RequireAsync(TimeSpan.FromSeconds(20), CancellationToken.None));
        Assert.Contains("Authentication failed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_larger_than_what_waits_between_the_two_pass_both_ways()
    {
        await using var server = await StartAsync();
        using var database = Open(server.ConnectionString, new DatabaseWire(server.Connect));
        var large = database.Collection<BsonDocument>("large");
        var bytes = new byte[5 << 20];
        new Random(1).NextBytes(bytes);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => large.InsertOneAsync(new BsonDocument { { "_id", i }, { "bytes", bytes } })));
        foreach (var stored in await large.Find(new BsonDocument()).ToListAsync())
            Assert.Equal(bytes, stored["bytes"].AsByteArray);
    }

    [Fact]
    public async Task A_server_that_stops_lets_go_whoever_waits()
    {
        await using var server = await StartAsync();
        await using var waiting = server.Connect();
        var nothing = waiting.ReadAsync(new byte[1]).AsTask();
        using var database = Open(server.ConnectionString, new DatabaseWire(server.Connect));
        await database.PingAsync(CancellationToken.None);
        await server.DisposeAsync();
        Assert.Equal(0, await nothing);
        Assert.Throws<ObjectDisposedException>(server.Connect);
    }

    [Fact]
    public async Task A_client_that_hangs_up_lets_go_of_its_own_wait()
    {
        await using var server = await StartAsync();
        var client = server.Connect();
        var nothing = client.ReadAsync(new byte[1]).AsTask();
        await client.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => nothing);
    }

    private Task<EmbeddedMongo> StartAsync() =>
        EmbeddedMongo.StartAsync(new() { File = Path.Combine(_directory.FullName, "wire.db"), Durable = false }, CancellationToken.None);

    /// <summary>Port 1 is nobody's: who goes by the network finds nothing.</summary>
    private static string NoPort(EmbeddedMongo server)
    {
        var address = new MongoUrl(server.ConnectionString).Server;
        return server.ConnectionString.Replace(address.ToString(), $"{address.Host}:1", StringComparison.Ordinal);
    }

    private static ContentDatabase Open(string connectionString, DatabaseWire wire) =>
        new(
            Options.Create(
                new StorageOptions
                {
                    Mongo = new() { ConnectionString = connectionString, Database = "wire" },
                }
            ),
            wire: wire
        );
}
