using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ELearning.Embedded;

/// <summary>Accepts connections on the loopback address only and runs one loop for each.</summary>
internal sealed class Listener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly Engine _engine;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<long, Task> _connections = new();
    private Task _accepting = Task.CompletedTask;
    private long _nextConnection;

    private Listener(Socket socket, Engine engine)
    {
        _socket = socket;
        _engine = engine;
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

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
            throw new EmbeddedMongoException(
                $"Port {port} on 127.0.0.1 cannot be used ({error.Message}): stop what listens there, or choose another port (0 picks a free one).",
                error
            );
        }
    }

    public void Start() => _accepting = AcceptAsync();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _socket.AcceptAsync(_stopping.Token);
                client.NoDelay = true;
                Run(new NetworkStream(client, ownsSocket: true));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was closed: that is how it stops.
        }
    }

    private void Run(NetworkStream stream)
    {
        var id = Interlocked.Increment(ref _nextConnection);
        var running = new Connection(id, stream, _engine).RunAsync(_stopping.Token);
        _connections[id] = running;
        _ = running.ContinueWith(_ => _connections.TryRemove(id, out var _), TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopping.Dispose();
    }
}
