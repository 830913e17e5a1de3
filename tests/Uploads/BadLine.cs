using System.Net;
using System.Net.Sockets;

namespace ELearning.Tests.Uploads;

/// <summary>A line to a server that breaks every connection after a random number of bytes, on the way there or back.</summary>
internal sealed class BadLine : IAsyncDisposable
{
    private const int LongestLife = 16_000_000;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly Random _random;
    private readonly Task _accepting;
    private readonly Lock _gate = new();
    private readonly List<(long Bytes, TaskCompletionSource Reached)> _waiting = [];
    private Uri _server;
    private long _carried;
    private int _cuts;

    public BadLine(Uri server, int seed)
    {
        (_server, _random) = (server, new Random(seed));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Completes when so many bytes went to the server.</summary>
    public Task CarriedAsync(long bytes)
    {
        lock (_gate)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((bytes, reached));
            return reached.Task;
        }
    }

    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Where new connections lead from now on.</summary>
    public void LeadTo(Uri other) => Volatile.Write(ref _server, other);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting;
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_closing.Token), _random.Next(1, LongestLife)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(TcpClient client, int life)
    {
        using var there = new TcpClient();
        using (client)
        {
            try
            {
                var target = Volatile.Read(ref _server);
                await there.ConnectAsync(target.Host, target.Port, _closing.Token);
                var broken = CarryAsync(client, there, life, Count);
                await Task.WhenAny(broken, CarryAsync(there, client, int.MaxValue, _ => { }));
                if (broken.IsCompletedSuccessfully && await broken)
                    Interlocked.Increment(ref _cuts);
                // Not closed but cut: neither side hears a farewell.
                client.LingerState = there.LingerState = new(true, 0);
            }
            catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException)
            {
                // One side is gone; so is the other.
            }
        }
    }

    /// <returns>True when the connection's life was over, false when a side closed it.</returns>
    private async Task<bool> CarryAsync(TcpClient from, TcpClient to, int life, Action<int> count)
    {
        var (source, target, buffer) = (from.GetStream(), to.GetStream(), new byte[1 << 16]);
        for (int read; life > 0; life -= read)
        {
            if ((read = await source.ReadAsync(buffer.AsMemory(0, Math.Min(buffer.Length, life)), _closing.Token)) == 0)
                return false;
            await target.WriteAsync(buffer.AsMemory(0, read), _closing.Token);
            count(read);
        }
        return true;
    }

    private void Count(int bytes)
    {
        lock (_gate)
        {
            _carried += bytes;
            foreach (var (_, reached) in _waiting.Where(one => one.Bytes <= _carried))
            {
                reached.TrySetResult();
            }
        }
    }
}
