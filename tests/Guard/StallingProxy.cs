using System.Net;
using System.Net.Sockets;

namespace ELearning.Tests.Guard;

/// <summary>Stands before a server and, once it is told to, keeps back what the server says: to its client the server hangs.</summary>
internal sealed class StallingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly IPEndPoint _server;
    private volatile TaskCompletionSource? _held;

    public StallingProxy(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <returns>Done when something the server said since has been kept back.</returns>
    public Task Stall() => (_held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = PassAsync(await _listener.AcceptTcpClientAsync(_ending.Token));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server, _ending.Token);
                var asked = client.GetStream().CopyToAsync(server.GetStream(), _ending.Token);
                var buffer = new byte[16 * 1024];
                int read;
                while ((read = await server.GetStream().ReadAsync(buffer, _ending.Token)) > 0)
                {
                    if (_held is { } held)
                        held.TrySetResult();
                    else
                        await client.GetStream().WriteAsync(buffer.AsMemory(0, read), _ending.Token);
                }

                await asked;
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One side has hung up, or the test is over.
            }
        }
    }
}
