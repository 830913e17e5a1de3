using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using ELearning.Embedded;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// What 50,000 members make of the lists and reports: the demonstration's members with their ledgers, copied until there are so many, behind the product as it
/// starts. Prints how long a report takes, what sixteen
/// at once do to memory and to others' queries, what twenty years in one operation cost, and for each root field its milliseconds, its cost and both together.
/// </summary>
internal static class ReportAtScale
{
    private const int Members = 50_000;
    private const int AtOnce = 16;
    private const int Batch = 500;
    private const string City = "3505";
    private const string Others = "{ courseware(first: 20) { nodes { id title teachers { name } } } }";

    public static async Task RunAsync(Arguments settings)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        try
        {
            await using (await ServerProcess.StartApiAsync(data.FullName))
            {
                // The seed data is made by then.
            }

            await FillAsync(data.FullName);
            await using var api = await ServerProcess.StartApiAsync(data.FullName);
            var client = api.Client;
            client.Timeout = TimeSpan.FromMinutes(2);
            var admin = await client.BearerAsync("root", "Administrator");
            var partner = await client.BearerAsync("partner", "Standing.Read", City);
            var city = (await AskAsync(client, admin, $"{{ organisations(first: 1, where: {{ code: {{ eq: \"{City}\" }} }}) {{ nodes {{ id }} }} }}"))
                .Body.RootElement.GetProperty("data")
                .GetProperty("organisations")
                .GetProperty("nodes")[0]
                .GetProperty("id")
                .GetString()!;
            await PricesAsync(client, admin, await client.BearerAsync("admin-3505", "OrganisationAdmin", City), partner, settings);

            Print($"one report of {Members:N0} members: {await AskAsync(client, admin, Report(city, 2025))}");
            Print($"the same again: {await AskAsync(client, admin, Report(city, 2025))}");
            var years = string.Join(' ', Enumerable.Range(2001, 20).Select(year => $"y{year}: complianceReport(year: {year}) {{ members }}"));
            Print($"twenty years in one operation: {await AskAsync(client, admin, $"{{ organisationById(id: \"{city}\") {{ {years} }} }}")}");
            await CrowdAsync("the same report", _ => 2024);
            await CrowdAsync("reports of different years", i => 2000 - i);

            async Task CrowdAsync(string what, Func<int, int> year)
            {
                var before = MemoryOf(api.Id, "VmRSS");
                using var stop = new CancellationTokenSource();
                var calm = await OthersAsync(client, admin, 50);
                var watch = Stopwatch.StartNew();
                var asked = Enumerable.Range(0, AtOnce).Select(i => AskAsync(client, admin, Report(city, year(i)))).ToList();
                var (times, largest) = (new List<double>(), before);
                while (!Task.WhenAll(asked).IsCompleted)
                {
                    times.AddRange(await OthersAsync(client, admin, 1));
                    largest = Math.Max(largest, MemoryOf(api.Id, "VmRSS"));
                }

                var answers = await Task.WhenAll(asked);
                Print(
                    $"{AtOnce} at once of {what}: "
                        + $"{string.Join(", ", answers.CountBy(answer => answer.Outcome).Select(group => $"{group.Value} {group.Key}"))}, the last "
                        + $"after {watch.Elapsed.TotalSeconds:F1} s; memory {before} MB, at most {largest} MB; another's query {Middle(calm):F1} ms "
                        + $"alone, {Middle(times):F1} ms meanwhile, at most {times.Max():F0} ms"
                );
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    /// <summary>For one root field after the other what it costs and how long it takes, so that a price that is not the work stands out.</summary>
    private static async Task PricesAsync(
        HttpClient client,
        AuthenticationHeaderValue admin,
        AuthenticationHeaderValue within,
        AuthenticationHeaderValue partner,
        Arguments settings
    )
    {
        var or = string.Join(", ", Enumerable.Range(0, 20).Select(i => $"{{ number: {{ startsWith: \"QZ{i:D2}\" }} }}"));
        foreach (
            var (who, query) in new (AuthenticationHeaderValue, string)[]
            {
                (admin, "{ courseware(first: 20) { totalCount nodes { id title } } }"),
                (admin, "{ teachers(first: 20) { totalCount nodes { id name } } }"),
                (admin, "{ organisations(first: 20) { totalCount nodes { id name } } }"),
                (admin, "{ members(first: 20) { nodes { id name } } }"),
                (admin, "{ members(first: 20) { totalCount nodes { id name } } }"),
                (admin, "{ members(first: 20, order: [{ admittedOn: DESC }]) { nodes { id name } } }"),
                (admin, "{ members(first: 20, where: { category: { eq: RURAL } }, order: [{ name: ASC }]) { nodes { id name } } }"),
                (admin, "{ members(first: 20, where: { name: { startsWith: \"王\" } }) { totalCount nodes { id name } } }"),
                (admin, $"{{ members(first: 20, where: {{ or: [{or}] }}) {{ totalCount nodes {{ id name }} }} }}"),
                (admin, "{ members(first: 20) { nodes { compliance(year: 2025) { status } } } }"),
                (within, "{ members(first: 20) { nodes { id name } } }"),
                (within, "{ members(first: 20) { totalCount nodes { id name } } }"),
                (within, "{ members(first: 20, order: [{ name: ASC }]) { nodes { id name } } }"),
                (admin, "{ claims(first: 20) { totalCount nodes { id title } } }"),
                (admin, "{ claims(first: 20, order: [{ heldOn: ASC }], where: { status: { eq: PENDING } }) { nodes { id title } } }"),
                (admin, "{ auditLog(first: 20) { totalCount nodes { id at } } }"),
                (admin, "{ auditLog(first: 20, where: { kind: { eq: READ } }, order: [{ at: ASC }]) { nodes { id at } } }"),
                (partner, "{ pseudonymousStandings(first: 20) { totalCount nodes { pseudonym status } } }"),
            }
        )
        {
            await AskAsync(client, who, query);
            var answers = new List<Answer>();
            for (var round = 0; round < settings.Rounds; round++)
            {
                answers.Add(await AskAsync(client, who, query));
            }

            var (time, cost) = (Middle(answers.Select(answer => answer.Milliseconds)), answers[0].Cost);
            Print(
                $"{time, 8:F1} ms {cost, 6} units {1000 * time / Math.Max(1, cost), 8:F1} µs a unit {answers[0].Outcome} {query[..Math.Min(110, query.Length)]}"
            );
        }
    }

    /// <summary>Copies the members and their ledgers that the demonstration made.</summary>
    private static async Task FillAsync(string data)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await EmbeddedMongo.StartAsync(
            new EmbeddedMongoOptions { File = Path.Combine(data, "elearning.db"), Durable = false },
            CancellationToken.None
        );
        using var driver = new MongoClient(server.ConnectionString);
        var database = driver.GetDatabase("elearning");
        var (members, credits, claims, audit) = (
            database.GetCollection<BsonDocument>("members"),
            database.GetCollection<BsonDocument>("credits"),
            database.GetCollection<BsonDocument>("creditClaims"),
            database.GetCollection<BsonDocument>("audit")
        );
        var people = await members.Find(new BsonDocument()).ToListAsync();
        var ledgers = (await credits.Find(new BsonDocument()).ToListAsync()).ToLookup(credit => credit["memberId"].AsString);
        var claimed = await claims.Find(new BsonDocument()).ToListAsync();
        var entries = 0;
        for (var copied = people.Count; copied < Members; copied += Batch)
        {
            List<BsonDocument> some = [],
                their = [],
                more = [],
                looks = [];
            for (var i = copied; i < Math.Min(Members, copied + Batch); i++)
            {
                var person = people[i % people.Count];
                var id = $"copy{i:D8}";
                some.Add(new BsonDocument(person) { ["_id"] = id, ["number"] = $"QZ{90_000_000 + i}" });
                some[^1].Remove("identity");
                their.AddRange(
                    ledgers[person["_id"].AsString]
                        .Select(credit => new BsonDocument(credit)
                        {
                            ["_id"] = id + credit["_id"].AsString[person["_id"].AsString.Length..],
                            ["memberId"] = id,
                        })
                );
                if (claimed.Count > 0)
                    more.Add(new BsonDocument(claimed[i % claimed.Count]) { ["_id"] = $"{id}/claim", ["memberId"] = id });
                looks.Add(
                    new BsonDocument
                    {
                        { "_id", $"look{i:D8}" },
                        { "at", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(i) },
                        { "subject", "somebody" },
                        { "kind", "Read" },
                        { "operation", "Members" },
                        {
                            "ownerIds",
                            new BsonArray { id }
                        },
                        {
                            "lineage",
                            new BsonArray { City }
                        },
                        { "result", "OK" },
                        { "correlation", "none" },
                    }
                );
            }

            await members.InsertManyAsync(some);
            await credits.InsertManyAsync(their);
            if (more.Count > 0)
                await claims.InsertManyAsync(more);
            await audit.InsertManyAsync(looks);
            entries += their.Count;
        }

        Print($"{Members:N0} members with {entries:N0} entries in their ledgers, made in {watch.Elapsed.TotalSeconds:F0} s");
    }

    private static string Report(string city, int year) =>
        $"{{ organisationById(id: \"{city}\") {{ complianceReport(year: {year}) {{ asOf members compliant creditedHours children {{ members }} }} }} }}";

    private static async Task<List<double>> OthersAsync(HttpClient client, AuthenticationHeaderValue who, int count)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            times.Add((await AskAsync(client, who, Others)).Milliseconds);
        }

        return times;
    }

    private static async Task<Answer> AskAsync(HttpClient client, AuthenticationHeaderValue who, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = JsonContent.Create(new { query }) };
        request.Headers.Authorization = who;
        request.Headers.Add("GraphQL-Cost", "report");
        request.Headers.AcceptLanguage.ParseAdd("en");
        var watch = Stopwatch.StartNew();
        using var response = await client.SendAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync();
        return new(JsonDocument.Parse(body), watch.Elapsed.TotalMilliseconds);
    }

    /// <summary>Megabytes, as the kernel says.</summary>
    private static long MemoryOf(int process, string what) =>
        long.Parse(
            File.ReadLines($"/proc/{process}/status")
                .First(line => line.StartsWith(what, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture
        ) / 1024;

    private static double Middle(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static void Print(string line) => Console.WriteLine(line);

    private sealed record Answer(JsonDocument Body, double Milliseconds)
    {
        public string Outcome =>
            Body.RootElement.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString()! : "answered";

        public int Cost =>
            Body.RootElement.TryGetProperty("extensions", out var extensions) ? extensions.GetProperty("cost").GetProperty("operation").GetInt32()
            : Body.RootElement.GetProperty("errors")[0].GetProperty("extensions").TryGetProperty("cost", out var cost) ? cost.GetInt32()
            : 0;

        public override string ToString() => FormattableString.Invariant($"{Outcome} in {Milliseconds:N0} ms, cost {Cost}");
    }
}
