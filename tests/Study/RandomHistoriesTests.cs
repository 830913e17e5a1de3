using System.Collections.Concurrent;
using System.Diagnostics;
using ELearning.Content;
using Xunit.Abstractions;

namespace ELearning.Tests.Study;

/// <summary>What no history of beats can bring about. Seeds make each violation repeatable.</summary>
public sealed class RandomHistoriesTests(ITestOutputHelper output)
{
    private const int Histories = 100_000;

    [Fact]
    public void A_hundred_thousand_random_histories_break_no_rule()
    {
        DocumentMapping.Register();
        var watch = Stopwatch.StartNew();
        var broken = new ConcurrentQueue<string>();
        var beats = 0L;
        Parallel.For(
            0,
            Histories,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            seed =>
            {
                var history = new RandomHistory(seed);
                try
                {
                    history.Play();
                }
                catch (BrokenRule rule)
                {
                    broken.Enqueue(rule.Message);
                }
                Interlocked.Add(ref beats, history.Beats);
            }
        );
        output.WriteLine($"{Histories:N0} histories of {beats:N0} beats: {broken.Count} violations, {watch.Elapsed.TotalSeconds:0.0} s");
        foreach (var message in broken.Take(20))
            output.WriteLine(message);
        Assert.Empty(broken);
    }
}
