using ELearning.Content;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>
/// The content as a process has it, by its real registration, on a database of its own and a clock that only the test moves. A second host made by
/// <see cref="BesideAsync"/> is a second process on the same data.
/// </summary>
public sealed class ContentHost : IAsyncDisposable
{
    private readonly EmbeddedServer? server;
    private readonly DirectoryInfo directory;
    private readonly IHost host;
    private readonly string connectionString;
    private readonly string databaseName;
    private readonly bool owner;

    private ContentHost(EmbeddedServer? server, string connectionString, string databaseName, DirectoryInfo directory, FakeTimeProvider time, IEnumerable<KeyValuePair<string, string?>> settings, bool owner)
    {
        (this.server, this.connectionString, this.databaseName, this.directory, this.owner, Time) = (server, connectionString, databaseName, directory, owner, time);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = Environments.Development, ContentRootPath = directory.FullName });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Mongo:ConnectionString"] = connectionString,
            ["Storage:Mongo:Database"] = databaseName,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.AddContent();
        host = builder.Build();
    }

    public FakeTimeProvider Time { get; }

    public IServiceProvider Services => host.Services;

    /// <summary>A raw look at a collection.</summary>
    internal IMongoCollection<BsonDocument> Collection(string name) => Get<ContentDatabase>().Collection<BsonDocument>(name);

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    /// <summary>Monday 2026-03-02, 09:00 in Quanzhou, unless told otherwise.</summary>
    public static async Task<ContentHost> StartAsync(DateTimeOffset? now = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var given = Environment.GetEnvironmentVariable("ELEARNING_TEST_MONGO");
        var server = string.IsNullOrEmpty(given) ? await EmbeddedServer.StartAsync() : null;
        var time = new FakeTimeProvider(now ?? new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));
        var directory = Directory.CreateTempSubdirectory("elearning-content-");
        var started = new ContentHost(server, server?.ConnectionString ?? given!, "t" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal), directory, time, settings ?? new Dictionary<string, string?>(), owner: true);
        await started.Get<ContentStart>().PrepareAsync(CancellationToken.None);
        return started;
    }

    /// <summary>Another process on the same database, files and clock.</summary>
    public async Task<ContentHost> BesideAsync()
    {
        var beside = new ContentHost(server, connectionString, databaseName, directory, Time, [], owner: false);
        await beside.Get<ContentStart>().PrepareAsync(CancellationToken.None);
        return beside;
    }

    public async ValueTask DisposeAsync()
    {
        if (owner && server is null) await new MongoClient(connectionString).DropDatabaseAsync(databaseName);
        host.Dispose();
        if (!owner) return;
        if (server is not null) await server.DisposeAsync();
        directory.Delete(recursive: true);
    }
}
