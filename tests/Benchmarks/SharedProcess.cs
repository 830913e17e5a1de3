using System.Reflection;
using ELearning.Embedded;
using ELearning.Tests;

namespace ELearning.Benchmarks;

/// <summary>
/// API and embedded database in one process, as by default, started in an order in which the database's address is known outside: plain clients of the driver can
/// then be measured on the very server the API uses.
/// </summary>
internal sealed class SharedProcess(ServerProcess process, DirectoryInfo data, string connectionString) : IAsyncDisposable
{
    public const string Verb = "shared";
    private const string AddressFile = "database-address";

    public ServerProcess Process { get; } = process;

    public string ConnectionString { get; } = connectionString;

    public static async Task<SharedProcess> StartAsync()
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        var process = await ServerProcess.StartAsync("ELearning.Benchmarks.dll", [Verb, data.FullName], new Dictionary<string, string>());
        return new SharedProcess(process, data, await File.ReadAllTextAsync(Path.Combine(data.FullName, AddressFile)));
    }

    public static async Task RunAsync(string[] folders)
    {
        await using var server = await EmbeddedMongo.StartAsync(new EmbeddedMongoOptions { File = Path.Combine(folders[0], "elearning.db") }, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Combine(folders[0], AddressFile), server.ConnectionString);
        string[] settings =
        [
            "--environment", "Development", "--urls", "http://127.0.0.1:0", "--Identity:Development", "true", "--Seed:Demo", "true",
            "--Storage:DataDirectory", folders[0], "--Storage:Mongo:ConnectionString", server.ConnectionString, "--GraphQL:Budgets:SignedIn", "1000000000",
            "--Logging:LogLevel:Default", "Warning", "--Logging:LogLevel:Microsoft.Hosting.Lifetime", "Information",
        ];
        await Task.Run(() => Assembly.Load("ELearning.Api").EntryPoint!.Invoke(null, [settings]));
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Delete(recursive: true);
    }
}
