using System.Net;
using System.Net.Sockets;

namespace ELearning.Embedded.Tests.Storage;

/// <summary>A start that cannot be is refused in one line that names the file or the port.</summary>
public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-start-");

    private string File => Path.Combine(_directory.FullName, "data.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_taken_port_is_named_and_the_file_is_let_go()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var error = await Assert.ThrowsAsync<EmbeddedMongoException>(() =>
            EmbeddedMongo.StartAsync(
                new EmbeddedMongoOptions
                {
                    File = File,
                    Port = port,
                    Durable = false,
                },
                CancellationToken.None
            )
        );
        Assert.StartsWith($"Port {port} on 127.0.0.1 cannot be used", error.Message, StringComparison.Ordinal);
        await using var second = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = File, Durable = false }, CancellationToken.None);
    }

    [Fact]
    public async Task A_path_that_cannot_be_written_is_named()
    {
        await System.IO.File.WriteAllTextAsync(File, "");
        var below = Path.Combine(File, "data.db");
        var error = await Assert.ThrowsAsync<EmbeddedMongoException>(() =>
            EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = below }, CancellationToken.None)
        );
        Assert.StartsWith($"The database file {below} cannot be made", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        await System.IO.File.WriteAllTextAsync(File, new string('x', 10_000));
        var error = await Assert.ThrowsAsync<EmbeddedMongoException>(() =>
            EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = File }, CancellationToken.None)
        );
        Assert.StartsWith($"The database file {File} cannot be opened", error.Message, StringComparison.Ordinal);
    }
}
