using System.Diagnostics.Metrics;
using ELearning.Api;
using ELearning.Content;
using ELearning.Tests.Storage;
using ELearning.Tests.Study;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MongoDB.Bson;

namespace ELearning.Tests.Hosting;

/// <summary>
/// The whole product in the test process: real registration, real embedded database in a folder of its own (or one of <see cref="OtherServer"/>), real tokens;
/// time alone is the test's. It begins at 09:00 on 2 March 2026 in Quanzhou.
/// </summary>
internal sealed class ApiHost : WebApplicationFactory<ApiSchema>
{
    public static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, SchoolTime.Offset);

    private static int _databases;
    private readonly string _directory;
    private readonly string _database;
    private readonly ApiHost? _beside;
    private readonly bool _demo;
    private readonly bool _hasKeys;
    private readonly MeterListener _meters = new();
    private readonly SentCommands _sent = new();
    private long _roundTrips;

    public ApiHost(bool demo = false)
        : this(demo, null) { }

    /// <summary>On a data directory that is there, which is removed at the end; with its own keys.</summary>
    /// <param name="begin">When the test's time begins.</param>
    public ApiHost(string directory, DateTimeOffset begin)
        : this(false, null)
    {
        Directory.Delete(_directory);
        (_directory, _hasKeys) = (directory, true);
        Time.SetUtcNow(begin);
    }

    private ApiHost(bool demo, ApiHost? beside)
    {
        (_demo, _beside) = (demo, beside);
        (_directory, _database, Time) = beside is not null
            ? (beside._directory, beside._database, beside.Time)
            : (
                Directory.CreateTempSubdirectory("elearning-").FullName,
                $"test-api-{Environment.ProcessId}-{Interlocked.Increment(ref _databases)}",
                new(Begin)
            );
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == ContentTelemetry.Commands && instrument.Meter.Scope == Services.GetRequiredService<IMeterFactory>())
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _roundTrips, count));
    }

    public FakeTimeProvider Time { get; }

    /// <summary>When presence checks come and what they ask. No test meets one by chance: where one is wanted it is said here, at any time.</summary>
    public PresenceDraw Draw { get; set; } = Presence.Never;

    /// <summary>Called with each command before it goes to the database: what a test has to happen in the middle of a request happens there.</summary>
    public Action<BsonDocument>? OnCommand { get; set; }

    /// <summary>Further configuration, by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Registrations of a test's own.</summary>
    public Action<IServiceCollection> Change { get; init; } = _ => { };

    public RecordingLog Log { get; } = new();

    /// <summary>Commands that asked the database for data or changed it.</summary>
    public long RoundTrips => Interlocked.Read(ref _roundTrips);

    public TService Service<TService>()
        where TService : notnull => Services.GetRequiredService<TService>();

    /// <summary>A client whose tokens come from the development issuer and are renewed as the test's time goes on.</summary>
    public ApiClient ClientFor(string subject, params string[] roles) => new(this, subject, roles, null);

    /// <summary>A client with a grant for its roles within the subtree of an organisation.</summary>
    public ApiClient ClientWithin(string organisation, string subject, params string[] roles) => new(this, subject, roles, organisation);

    /// <summary>A client without a token.</summary>
    public ApiClient Anonymous() => new(this, "", [], null);

    /// <summary>
    /// A second process of the same deployment: the same database, folder, keys and clock, and nothing shared in memory. Disposed before this one.
    /// </summary>
    /// <param name="settings">What is otherwise than in this one, by key.</param>
    public ApiHost Beside(params (string Key, string Value)[] settings)
    {
        var its = new Dictionary<string, string>(Settings);
        foreach (var (key, value) in settings)
            its[key] = value;
        return new(_demo, this) { Settings = its };
    }

    /// <summary>
    /// How many round trips an action costs, measured from its second run: what is learnt once per process is learnt by then, and of the catalogue everything
    /// is asked for again, as after a change of it.
    /// </summary>
    public async Task<long> RoundTripsOf(Func<Task> action)
    {
        _ = Services;
        _meters.Start();
        await action();
        await Service<CatalogueStamp>().RaiseAsync();
        var before = RoundTrips;
        await action();
        return RoundTrips - before;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.UseSetting("Storage:DataDirectory", _directory);
        if (_beside is not null)
        {
            var mongo = _beside.Service<IOptions<StorageOptions>>().Value.Mongo;
            builder.UseSetting("Storage:Mongo:Database", mongo.Database);
            builder.UseSetting("Storage:Mongo:ConnectionString", mongo.ConnectionString);
        }
        else if (OtherServer.ConnectionString is { } other)
        {
            builder.UseSetting("Storage:Mongo:Database", _database);
            builder.UseSetting("Storage:Mongo:ConnectionString", other);
        }

        // Fixed keys, so that signed addresses are the same in every run.
        foreach (var key in _hasKeys ? [] : new[] { "Media", "Presence", "Evidence" })
        {
            builder.UseSetting($"Secrets:{key}", Convert.ToBase64String(new byte[32]));
        }

        builder.UseSetting("Seed:Demo", _demo ? "true" : "false");
        // Whether the pages were built is no matter of these tests: tests/Web turns them on.
        builder.UseSetting("Web:Enabled", "false");
        foreach (var (key, value) in Settings)
        {
            builder.UseSetting(key, value);
        }

        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        builder.ConfigureTestServices(services =>
        {
            services
                .AddSingleton<CommandObserver>(command =>
                {
                    _sent.Add(command);
                    OnCommand?.Invoke(command);
                })
                .Replace(ServiceDescriptor.Singleton<TimeProvider>(Time))
                .Replace(ServiceDescriptor.Singleton(new PresenceDraw(mean => Draw.Next(mean), count => Draw.Below(count))));
            Change(services);
            // They would run in the background whenever a test moves the time; tests that want them call them.
            foreach (var type in new[] { typeof(Sweeping), typeof(JoinWatch) })
                services.Remove(services.Single(service => service.ImplementationType == type));
        });
    }

    public override async ValueTask DisposeAsync()
    {
        _meters.Dispose();
        await base.DisposeAsync();
        StoresSend.RequireListed(_sent);
        if (_beside is not null)
            return;
        await OtherServer.DropAsync(_database);
        try
        {
            Directory.Delete(_directory, recursive: true);
        }
        catch (IOException)
        {
            // The system's own sweep of the temporary folder gets what is still held.
        }
    }
}
