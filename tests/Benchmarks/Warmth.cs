using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// Brings a server to the state it is in for all of its life but the first minute. The runtime compiles again, beside the work, what it has seen run often;
/// while it does, a third of the CPU is the compiler's, and no figure is the server's own.
/// </summary>
internal static class Warmth
{
    /// <summary>Code is compiled at first call, again with counters, and again for good: each time after it has run for a while.</summary>
    private const int Passes = 4;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(400);

    public static async Task BringAsync(ServerProcess server, Func<Task> work)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            await work();
            await QuietAsync(server);
        }
    }

    /// <summary>Returns when nobody in the server does anything, the compiler included.</summary>
    private static async Task QuietAsync(ServerProcess server)
    {
        TimeSpan before;
        do
        {
            before = server.CpuTime;
            await Task.Delay(Look);
        } while (server.CpuTime - before > Look / 10);
    }
}
