using System.Net;
using System.Net.Sockets;
using ELearning.Embedded;
using MongoDB.Driver;

namespace ELearning.Tests;

/// <summary>The network between the product and a database of its own (or <see cref="OtherServer"/>): it can be cut, with whatever is under way on it, and mended.</summary>
internal sealed class DatabaseLine : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("elearning-line-");
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly HashSet<TcpClient> open = [];
    private EmbeddedMongo? embedded;
    private MongoUrl server = null!;
    private Task accepting = Task.CompletedTask;
    private bool cut;

    /// <summary>The driver gives up after a second where nobody is there.</summary>
    public string ConnectionString => new MongoUrlBuilder(server.Url)
    {
        Servers = [new("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)],
        ReplicaSetName = null,
        DirectConnection = true,
        ServerSelectionTimeout = TimeSpan.FromSeconds(1),
    }.ToString();

    public static async Task<DatabaseLine> OpenAsync()
    {
        var line = new DatabaseLine();
        if (OtherServer.ConnectionString is null)
            line.embedded = await EmbeddedMongo.StartAsync(new() { File = Path.Combine(line.directory.FullName, "test.db"), Durable = false }, default);
        line.server = MongoUrl.Create(OtherServer.ConnectionString ?? line.embedded!.ConnectionString);
        line.listener.Start();
        line.accepting = line.AcceptAsync();
        return line;
    }

    public void Cut()
    {
        lock (gate)
        {
            cut = true;
            foreach (var client in open)
            {
                // Not closed but cut: neither side hears a farewell.
                client.LingerState = new(true, 0);
                client.Close();
            }

            open.Clear();
        }
    }

    public void Mend()
    {
        lock (gate)
        {
            cut = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        Cut();
        listener.Stop();
        await accepting;
        if (embedded is not null)
            await embedded.DisposeAsync();
        directory.Delete(recursive: true);
        closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await listener.AcceptTcpClientAsync(closing.Token)));
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
            await there.ConnectAsync(server.Servers.First().Host, server.Servers.First().Port, closing.Token);
            if (!TryJoin(there))
                return;
            await Task.WhenAny(client.GetStream().CopyToAsync(there.GetStream(), closing.Token), there.GetStream().CopyToAsync(client.GetStream(), closing.Token));
        }
        catch (Exception broken) when (broken is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
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
        lock (gate)
        {
            return !cut && open.Add(client);
        }
    }

    private void Leave(TcpClient client)
    {
        lock (gate)
        {
            open.Remove(client);
            client.Close();
        }
    }
}
