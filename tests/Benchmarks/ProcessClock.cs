using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ELearning.Benchmarks;

/// <summary>The CPU time of any process, to the nanosecond; what the runtime tells comes in hundredths of a second.</summary>
internal static partial class ProcessClock
{
    /// <summary>Of all threads there are and were, as Linux numbers the clocks of processes.</summary>
    private const int SchedulerClock = 2;

    public static TimeSpan Of(int processId)
    {
        Span<long> read = stackalloc long[2];
        if (ReadClock((~processId << 3) | SchedulerClock, read) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return TimeSpan.FromSeconds(read[0]) + TimeSpan.FromMicroseconds(read[1] / 1000.0);
    }

    /// <param name="clock">Its number.</param>
    /// <param name="read">Seconds and nanoseconds, where both have 64 bits.</param>
    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ReadClock(int clock, Span<long> read);
}
