using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ELearning.Embedded;

/// <summary>Accepts connections on the loopback address only, and from within the process, and runs one loop for each.</summary>
internal sealed class Listener : IAsyncDisposable
{
    readonly Socket socket;
    readonly Engine engine;
    readonly CancellationTokenSource stopping = new();
    readonly ConcurrentDictionary<long, Task> connections = new();
    Task accepting = Task.CompletedTask;
    long nextConnection;

    Listener(Socket socket, Engine engine)
    {
        this.socket = socket;
        this.engine = engine;
    }

    public int Port => ((IPEndPoint)socket.LocalEndPoint!).Port;

    public static Listener Bind(int port, Engine engine)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(512);
            return new Listener(socket, engine);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new EmbeddedMongoException($"Port {port} on 127.0.0.1 cannot be used ({error.Message}): stop what listens there, or choose another port (0 picks a free one).", error);
        }
    }

    public void Start() => accepting = AcceptAsync();

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await socket.AcceptAsync(stopping.Token);
                client.NoDelay = true;
                Run(new NetworkStream(client, ownsSocket: true));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was closed: that is how it stops.
        }
    }

    /// <summary>A connection from within the process.</summary>
    public Stream Connect()
    {
        ObjectDisposedException.ThrowIf(stopping.IsCancellationRequested, this);
        var (client, server) = DuplexStream.Pair();
        Run(server);
        return client;
    }

    void Run(Stream stream)
    {
        var id = Interlocked.Increment(ref nextConnection);
        var running = new Connection(id, stream, engine).RunAsync(stopping.Token);
        connections[id] = running;
        _ = running.ContinueWith(_ => connections.TryRemove(id, out var _), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        socket.Dispose();
        await accepting;
        await Task.WhenAll(connections.Values);
        stopping.Dispose();
    }
}
