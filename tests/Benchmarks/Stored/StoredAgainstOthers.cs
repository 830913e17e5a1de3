using System.Text;
using System.Text.Json.Nodes;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// R7: the catalogue as it is stored, through the whole product, against Kestrel with the answer's bytes ready, graphql-yoga with the same data in memory, and
/// Directus with the same data in SQLite: CPU of each server per request, in rounds by turns. First one query that was seen before, then a mix of a thousand
/// sets of variables by five roles while versions are published, then what other queries cost.
/// </summary>
internal static class StoredAgainstOthers
{
    private static readonly TimeSpan MixRound = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(Arguments settings)
    {
        var dataFile = Path.GetTempFileName();
        await using var api = await ApiTarget.StartAsync(CatalogueCallers.Budgets);
        var tokens = await CatalogueCallers.TokensAsync(api.Process.Client);
        var seen = CatalogueClient.Body(MemoryCatalogue.Operation, new { first = 20 });
        var (answer, _) = await api.Process.Client.AskAsync(tokens[0], seen);
        var (mix, answers) = await CatalogueMix.MakeAsync(api.Process.Client, tokens[0], dataFile, answer);

        await using var kestrel = await PlainEndpoint.StartAsync(answer);
        await using var cachingYoga = await MissingProgramError.OrWithoutAsync("graphql-yoga", () => Yoga.StartAsync(dataFile, cached: true));
        await using var yoga = cachingYoga is null ? null : await Yoga.StartAsync(dataFile, cached: false);
        await using var directus = await MissingProgramError.OrWithoutAsync("Directus", () => Directus.StartAsync(dataFile));
        File.Delete(dataFile);
        foreach (var server in new[] { api.Process, kestrel, cachingYoga, yoga, directus?.Plain, directus?.Cached })
        {
            if (server is not null)
                await Cores.PinAsync(server.Id, 0);
        }
        await Cores.PinAsync(Environment.ProcessId, 1);

        List<Contender> contenders =
        [
            new("ours", api.Process, seen, tokens[0], answer),
            new("plain Kestrel, bytes ready", kestrel, seen, null, answer, "2.00"),
        ];
        if (cachingYoga is not null)
            contenders.Add(new("yoga, response cache on", cachingYoga, seen, null, answer, "0.35"));
        if (yoga is not null)
            contenders.Add(new("yoga, response cache off", yoga, seen, null, answer));
        if (directus is not null)
        {
            var body = CatalogueClient.Body(Directus.Operation, new { first = 20 });
            contenders.Add(new("Directus, SQLite, cache on", directus.Cached, body, Directus.Token, answer, Caching: true));
            contenders.Add(new("Directus, SQLite, cache off", directus.Plain, body, Directus.Token, answer, "0.02", Part: 10));
        }
        await SeenBeforeAsync(contenders, settings);
        if (cachingYoga is not null)
            await RequireSameAsync(cachingYoga, mix, answers);
        await MixAsync(api.Process, cachingYoga, mix, tokens, settings);
        await OthersAsync(api.Process, tokens[0], settings);
    }

    private static async Task SeenBeforeAsync(List<Contender> contenders, Arguments settings)
    {
        foreach (var contender in contenders)
        {
            await contender.RequireSameAsync();
            await Warmth.BringAsync(contender.Server, () => contender.AskAsync(settings));
        }
        var rounds = await Rounds.MeasureAsync(
            settings.Rounds,
            [.. contenders.Select(contender => (Func<Task<Measured>>)(() => contender.AskAsync(settings)))]
        );
        Console.WriteLine(
            $"R7 catalogue from storage, seen before: 20 courseware, {contenders[0].Expected.Length} bytes, the same from all but Directus (the same "
                + $"values in its own shape); CPU of the server per request ({settings.Rounds} rounds of {settings.Requests}, Directus without cache a tenth, "
                + $"{settings.Clients} clients):"
        );
        for (var i = 0; i < contenders.Count; i++)
        {
            Console.WriteLine(
                $"  {contenders[i].Name, -28} {rounds.Cpu(i), 6:F0} us, {rounds.PerSecond(i), 6:F0}/s"
                    + (i == 0 ? "" : $"; ours ÷ it {rounds.CpuRatio(0, i, contenders[i].Wanted)}")
            );
        }
    }

    private static async Task MixAsync(ServerProcess api, ServerProcess? yoga, CatalogueMix mix, string[] tokens, Arguments settings)
    {
        var publisher = await Publisher.OpenAsync(api.Client);
        await RequireFreshAsync(api, publisher, mix, tokens);
        var entry = (await api.Client.DataAsync(tokens[0], "{ courseware(first: 1) { nodes { id } } }")).GetProperty("courseware").GetProperty("nodes")[0];
        var touch = CatalogueClient.Body("mutation($id: ID!) { publish(id: $id) { id } }", new { id = entry.GetProperty("id").GetString() });
        var ours = Mixed(api, mix, tokens, settings);
        List<Func<Task<Measured>>> measure = [() => ours.AskAsync(MixRound, publisher.PublishAsync)];
        if (yoga is not null)
        {
            var theirs = Mixed(yoga, mix, [null], settings);
            measure.Add(() => theirs.AskAsync(MixRound, () => yoga.Client.AskAsync(null, touch)));
            await Warmth.BringAsync(yoga, measure[1]);
        }
        await Warmth.BringAsync(api, measure[0]);
        var publishing = await PublishingAsync(api, publisher);

        var rounds = await Rounds.MeasureAsync(settings.Rounds, measure);
        Console.WriteLine(
            $"R7 mix: {CatalogueMix.Sets} sets of variables (first 1 to 50, filters, orders, words) by Zipf(1.0), {tokens.Length} roles in turn, a publication "
                + $"a second ({settings.Rounds} rounds of {MixRound.TotalSeconds:F0} s, {settings.Clients} clients, one core):"
        );
        Console.WriteLine($"  {Line("ours", 0)}; {publishing:F1} ms for a publication are in it");
        if (yoga is not null)
        {
            Console.WriteLine($"  {Line("yoga, response cache on", 1)}; its cache drops what has an entry, once a second");
            Console.WriteLine($"  ours ÷ yoga: CPU {rounds.CpuRatio(0, 1)}, requests/s {rounds.PerSecondRatio(0, 1):F2}");
        }

        string Line(string name, int i) =>
            $"{name, -28} CPU {rounds.Cpu(i), 6:F0} us/request, p50 {rounds.Latency(i, 0.5):F2} ms, p99 {rounds.Latency(i, 0.99):F2} ms, "
            + $"{rounds.PerSecond(i):F0}/s";
    }

    /// <summary>Milliseconds of CPU that a publication costs where nobody asks for anything.</summary>
    private static async Task<double> PublishingAsync(ServerProcess api, Publisher publisher)
    {
        const int Times = 10;
        var before = ProcessClock.Of(api.Id);
        for (var i = 0; i < Times; i++)
        {
            await publisher.PublishAsync();
        }
        return (ProcessClock.Of(api.Id) - before).TotalMilliseconds / Times;
    }

    /// <summary>Checks that what was just published is in the next answer, which was asked for before, whoever asks.</summary>
    private static async Task RequireFreshAsync(ServerProcess api, Publisher publisher, CatalogueMix mix, string[] tokens)
    {
        foreach (var token in tokens)
        {
            await api.Client.AskAsync(token, mix.Newest);
            await publisher.PublishAsync();
            var (answer, _) = await api.Client.AskAsync(token, mix.Newest);
            if (answer.AsSpan().IndexOf(Encoding.UTF8.GetBytes(publisher.Summary)) < 0)
                throw new InvalidOperationException($"What was published is not answered: {publisher.Summary}");
        }
    }

    private static Load Mixed(ServerProcess server, CatalogueMix mix, string?[] tokens, Arguments settings)
    {
        var requests = tokens.Select(token => mix.Bodies.Select(body => LeanClient.Request(new Uri(server.Address), token, body)).ToArray()).ToArray();
        // A client goes on in the next round where it ended in the last.
        var clients = Enumerable.Range(0, settings.Clients).Select(client => (Next: mix.Draw(client), Turn: client)).ToArray();
        return new Load(server, settings.Clients, client => () => requests[clients[client].Turn++ % tokens.Length][clients[client].Next()]);
    }

    private static async Task RequireSameAsync(ServerProcess server, CatalogueMix mix, byte[][] answers)
    {
        for (var i = 0; i < CatalogueMix.Sets; i++)
        {
            var (answer, _) = await server.Client.AskAsync(null, mix.Bodies[i]);
            if (!answer.AsSpan().SequenceEqual(answers[i]))
                throw new InvalidOperationException($"yoga answers other bytes to {mix.Bodies[i]}: {Encoding.UTF8.GetString(answer)}");
        }
    }

    /// <summary>What else the product is asked, each against Kestrel with the same bytes.</summary>
    private static async Task OthersAsync(ServerProcess api, string member, Arguments settings)
    {
        var year = TimeProvider.System.GetUtcNow().Year;
        var words = MemoryCatalogue
            .Operation.Replace("$first: Int", "$first: Int, $search: String", StringComparison.Ordinal)
            .Replace("first: $first", "first: $first, search: $search", StringComparison.Ordinal);
        (string Name, string Body)[] queries =
        [
            ("{ __typename }", CatalogueClient.Body("{ __typename }")),
            (
                "me { name compliance }",
                CatalogueClient.Body(
                    "query($year: Int!) { me { name compliance(year: $year) { status obligations { ruleId clause status requiredSeconds creditedSeconds "
                        + "missingSeconds explanation } } } }",
                    new { year }
                )
            ),
            ("search: courseware with 党史", CatalogueClient.Body(words, new { first = 20, search = "党史" })),
            (
                "credits: me { credits }",
                CatalogueClient.Body(
                    "{ me { credits(first: 20) { totalCount nodes { id seconds hours year form courseware { id title version } postedAt } } } }"
                )
            ),
        ];
        Console.WriteLine(
            $"Other queries against plain Kestrel with the same bytes ({settings.Rounds} rounds of {settings.Requests}, {settings.Clients} clients):"
        );
        foreach (var (name, body) in queries)
        {
            var (answer, _) = await api.Client.AskAsync(member, body);
            await using var kestrel = await PlainEndpoint.StartAsync(answer);
            await Cores.PinAsync(kestrel.Id, 0);
            Contender[] pair = [new("ours", api, body, member, answer), new("plain Kestrel", kestrel, body, null, answer)];
            foreach (var contender in pair)
            {
                await Warmth.BringAsync(contender.Server, () => contender.AskAsync(settings));
            }
            var rounds = await Rounds.MeasureAsync(settings.Rounds, [.. pair.Select(contender => (Func<Task<Measured>>)(() => contender.AskAsync(settings)))]);
            Console.WriteLine(
                $"  {name, -28} {rounds.Cpu(0), 6:F0} us, plain Kestrel {rounds.Cpu(1):F0} us; ratio {rounds.CpuRatio(0, 1)}; {answer.Length} bytes"
            );
        }
    }

    /// <summary>A server with the one request that it is asked over and over.</summary>
    /// <param name="Name">As it is printed.</param>
    /// <param name="Server">Its process.</param>
    /// <param name="Body">What is asked.</param>
    /// <param name="Token">Of who asks, null where nobody looks.</param>
    /// <param name="Expected">What the product answers.</param>
    /// <param name="Wanted">The ratio to reach against it.</param>
    /// <param name="Caching">Whether it says of its answers that they come from its cache, and must.</param>
    /// <param name="Part">It is asked so many times less, as it is slow.</param>
    private sealed record Contender(
        string Name,
        ServerProcess Server,
        string Body,
        string? Token,
        byte[] Expected,
        string Wanted = "",
        bool Caching = false,
        int Part = 1
    )
    {
        public Task<Measured> AskAsync(Arguments settings)
        {
            var request = LeanClient.Request(new Uri(Server.Address), Token, Body);
            return new Load(Server, settings.Clients, _ => () => request).AskAsync(settings.Requests / Part);
        }

        public async Task RequireSameAsync()
        {
            await Server.Client.AskAsync(Token, Body);
            var (answer, cache) = await Server.Client.AskAsync(Token, Body);
            if (Caching && cache != "HIT")
                throw new InvalidOperationException($"{Name} says {cache} of its cache.");
            if (!answer.AsSpan().SequenceEqual(Expected) && !SaysTheSame(answer))
                throw new InvalidOperationException($"{Name} answers otherwise: {Encoding.UTF8.GetString(answer)}");
        }

        /// <summary>Whether Directus answers the same entries in its own shape.</summary>
        private bool SaysTheSame(byte[] answer)
        {
            var (theirs, ours) = (JsonNode.Parse(answer)!["data"]!, JsonNode.Parse(Expected)!["data"]!["courseware"]!);
            if (theirs["nodes"] is not JsonArray nodes)
                return false;
            foreach (var node in nodes)
            {
                node!["publishedAt"] = node["publishedAt"]!.GetValue<string>().Replace(".000Z", "Z", StringComparison.Ordinal);
                node["teachers"] = new JsonArray([.. node["teachers"]!.AsArray().Select(between => between!["teachers_id"]!.DeepClone())]);
            }
            return JsonNode.DeepEquals(nodes, ours["nodes"]) && JsonNode.DeepEquals(theirs["total"]![0]!["count"]!["id"], ours["totalCount"]);
        }
    }
}
