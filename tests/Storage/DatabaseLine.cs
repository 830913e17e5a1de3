using System.Net;
using System.Net.Sockets;
using ELearning.Embedded;
using MongoDB.Driver;

namespace ELearning.Tests.Storage;

/// <summary>
/// The network between the product and a database of its own (or <see cref="OtherServer"/>): it can be cut, with whatever is under way on it, and mended.
/// </summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-line-");
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly HashSet<TcpClient> _open = [];
    private EmbeddedMongo? _embedded;
    private MongoUrl _server = null!;
    private Task _accepting = Task.CompletedTask;
    private bool _cut;

    /// <summary>The driver gives up after a second where nobody is there.</summary>
    public string ConnectionString =>
        new MongoUrlBuilder(_server.Url)
        {
            Servers = [new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port)],
            ReplicaSetName = null,
            DirectConnection = true,
            ServerSelectionTimeout = TimeSpan.FromSeconds(1),
        }.ToString();

    public static async Task<DatabaseLine> OpenAsync()
    {
        var line = new DatabaseLine();
        if (OtherServer.ConnectionString is null)
            line._embedded = await EmbeddedMongo.StartAsync(new() { File = Path.Combine(line._directory.FullName, "test.db"), Durable = false }, default);
        line._server = MongoUrl.Create(OtherServer.ConnectionString ?? line._embedded!.ConnectionString);
        line._listener.Start();
        line._accepting = line.AcceptAsync();
        return line;
    }

    public void Cut()
    {
        lock (_gate)
        {
            _cut = true;
            foreach (var client in _open)
            {
                // Not closed but cut: neither side hears a farewell.
                client.LingerState = new(true, 0);
                client.Close();
            }

            _open.Clear();
        }
    }

    public void Mend()
    {
        lock (_gate)
        {
            _cut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        Cut();
        _listener.Stop();
        await _accepting;
        if (_embedded is not null)
            await _embedded.DisposeAsync();
        _directory.Delete(recursive: true);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var there = new TcpClient();
        try
        {
            if (!TryJoin(client))
                return;
            await there.ConnectAsync(_server.Servers.First().Host, _server.Servers.First().Port, _closing.Token);
            if (!TryJoin(there))
                return;
            await Task.WhenAny(
                client.GetStream().CopyToAsync(there.GetStream(), _closing.Token),
                there.GetStream().CopyToAsync(client.GetStream(), _closing.Token)
            );
        }
        catch (Exception broken)
            when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut.
        }
        finally
        {
            Leave(client);
            Leave(there);
        }
    }

    private bool TryJoin(TcpClient client)
    {
        lock (_gate)
        {
            return !_cut && _open.Add(client);
        }
    }

    private void Leave(TcpClient client)
    {
        lock (_gate)
        {
            _open.Remove(client);
            client.Close();
        }
    }
}
