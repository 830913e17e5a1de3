namespace ELearning.Benchmarks;

/// <summary>The API against a plain Kestrel endpoint that answers the same bytes.</summary>
internal static class AgainstKestrel
{
    public static async Task RunAsync(Arguments settings)
    {
        await using var api = await ApiTarget.StartAsync();
        foreach (var scenario in await Scenario.AllAsync(api.Process.Client, settings.Clients))
        {
            var reference = await scenario.AnswerAsync();
            await using var plain = await PlainEndpoint.StartAsync(reference);
            await Duel.RunAsync(scenario, api.Process, plain, settings);
        }
    }
}
