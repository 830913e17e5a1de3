using System.Globalization;
using System.Text.Json;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// R2: commands to the database that nested lists take, counted by the process itself; of one entry and of a hundred as many as there are levels. Every list of
/// the schema is counted so by the tests.
/// </summary>
internal static class RoundTripsOfLevels
{
    /// <summary>For 300 ms the exporter says again what it said last.</summary>
    private static readonly TimeSpan KeptAnswer = TimeSpan.FromMilliseconds(400);

    private static readonly string[] Levels = ["title", "title teachers { name }", "title teachers { name organisation { name } }"];

    public static async Task RunAsync(Arguments settings)
    {
        await using var api = await ApiTarget.StartAsync();
        var client = api.Process.Client;
        var token = await client.BearerAsync("QZ000001", "Member");
        for (var levels = 1; levels <= Levels.Length; levels++)
        {
            Console.WriteLine(
                $"R2 courseware {{ {Levels[levels - 1]} }}: {await TripsAsync(levels, 1)} round trips for one, {await TripsAsync(levels, 100)} for a "
                    + $"page of 100 (asked for: {levels} for both)"
            );
        }

        async Task<double> TripsAsync(int levels, int first)
        {
            var body = JsonSerializer.Serialize(new { query = $"{{ courseware(first: {first}) {{ nodes {{ {Levels[levels - 1]} }} }} }}" });
            var scenario = new Scenario("levels", client, [token], _ => body);
            await scenario.AnswerAsync(); // who asks is remembered from then on
            var least = double.MaxValue;
            // What runs beside may ask for something, too, though not each time.
            for (var round = 0; round < settings.Rounds; round++)
            {
                var before = await CommandsAsync();
                await scenario.AnswerAsync();
                least = Math.Min(least, await CommandsAsync() - before);
            }
            return least;
        }

        async Task<double> CommandsAsync()
        {
            await Task.Delay(KeptAnswer);
            return (await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)))
                .Split('\n')
                .Where(line => line.StartsWith("elearning_database_commands", StringComparison.Ordinal))
                .Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));
        }
    }
}
