using ELearning.Benchmarks;

// Paired ratios, measured side by side in one run.
//   dotnet run -c Release --project tests/Benchmarks [-- --only r3 --requests 2000 --rounds 6 --clients 8]
(string Name, Func<Arguments, Task> RunAsync)[] parts =
[
    ("kestrel", AgainstKestrel.RunAsync),
    ("r1", QueryAgainstOthers.RunAsync),
    ("stored", StoredAgainstOthers.RunAsync),
    ("r2", RoundTripsOfLevels.RunAsync),
    ("r3", HeartbeatAgainstUpdate.RunAsync),
    ("media", MediaAgainstNginx.RunAsync),
    ("search", SearchAtScale.RunAsync),
    ("report", ReportAtScale.RunAsync),
    ("guard", AttacksAgainstCatalogue.RunAsync),
    ("uploads", UploadAgainstHashing.RunAsync),
    ("sheets", SheetsAtScale.RunAsync),
    ("start", StartToAnswer.RunAsync),
];

switch (args)
{
    case ["plain", var port, .. var files]:
        await PlainEndpoint.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture), files);
        return 0;
    case [SharedProcess.Verb, .. var folders]:
        await SharedProcess.RunAsync(folders);
        return 0;
    case [MemoryServer.Verb, .. var engine]:
        await MemoryServer.RunAsync(engine);
        return 0;
}

var settings = Arguments.Parse(args);
var chosen = parts.Where(part => settings.Only is null || settings.Only == part.Name).ToList();
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"There is no part {settings.Only}: {string.Join(", ", parts.Select(part => part.Name))}");
    return 1;
}
foreach (var part in chosen)
{
    try
    {
        await part.RunAsync(settings);
    }
    catch (MissingProgramError missing)
    {
        Console.WriteLine($"{part.Name} is left out: {missing.Message}");
    }
}
return 0;
