using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.Core.Events;

namespace ELearning.Content;

/// <summary>
/// The one client of the database. Writes are acknowledged by a majority with journal, reads go to the primary: whoever's write is acknowledged, every later
/// read of any process sees it. Nothing here needs multi-document transactions, so a sharded cluster serves as well as one node.
/// </summary>
internal sealed class ContentDatabase : IDisposable
{
    private const string ConnectionKey = "Storage:Mongo:ConnectionString";

    /// <summary>
    /// How long a call waits for a server that can take it: well within the time of a request, whose caller then hears that it may be repeated. The driver's
    /// own is half a minute.
    /// </summary>
    private static readonly TimeSpan Selection = TimeSpan.FromSeconds(5);

    private readonly MongoClient _client;
    private readonly IMongoDatabase _database;

    public ContentDatabase(IOptions<StorageOptions> options, IMeterFactory? meters = null, CommandObserver? observer = null)
    {
        DocumentMapping.Register();
        var mongo = options.Value.Mongo;
        if (mongo.ConnectionString.Length == 0)
            throw new ConfigurationError(ConnectionKey, "is empty and no embedded database was started; set a MongoDB connection string");
        try
        {
            if (HidesItsHost(mongo.ConnectionString))
                throw new FormatException();
            var settings = MongoClientSettings.FromConnectionString(mongo.ConnectionString);
            settings.WriteConcern = WriteConcern.WMajority.With(journal: true);
            settings.ApplicationName ??= "elearning";
            // What the connection string says stands.
            if (settings.ServerSelectionTimeout == MongoDefaults.ServerSelectionTimeout)
                settings.ServerSelectionTimeout = Selection;
            settings.ClusterConfigurator = cluster =>
            {
                if (meters is not null)
                    Count(cluster, meters);
                if (observer is not null)
                    cluster.Subscribe<CommandStartedEvent>(started => observer(started.Command));
            };
            _client = new MongoClient(settings);
            _database = _client.GetDatabase(mongo.Database);
        }
        catch (Exception cause) when (cause is MongoException or ArgumentException or FormatException or NotSupportedException or InvalidOperationException)
        {
            // Not what the driver says, nor the driver's exception: it repeats the string with its password.
            throw new ConfigurationError(
                ConnectionKey,
                "is not a MongoDB connection string; write mongodb://user:password@host:port/?replicaSet=name, with % escapes for what is neither "
                    + "letter nor digit in user and password"
            );
        }
    }

    /// <summary>
    /// Whether the string has a password with a slash or question mark that is not escaped: the driver would read its beginning as the port of a host named as
    /// the user, and name both in its error.
    /// </summary>
    private static bool HidesItsHost(string connectionString)
    {
        var address = connectionString[(connectionString.IndexOf("//", StringComparison.Ordinal) + 2)..];
        // An @ among the options, as in the name of an application, hides nothing.
        var options = Regex.Match(address, @"\?[A-Za-z]+=");
        var before = options.Success ? address[..options.Index] : address;
        return before.IndexOfAny(['/', '?']) is >= 0 and var end && before.IndexOf('@', end) > 0;
    }

    public IMongoCollection<T> Collection<T>(string name) => _database.GetCollection<T>(name);

    public Task PingAsync(CancellationToken cancellationToken) =>
        _database.RunCommandAsync((Command<BsonDocument>)new BsonDocument("ping", 1), cancellationToken: cancellationToken);

    /// <summary>
    /// Fails in one clear line where the database does not answer within <paramref name="patience"/>; the driver takes half a minute and a page of cluster
    /// state.
    /// </summary>
    public async Task RequireAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(patience);
        try
        {
            await PingAsync(timeout.Token);
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested && cause is MongoException or TimeoutException or OperationCanceledException)
        {
            var servers = string.Join(", ", _client.Settings.Servers.Select(server => server.ToString()));
            var refusal =
                _client
                    .Cluster.Description.Servers.Select(server => server.HeartbeatException)
                    .FirstOrDefault(failure => failure is not null)
                    ?.GetBaseException()
                ?? (cause is MongoAuthenticationException ? cause.GetBaseException() : null);
            throw new ConfigurationError(
                ConnectionKey,
                $"the database at {servers} did not answer within {patience.TotalSeconds:0} s{(refusal is null ? "" : $" ({OneLine(refusal)})")}; "
                    + $"check host, port, replicaSet, user and password"
            );
        }
    }

    /// <summary>The commands that are round trips to the data; what the driver sends to open or watch a connection is none of them.</summary>
    private static readonly HashSet<string> DataCommands = ["find", "getMore", "aggregate", "count", "distinct", "insert", "update", "delete", "findAndModify"];

    private static void Count(MongoDB.Driver.Core.Configuration.ClusterBuilder cluster, IMeterFactory meters)
    {
        var commands = meters
            .Create(ContentTelemetry.Name)
            .CreateCounter<long>(ContentTelemetry.Commands, "{command}", "Round trips to the database by command.");
        cluster.Subscribe<CommandStartedEvent>(started =>
        {
            if (DataCommands.Contains(started.CommandName))
                commands.Add(1, new KeyValuePair<string, object?>("command", started.CommandName));
        });
    }

    public void Dispose() => _client.Dispose();

    private static string OneLine(Exception cause) => cause.Message.ReplaceLineEndings(" ");
}
