namespace ELearning.Benchmarks;

/// <summary>What several servers were measured at, round by round; who goes first takes turns, so that a noisy machine is noisy for all.</summary>
internal sealed class Rounds
{
    private readonly List<Measured[]> _rounds = [];

    /// <param name="count">How often each is measured.</param>
    /// <param name="measure">One measurement of each.</param>
    public static async Task<Rounds> MeasureAsync(int count, IReadOnlyList<Func<Task<Measured>>> measure)
    {
        var rounds = new Rounds();
        for (var round = 0; round < count; round++)
        {
            var measured = new Measured[measure.Count];
            for (var turn = 0; turn < measured.Length; turn++)
            {
                var i = (turn + round) % measured.Length;
                measured[i] = await measure[i]();
            }
            rounds._rounds.Add(measured);
        }
        return rounds;
    }

    public double Cpu(int one) => Median(_rounds.Select(round => round[one].CpuMicroseconds));

    public double PerSecond(int one) => Median(_rounds.Select(round => round[one].PerSecond));

    /// <summary>The latency that so many of all requests do not exceed, in milliseconds.</summary>
    public double Latency(int one, double share)
    {
        var all = _rounds.SelectMany(round => round[one].Latencies).Order().ToList();
        return all[Math.Min(all.Count - 1, (int)(all.Count * share))].TotalMilliseconds;
    }

    /// <summary>CPU per request of the one divided by the other's, with its least and its most.</summary>
    public string CpuRatio(int one, int other, string wanted = "")
    {
        var ratios = _rounds.Select(round => round[one].CpuMicroseconds / round[other].CpuMicroseconds).ToList();
        var asked = wanted.Length > 0 ? $"; asked for: {wanted} or less" : "";
        return $"{Number(Median(ratios))} (rounds {Number(ratios.Min())} to {Number(ratios.Max())}{asked})";
    }

    public double PerSecondRatio(int one, int other) => Median(_rounds.Select(round => round[one].PerSecond / round[other].PerSecond));

    private static string Number(double ratio) => ratio < 0.1 ? $"{ratio:F4}" : $"{ratio:F2}";

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;
}
