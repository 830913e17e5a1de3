using System.Globalization;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Guard;

namespace ELearning.Processes.Tests.Guard;

/// <summary>
/// A process of its own, as its CPU time and its memory are the question: everything through its socket, attacks beside what anybody asks for.
/// </summary>
[Collection(nameof(RunningApi))]
public sealed class AttackedProcessTests(RunningApi running)
{
    private const double MostAllocated = 50 * 1024 * 1024;

    [Fact]
    public async Task All_attacks_together_cost_less_than_a_hundred_catalogue_queries_and_fifty_megabytes()
    {
        var api = running.Process;
        api.Client.DefaultRequestHeaders.Authorization = await api.Client.BearerAsync("QZ000001", "Member");
        // Once, so that what is measured is not the compiler's work.
        await AttackAsync(api);
        var before = await CatalogueAsync(api, 5);

        var allocated = await AllocatedAsync(api, since: 0);
        var start = api.CpuTime;
        await AttackAsync(api);
        var attacks = api.CpuTime - start;
        allocated = await AllocatedAsync(api, since: allocated) - allocated;

        start = api.CpuTime;
        var after = await CatalogueAsync(api, 20);
        var hundred = 5 * (api.CpuTime - start);

        Assert.True(
            attacks < hundred,
            $"{HttpAttack.All.Count} attacks took {attacks.TotalMilliseconds} ms of CPU, 100 catalogue queries take {hundred.TotalMilliseconds} ms."
        );
        Assert.True(allocated < MostAllocated, $"{allocated} bytes allocated.");
        Assert.Equal(before, after);
    }

    private static async Task AttackAsync(ServerProcess api)
    {
        foreach (var attack in HttpAttack.All)
        {
            using var request = attack.Request();
            try
            {
                using var response = await api.Client.SendAsync(request);
                Assert.True((int)response.StatusCode is 400 or 413 or 415, $"{attack.Name}: {response.StatusCode}");
            }
            catch (HttpRequestException) when (attack.Name.StartsWith("40 MB", StringComparison.Ordinal))
            {
                // The server has hung up on somebody who goes on sending.
            }
        }
    }

    /// <summary>The answer to the last of so many.</summary>
    private static async Task<string> CatalogueAsync(ServerProcess api, int times)
    {
        var answer = "";
        for (var i = 0; i < times; i++)
        {
            using var response = await api.Client.AskAsync(ContractOperations.Catalogue);
            answer = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode, answer);
        }

        return answer;
    }

    /// <summary>
    /// Bytes that the process has allocated; what it tells is up to some hundred milliseconds old, so it is asked until it tells something new.
    /// </summary>
    private static async Task<double> AllocatedAsync(ServerProcess api, double since)
    {
        while (true)
        {
            foreach (var line in (await api.Client.GetStringAsync("/metrics")).Split('\n'))
            {
                if (
                    line.StartsWith("dotnet_gc_heap_total_allocated_bytes_total", StringComparison.Ordinal)
                    && double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture) is var bytes
                    && bytes > since
                )
                    return bytes;
            }
        }
    }
}
