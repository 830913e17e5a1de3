using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>The product as a newcomer runs it: embedded database, seed data, development issuer; in a folder of its own that is removed afterwards.</summary>
internal sealed class ApiTarget(ServerProcess process, DirectoryInfo data) : IAsyncDisposable
{
    public ServerProcess Process { get; } = process;

    public static async Task<ApiTarget> StartAsync(params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        var process = await ServerProcess.StartApiAsync(data.FullName, arguments);
        return new ApiTarget(process, data);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Delete(recursive: true);
    }
}
