using System.Collections.Concurrent;
using System.Diagnostics;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>Clients of one server, each on a thread and a connection of its own, that ask one question after another.</summary>
/// <param name="Server">Who is asked.</param>
/// <param name="Clients">How many ask at once.</param>
/// <param name="Requests">What each of them asks, whole requests.</param>
internal sealed record Load(ServerProcess Server, int Clients, Func<int, Func<byte[]>> Requests)
{
    /// <summary>What 50 courseware fit, three times over.</summary>
    private const int LargestAnswer = 512 * 1024;

    /// <summary>Asks so many questions in all.</summary>
    public Task<Measured> AskAsync(int count) => AskAsync(count / Clients, Timeout.InfiniteTimeSpan, null);

    /// <summary>Asks as long as that, while something is done once a second.</summary>
    public Task<Measured> AskAsync(TimeSpan time, Func<Task> meanwhile) => AskAsync(int.MaxValue, time, meanwhile);

    private async Task<Measured> AskAsync(int share, TimeSpan time, Func<Task>? meanwhile)
    {
        var latencies = new ConcurrentBag<List<TimeSpan>>();
        using var end = new CancellationTokenSource(time);
        var (before, watch) = (ProcessClock.Of(Server.Id), Stopwatch.StartNew());
        var doing = meanwhile is null ? Task.CompletedTask : EverySecondAsync(meanwhile, end.Token);
        await Task.WhenAll(
            Enumerable
                .Range(0, Clients)
                .Select(client =>
                    Task.Factory.StartNew(
                        () => latencies.Add(Ask(Requests(client), share, end.Token)),
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        await doing;
        var (cpu, took) = (ProcessClock.Of(Server.Id) - before, watch.Elapsed);
        return new Measured(cpu, took, [.. latencies.SelectMany(list => list)]);
    }

    private List<TimeSpan> Ask(Func<byte[]> next, int share, CancellationToken end)
    {
        // Servers of Node.js hang up on whoever is silent for seconds, so nobody stays between rounds.
        using var client = new LeanClient(new Uri(Server.Address), null, LargestAnswer);
        var latencies = new List<TimeSpan>();
        while (latencies.Count < share && !end.IsCancellationRequested)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = client.Send(next());
            latencies.Add(Stopwatch.GetElapsedTime(start));
            if (answer.StartsWith("{\"errors\""u8))
                throw new InvalidOperationException($"{Server.Address}: {System.Text.Encoding.UTF8.GetString(answer)}");
        }
        return latencies;
    }

    /// <summary>Begins in the middle of the first second, so that what is done has an end within the time.</summary>
    private static async Task EverySecondAsync(Func<Task> act, CancellationToken end)
    {
        var wait = TimeSpan.FromSeconds(0.5);
        while (true)
        {
            await Task.Delay(wait, CancellationToken.None);
            if (end.IsCancellationRequested)
                return;
            var watch = Stopwatch.StartNew();
            await act();
            var left = TimeSpan.FromSeconds(1) - watch.Elapsed;
            wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }
}

/// <param name="Cpu">Of the server, whatever it did meanwhile.</param>
/// <param name="Took">From the first question to the last answer.</param>
/// <param name="Latencies">Of each answer.</param>
internal sealed record Measured(TimeSpan Cpu, TimeSpan Took, IReadOnlyList<TimeSpan> Latencies)
{
    public double CpuMicroseconds => Cpu.TotalMicroseconds / Latencies.Count;

    public double PerSecond => Latencies.Count / Took.TotalSeconds;
}
