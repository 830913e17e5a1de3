using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ELearning.Embedded;

/// <summary>
/// A server in this process that speaks MongoDB's wire protocol over one SQLite file. For development, tests and a small single node; it is
/// not MongoDB. Disposing it stops the server and closes the file.
/// </summary>
public sealed class EmbeddedMongo : IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly Listener _listener;
    private int _disposed;

    private EmbeddedMongo(Engine engine, Listener listener, string connectionString)
    {
        _engine = engine;
        _listener = listener;
        ConnectionString = connectionString;
    }

    /// <summary>What a driver needs: address, user, password, replica set.</summary>
    public string ConnectionString { get; }

    /// <summary>Opens the file and listens. Fails with <see cref="EmbeddedMongoException"/> when the file or the port is not to be had.</summary>
    public static Task<EmbeddedMongo> StartAsync(EmbeddedMongoOptions options, CancellationToken cancellationToken) =>
        Task.Run(() => Start(options), cancellationToken);

    private static EmbeddedMongo Start(EmbeddedMongoOptions options)
    {
        if (options.Port is < 0 or > 65535)
            throw new EmbeddedMongoException($"Port {options.Port} is not between 0 and 65535: choose another (0 picks a free one).");
        var password = string.IsNullOrEmpty(options.Password) ? RandomNumberGenerator.GetHexString(32, lowercase: true) : options.Password;
        var log = options.LoggerFactory?.CreateLogger<EmbeddedMongo>() ?? NullLogger<EmbeddedMongo>.Instance;
        var store = Store.Open(options.File, options.Durable);
        try
        {
            var engine = new Engine(store, new Credentials(password), options.TimeProvider, log);
            var listener = Listener.Bind(options.Port, engine);
            engine.Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{listener.Port}");
            listener.Start();
            return new EmbeddedMongo(
                engine,
                listener,
                $"mongodb://{Credentials.User}:{Uri.EscapeDataString(password)}@{engine.Address}/?replicaSet=embedded&authSource=admin"
            );
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _listener.DisposeAsync();
        _engine.Dispose();
    }
}
