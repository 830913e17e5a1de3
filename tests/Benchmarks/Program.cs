using ELearning.Benchmarks;

// Paired ratios, measured side by side in one run: the API against a plain Kestrel endpoint that answers the same bytes.
//   dotnet run -c Release --project tests/Benchmarks [-- --requests 2000 --rounds 6 --clients 8]
if (args is ["plain", var port, .. var files])
{
    await PlainEndpoint.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), files);
    return 0;
}

var settings = Settings.Parse(args);
await using (var api = await ApiTarget.StartAsync())
{
    foreach (var scenario in await Scenario.AllAsync(api.Process.Client, settings.Clients))
    {
        var reference = await scenario.AnswerAsync();
        await using var plain = await PlainEndpoint.StartAsync(reference);
        await Duel.RunAsync(scenario, api.Process, plain, settings);
    }
}
await HeartbeatAgainstUpdate.RunAsync(settings);
await MediaAgainstNginx.RunAsync(settings);
await SearchAtScale.RunAsync(settings);
return 0;
