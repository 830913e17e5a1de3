using ELearning.Content;
using ELearning.Embedded;
using ELearning.Tests.Storage;
using ELearning.Tests.Study;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Hosting;

/// <summary>
/// The content as the product registers it, on a database and a data directory of its own, with a clock that only the test moves. All fixtures share one
/// embedded server, or are guests of <see cref="OtherServer"/>; each has its own database in it.
/// </summary>
public sealed class ContentFixture : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Server = new(StartServerAsync);
    private static int _databases;
    private readonly DirectoryInfo _directory;
    private readonly IHost _host;
    private readonly IReadOnlyCollection<KeyValuePair<string, string?>> _settings;

    private ContentFixture(
        DirectoryInfo directory,
        FakeTimeProvider time,
        string connectionString,
        string databaseName,
        IEnumerable<KeyValuePair<string, string?>> settings
    )
    {
        (_directory, Time, ConnectionString, DatabaseName, _settings) = (directory, time, connectionString, databaseName, [.. settings]);
        _host = Build(_settings);
        Database = new MongoClient(connectionString).GetDatabase(databaseName);
    }

    /// <summary>Begins on 10 March 2026, 10:00 in Quanzhou.</summary>
    public static DateTimeOffset Beginning { get; } = new(2026, 3, 10, 2, 0, 0, TimeSpan.Zero);

    public FakeTimeProvider Time { get; }

    public string ConnectionString { get; }

    public string DatabaseName { get; }

    /// <summary>The database itself, to look at or to break what the product stored.</summary>
    public IMongoDatabase Database { get; }

    public DateOnly Today => SchoolTime.Today(Time);

    /// <summary>When presence checks come and what they ask. No test meets one by chance: where one is wanted it is said here, at any time.</summary>
    public PresenceDraw Draw { get; set; } = Presence.Never;

    /// <summary>Called before each command goes to the database, while the call lasts.</summary>
    internal Action<BsonDocument>? BeforeCommand { get; set; }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>A second process on the same data: the same database, directory, settings and clock, with nothing shared in memory.</summary>
    public ContentFixture Another() => new(_directory, Time, ConnectionString, DatabaseName, _settings) { Owns = false, Draw = Draw };

    private bool Owns { get; init; } = true;

    /// <param name="settings">Further configuration, by key.</param>
    public static async Task<ContentFixture> StartAsync(params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var connectionString = await Server.Value;
        var directory = Directory.CreateTempSubdirectory("elearning-content-");
        var time = new FakeTimeProvider(Beginning);
        var database = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref _databases)}";
        var fixture = new ContentFixture(directory, time, connectionString, database, settings);
        await fixture.Get<ContentStart>().PrepareAsync(CancellationToken.None);
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        var sent = Get<SentCommands>();
        // Not only for the sake of a server that outlives the run: whoever adds a collection pays for every collection there is.
        if (Owns)
            await Database.Client.DropDatabaseAsync(DatabaseName);
        _host.Dispose();
        Database.Client.Dispose();
        if (Owns)
            _directory.Delete(recursive: true);
        StoresSend.RequireListed(sent);
    }

    private IHost Build(IEnumerable<KeyValuePair<string, string?>> settings) =>
        Build(
            Environments.Development,
            _directory,
            Time,
            [
                new("Storage:Mongo:ConnectionString", ConnectionString),
                new("Storage:Mongo:Database", DatabaseName),
                new("Storage:DataDirectory", _directory.FullName),
                .. settings,
            ],
            new PresenceDraw(mean => Draw.Next(mean), count => Draw.Below(count)),
            command => BeforeCommand?.Invoke(command)
        );

    /// <summary>Only registered, not started: for tests of the start itself.</summary>
    public static IHost Build(
        string environment,
        DirectoryInfo contentRoot,
        FakeTimeProvider time,
        IEnumerable<KeyValuePair<string, string?>> settings,
        PresenceDraw? draw = null,
        Action<BsonDocument>? beforeCommand = null
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(new() { EnvironmentName = environment, ContentRootPath = contentRoot.FullName });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton(draw ?? Presence.Never);
        var sent = new SentCommands();
        builder
            .Services.AddSingleton(sent)
            .AddSingleton<CommandObserver>(command =>
            {
                sent.Add(command);
                beforeCommand?.Invoke(command);
            });
        builder.AddContent();
        return builder.Build();
    }

    private static async Task<string> StartServerAsync()
    {
        if (OtherServer.ConnectionString is { } other)
            return other;
        var directory = Directory.CreateTempSubdirectory("elearning-shared-");
        var server = await EmbeddedMongo.StartAsync(new() { File = Path.Combine(directory.FullName, "test.db"), Durable = false }, CancellationToken.None);
        // The server lives as long as the test process: there is no fixture that outlives all the others.
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Delete(recursive: true);
        return server.ConnectionString;
    }
}
