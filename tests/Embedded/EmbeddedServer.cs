using ELearning.Embedded;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>
/// An embedded database on a file of its own, gone when disposed. The one way for tests to get one; <c>Durable = false</c> because no test
/// cuts the power.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    readonly DirectoryInfo directory;
    EmbeddedMongo server;

    EmbeddedServer(DirectoryInfo directory, EmbeddedMongo server)
    {
        this.directory = directory;
        this.server = server;
        Client = NewClient();
    }

    public string ConnectionString => server.ConnectionString;

    /// <summary>Path of the database file.</summary>
    public string File => FileIn(directory);

    public IMongoClient Client { get; private set; }

    public IMongoDatabase Database => Client.GetDatabase("test");

    public IMongoCollection<BsonDocument> Collection(string name = "things") => Database.GetCollection<BsonDocument>(name);

    public static async Task<EmbeddedServer> StartAsync(TimeProvider? time = null)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-embedded-");
        return new EmbeddedServer(directory, await OpenAsync(directory, time));
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
        Client.Dispose();
        await server.DisposeAsync();
        server = await OpenAsync(directory, null);
        Client = NewClient();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
        directory.Delete(recursive: true);
    }

    static string FileIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "test.db");

    static Task<EmbeddedMongo> OpenAsync(DirectoryInfo directory, TimeProvider? time) =>
        EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = FileIn(directory), Durable = false, TimeProvider = time ?? TimeProvider.System }, CancellationToken.None);
}
