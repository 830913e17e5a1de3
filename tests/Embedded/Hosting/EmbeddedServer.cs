using System.Security.Cryptography;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Embedded.Tests.Hosting;

/// <summary>
/// An embedded database on a file of its own, gone when disposed. The one way for tests to get one; <c>Durable = false</c> because no test
/// cuts the power. What is true of every MongoDB is tested by <see cref="StartOrJoinAsync"/>, which takes a database of <see cref="OtherServer"/> where there
/// is one.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;
    private EmbeddedMongo? _server;

    private EmbeddedServer(DirectoryInfo directory, EmbeddedMongo? server)
    {
        _directory = directory;
        _server = server;
        DatabaseName = server is null ? "elearning_test_" + RandomNumberGenerator.GetHexString(8, lowercase: true) : "test";
        Client = NewClient();
    }

    public string ConnectionString => _server?.ConnectionString ?? OtherServer.ConnectionString!;

    public string DatabaseName { get; }

    /// <summary>Whether it runs in this process: only then can it be restarted and its file be read.</summary>
    public bool IsOwn => _server is not null;

    /// <summary>Path of the database file.</summary>
    public string File => FileIn(_directory);

    public IMongoClient Client { get; private set; }

    public IMongoDatabase Database => Client.GetDatabase(DatabaseName);

    public IMongoCollection<BsonDocument> Collection(string name = "things") => Database.GetCollection<BsonDocument>(name);

    public static async Task<EmbeddedServer> StartAsync(TimeProvider? time = null)
    {
        var directory = Directory.CreateTempSubdirectory("elearning-embedded-");
        return new EmbeddedServer(directory, await OpenAsync(directory, time));
    }

    /// <summary>A database of <see cref="OtherServer"/>, or, where none is named, an embedded one.</summary>
    public static Task<EmbeddedServer> StartOrJoinAsync() =>
        OtherServer.ConnectionString is null
            ? StartAsync()
            : Task.FromResult(new EmbeddedServer(Directory.CreateTempSubdirectory("elearning-embedded-"), null));

    public IMongoClient NewClient(Action<MongoClientSettings>? change = null)
    {
        var settings = MongoClientSettings.FromConnectionString(ConnectionString);
        settings.ServerSelectionTimeout = TimeSpan.FromSeconds(10);
        change?.Invoke(settings);
        return new MongoClient(settings);
    }

    /// <summary>Whether the server says that it is the embedded one, also where it is another process.</summary>
    public async Task<bool> IsEmbeddedAsync() => (await Database.RunCommandAsync<BsonDocument>(new BsonDocument("buildInfo", 1))).Contains("embedded");

    /// <summary>Stops the server and starts it again on the same file; another server goes on as it is.</summary>
    public async Task RestartAsync()
    {
        if (_server is null)
            return;
        await StopAsync();
        _server = await OpenAsync(_directory, null);
        Client = NewClient();
    }

    /// <summary>Stops the server; the file stays until this is disposed.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Stops the server and compares every index in its file with the documents; of another server there is no file.</summary>
    public async Task StopAndAuditAsync()
    {
        if (_server is null)
            return;
        await StopAsync();
        IndexAudit.Check(File);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            await Client.DropDatabaseAsync(DatabaseName);
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private static string FileIn(DirectoryInfo directory) => Path.Combine(directory.FullName, "test.db");

    private static Task<EmbeddedMongo> OpenAsync(DirectoryInfo directory, TimeProvider? time) =>
        EmbeddedMongo.StartAsync(
            new EmbeddedMongoOptions
            {
                File = FileIn(directory),
                Durable = false,
                TimeProvider = time ?? TimeProvider.System,
            },
            CancellationToken.None
        );
}
