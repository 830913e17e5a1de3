using System.Diagnostics;
using System.Reflection;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// API and embedded database in one process, as by default, but for the database's address, which is told outside: plain clients of the driver can then be
/// measured on the very server the API uses.
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
        using var watching = DiagnosticListener.AllListeners.Subscribe(
            new HostWatch(host =>
                File.WriteAllText(Path.Combine(folders[0], AddressFile), host.Services.GetRequiredService<IConfiguration>()["Storage:Mongo:ConnectionString"])
            )
        );
        string[] settings =
        [
            "--environment",
            "Development",
            "--urls",
            "http://127.0.0.1:0",
            "--Identity:Development",
            "true",
            "--Seed:Demo",
            "true",
            "--Storage:DataDirectory",
            folders[0],
            "--GraphQL:Budgets:SignedIn",
            "1000000000",
            "--Logging:LogLevel:Default",
            "Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime",
            "Information",
        ];
        await Task.Run(() => Assembly.Load("ELearning.Api").EntryPoint!.Invoke(null, [settings]));
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Delete(recursive: true);
    }
}
