using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// From the start of the process to its first answer of a catalogue query, with the data there already: as it is built, compiled as it runs, and as it is
/// published, compiled beforehand.
/// </summary>
internal static class StartToAnswer
{
    public static async Task RunAsync(Arguments settings)
    {
        var published = Directory.CreateTempSubdirectory("elearning-published-");
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        try
        {
            await PublishAsync(published.FullName);
            string[] assemblies = ["ELearning.Api.dll", Path.Combine(published.FullName, "ELearning.Api.dll")];
            // Once each: the demonstration is made by the first, and the files are in the system's memory.
            var seeding = await MeasureAsync(assemblies[0], data.FullName);
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"start to first answer with the demonstration to be made: {seeding.TotalSeconds:F2} s")
            );
            await MeasureAsync(assemblies[1], data.FullName);

            var times = assemblies.Select(_ => new List<double>()).ToList();
            for (var round = 0; round < settings.Rounds; round++)
            {
                for (var i = 0; i < assemblies.Length; i++)
                {
                    times[i].Add((await MeasureAsync(assemblies[i], data.FullName)).TotalSeconds);
                }
            }

            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"start to first answer: built {Middle(times[0]):F2} s, published {Middle(times[1]):F2} s "
                        + $"({Middle(times[1]) / Middle(times[0]):F2} of it; medians of {settings.Rounds})"
                )
            );
        }
        finally
        {
            published.Delete(recursive: true);
            data.Delete(recursive: true);
        }
    }

    private static async Task<TimeSpan> MeasureAsync(string assembly, string data)
    {
        var watch = Stopwatch.StartNew();
        await using var api = await ServerProcess.StartApiOfAsync(assembly, data);
        api.Client.DefaultRequestHeaders.Authorization = await api.Client.BearerAsync("QZ000001", "Member");
        using var answer = await api.Client.PostAsJsonAsync("/graphql", new { query = ContractOperations.Catalogue, variables = new { first = 20 } });
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? watch.Elapsed : throw new InvalidOperationException(text);
    }

    private static async Task PublishAsync(string folder, [CallerFilePath] string here = "")
    {
        var project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../api"));
        using var publish = Process.Start(
            new ProcessStartInfo("dotnet", ["publish", project, "-c", "Release", "-o", folder]) { RedirectStandardOutput = true }
        )!;
        var said = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
            throw new InvalidOperationException(said);
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
