using System.Diagnostics;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>Two targets in turn, the same requests, alternating who goes first: a noisy machine is noisy for both.</summary>
internal static class Duel
{
    public static async Task RunAsync(Scenario scenario, ServerProcess api, ServerProcess plain, Arguments settings)
    {
        await RoundAsync(scenario, api, settings);
        await RoundAsync(scenario, plain, settings);
        var rounds = new List<(Sample Api, Sample Plain)>();
        for (var i = 0; i < settings.Rounds; i++)
        {
            Sample first,
                second;
            if (i % 2 == 0)
            {
                first = await RoundAsync(scenario, api, settings);
                second = await RoundAsync(scenario, plain, settings);
                rounds.Add((first, second));
            }
            else
            {
                first = await RoundAsync(scenario, plain, settings);
                second = await RoundAsync(scenario, api, settings);
                rounds.Add((second, first));
            }
        }
        Console.WriteLine(
            $"{scenario.Name}: CPU {Median(rounds, r => r.Api.CpuMicroseconds):F0} us/request, plain Kestrel with the same bytes "
                + $"{Median(rounds, r => r.Plain.CpuMicroseconds):F0} us; "
                + $"CPU ratio {Median(rounds, r => r.Api.CpuMicroseconds / r.Plain.CpuMicroseconds):F2}, requests/s ratio "
                + $"{Median(rounds, r => r.Api.PerSecond / r.Plain.PerSecond):F3} "
                + $"({settings.Rounds} rounds of {settings.Requests}, {settings.Clients} clients)"
        );
    }

    private static double Median(List<(Sample Api, Sample Plain)> rounds, Func<(Sample Api, Sample Plain), double> of) =>
        rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private static async Task<Sample> RoundAsync(Scenario scenario, ServerProcess target, Arguments settings)
    {
        var cpu = target.CpuTime;
        var watch = Stopwatch.StartNew();
        var share = settings.Requests / settings.Clients;
        await Task.WhenAll(
            Enumerable
                .Range(0, settings.Clients)
                .Select(async client =>
                {
                    for (var i = 0; i < share; i++)
                    {
                        using var request = scenario.Request(client);
                        using var response = await target.Client.SendAsync(request);
                        var answer = await response.Content.ReadAsByteArrayAsync();
                        if (!response.IsSuccessStatusCode)
                        {
                            throw new InvalidOperationException($"{scenario.Name}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
                        }
                    }
                })
        );
        var done = share * settings.Clients;
        return new Sample((target.CpuTime - cpu).TotalMicroseconds / done, done / watch.Elapsed.TotalSeconds);
    }

    private sealed record Sample(double CpuMicroseconds, double PerSecond);
}
