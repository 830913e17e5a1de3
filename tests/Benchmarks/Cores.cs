using System.Diagnostics;
using System.Globalization;

namespace ELearning.Benchmarks;

/// <summary>
/// Which core a process runs on: what is compared runs on the same one, and whoever asks on another, so that neither disturbs the other's caches.
/// </summary>
internal static class Cores
{
    public static async Task PinAsync(int processId, int core)
    {
        if (Environment.ProcessorCount <= core)
            return;
        using var taskset = Process.Start(
            new ProcessStartInfo("taskset", ["-a", "-c", "-p", core.ToString(CultureInfo.InvariantCulture), processId.ToString(CultureInfo.InvariantCulture)])
            {
                RedirectStandardOutput = true,
            }
        )!;
        await taskset.StandardOutput.ReadToEndAsync();
        await taskset.WaitForExitAsync();
    }
}
