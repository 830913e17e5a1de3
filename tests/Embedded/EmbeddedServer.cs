using System.Security.Cryptography;
using ELearning.Embedded;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>
/// An embedded database on a file of its own, gone when disposed. The one way for tests to get one; <c>Durable = false</c> because no test
/// cuts the power. With <c>ELEARNING_TEST_MONGO</c> set to a connection string it is a fresh database on that server instead.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    static readonly string? Other = Environment.GetEnvironmentVariable("ELEARNING_TEST_MONGO") is { Length: > 0 } given ? given : null;

    readonly DirectoryInfo directory;
    readonly string database = Other is null ? "test" : "elearning_test_" + RandomNumberGenerator.GetHexString(8, lowercase: true);
    EmbeddedMongo? server;

    EmbeddedServer(DirectoryInfo directory, EmbeddedMongo? server)
    {
        this.directory = directory;
        this.server = server;
        Client = NewClient();
    }

    public string ConnectionString => Other ?? server!.ConnectionString;

    /// <summary>Path of the database file.</summary>
    public string File => FileIn(directory);

    public IMongoClient Client { get; private set; }

    public IMongoDatabase Database => Client.GetDatabase(database);

    public IMongoCollection<BsonDocument> Collection(string name = "things") => Database.GetCollection<BsonDocument>(name);

    public static async Task<EmbeddedServer> StartAsync(TimeProvider? time = null)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-embedded-");
        return new EmbeddedServer(directory, Other is null ? await OpenAsync(directory, time) : null);
    }

    public IMongoClient NewClient(Action<MongoClientSettings>? change = null)
    {
        var settings = MongoClientSettings.FromConnectionString(ConnectionString);
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(10);
        change?.Invoke(settings);
        return new MongoClient(settings);
    }

    /// <summary>Stops the server and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        if (server is null)
            return;
        await StopAsync();
        server = await OpenAsync(directory, null);
        Client = NewClient();
    }

    /// <summary>Stops the server; the file stays until this is disposed.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        if (server is not null)
            await server.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (server is null)
            await Client.DropDatabaseAsync(database);
        await StopAsync();
        directory.Delete(recursive: true);
    }

    static string FileIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "test.db");

    static Task<EmbeddedMongo> OpenAsync(DirectoryInfo directory, TimeProvider? time) =>
        EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = FileIn(directory), Durable = false, TimeProvider = time ?? TimeProvider.System }, CancellationToken.None);
}
