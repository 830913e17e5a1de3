using ELearning.Api;
using ELearning.Content;
using ELearning.Embedded;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Hosting;

/// <summary>What lies in the data directory is personal data and keys: nobody but its owner reads it.</summary>
public sealed class PrivateFilesTests : IDisposable
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnDirectory = OwnFile | UnixFileMode.UserExecute;
    private const UnixFileMode Everybody =
        OwnDirectory | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("elearning-private-");

    private string Data => Path.Combine(_parent.FullName, "data");

    private string Database => Path.Combine(Data, "elearning.db");

    public void Dispose() => _parent.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_database_is_its_owners_alone_while_it_is_written(bool wasOpen)
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Data);
        if (wasOpen)
        {
            await WriteAsync(null);
            foreach (var file in Directory.GetFiles(Data))
                File.SetUnixFileMode(file, OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await WriteAsync(() => Assert.Equal(["elearning.db", "elearning.db-shm", "elearning.db-wal", "elearning.db.lock"], OwnFiles()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_directory_and_the_keys_in_it_are_their_owners_alone(bool wereOpen)
    {
        if (OperatingSystem.IsWindows())
            return;
        if (wereOpen)
        {
            MakeKeys();
            File.SetUnixFileMode(Data, Everybody);
            foreach (var file in Directory.GetFiles(Data))
                File.SetUnixFileMode(file, OwnFile | UnixFileMode.OtherRead);
        }

        MakeKeys();
        Assert.Equal(OwnDirectory, File.GetUnixFileMode(Data));
        Assert.Equal(["development-issuer.pem", "secrets.json"], OwnFiles());
    }

    [Fact]
    public void A_directory_that_everybody_shares_is_left_to_them()
    {
        if (OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(Data, Everybody | UnixFileMode.StickyBit);
        DataDirectory.Require(Data);
        Assert.Equal(Everybody | UnixFileMode.StickyBit, File.GetUnixFileMode(Data));
    }

    private List<string> OwnFiles()
    {
        var own = new List<string>();
        foreach (var file in Directory.GetFiles(Data).Order(StringComparer.Ordinal))
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) == OwnFile)
                own.Add(Path.GetFileName(file));
        }

        return own;
    }

    private void MakeKeys()
    {
        var storage = Options.Create(new StorageOptions { DataDirectory = Data });
        new SecretsFile(new Microsoft.Extensions.Hosting.Internal.HostingEnvironment { EnvironmentName = "Development" }, storage).PostConfigure(
            null,
            new SecretsOptions()
        );
        new DevelopmentIssuer(storage, new IdentityOptions(), TimeProvider.System).Dispose();
    }

    private async Task WriteAsync(Action? meanwhile)
    {
        await using var server = await EmbeddedMongo.StartAsync(new() { File = Database, Durable = false }, CancellationToken.None);
        using var client = new MongoClient(server.ConnectionString);
        await client.GetDatabase("test").GetCollection<BsonDocument>("things").InsertOneAsync(new BsonDocument("a", 1));
        meanwhile?.Invoke();
    }
}
