using System.Diagnostics;
using System.Globalization;

namespace ELearning.Benchmarks;

/// <summary>
/// What a sheet of 1,000,000 members takes: rows per second and the peak of memory of the command that checks it, and of the one that applies 100,000 of them to
/// an empty database.
/// </summary>
internal static class SheetsAtScale
{
    private const int Checked = 1_000_000;
    private const int Applied = 100_000;

    public static async Task RunAsync(Arguments settings)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        try
        {
            var organisations = Path.Combine(data.FullName, "organisations.csv");
            await File.WriteAllLinesAsync(organisations, ["组织代码,组织名称,层级,成立日期", "350500,中共某市委员会,设区市,1949-09-01"]);
            await RunAsync("organisations", organisations, 1);
            await RunAsync("members", await MembersAsync(Checked), Checked, "--dry-run");
            await RunAsync("members", await MembersAsync(Applied), Applied);
        }
        finally
        {
            data.Delete(recursive: true);
        }

        async Task<string> MembersAsync(int rows)
        {
            var file = Path.Combine(data.FullName, $"members-{rows}.csv");
            await using var text = new StreamWriter(file);
            await text.WriteLineAsync("党员编号,姓名,所在组织代码,党员类别,入党日期");
            for (var i = 0; i < rows; i++)
            {
                await text.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"SC-{i:D7},郑某某,350500,农村,{1950 + (i % 70)}-07-01"));
            }
            return file;
        }

        async Task RunAsync(string kind, string file, int rows, params string[] options)
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
            foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "ELearning.Api.dll"), "import", kind, file, .. options])
            {
                start.ArgumentList.Add(argument);
            }
            start.Environment["DOTNET_ENVIRONMENT"] = "Development";
            start.Environment["Storage__DataDirectory"] = Path.Combine(data.FullName, "data");
            var since = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            // Each line of progress is a moment to look at the peak.
            var peak = 0L;
            while (await process.StandardError.ReadLineAsync() is not null)
            {
                peak = Math.Max(peak, PeakOf(process.Id));
            }
            await process.WaitForExitAsync();
            var said = (await output).Trim();
            var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
            if (rows > 1)
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"sheets {(options.Length > 0 ? "checked" : "applied")} {rows:N0} members: {rows / seconds:N0} rows/s, peak {peak >> 10} MiB; {said}"
                    )
                );
        }
    }

    /// <summary>Kibibytes.</summary>
    private static long PeakOf(int process) =>
        File.Exists($"/proc/{process}/status")
        && File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)) is { } line
            ? long.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture)
            : 0;
}
