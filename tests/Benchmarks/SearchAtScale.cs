using System.Diagnostics;
using System.Text.Json;
using ELearning.Embedded;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Hosting;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Benchmarks;

/// <summary>
/// The first page of the catalogue and of a search of two characters among 10,000 courseware, against the same among 100: two databases of one embedded server,
/// an API process on each, in turn. Both are asked for whole pages: every second courseware has the words in its title.
/// </summary>
internal static class SearchAtScale
{
    private const string Query = """
        query First($search: String) { courseware(first: 20, search: $search) { totalCount pageInfo { hasNextPage endCursor }
          nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version teachers { id name title } chapters { id title
          durationSeconds } } } }
        """;

    public static async Task RunAsync(Arguments settings)
    {
        var data = Directory.CreateTempSubdirectory("elearning-bench-");
        await using (
            var server = await EmbeddedMongo.StartAsync(
                new EmbeddedMongoOptions { File = Path.Combine(data.FullName, "bench.db"), Durable = false },
                CancellationToken.None
            )
        )
        {
            await using var few = await StartAsync(data, server.ConnectionString, 100);
            await using var many = await StartAsync(data, server.ConnectionString, 10_000);
            foreach (
                var (name, search, asked) in new[]
                {
                    ("catalogue", null, "3 or less"),
                    ("search of two characters", "党史", "3 or less"),
                    // Several terms, each in half of all titles: the count looks through as many entries as have them.
                    ("search of four characters", "党史故事", "nothing; the worst case"),
                }
            )
            {
                var (slow, fast) = (await AskingAsync(name, many.Client, search), await AskingAsync(name, few.Client, search));
                var rounds = new List<(double Many, double Few)>();
                for (var round = -1; round < settings.Rounds; round++)
                {
                    var (first, second) = round % 2 == 0 ? (slow, fast) : (fast, slow);
                    var (one, other) = (await TimeAsync(first, settings), await TimeAsync(second, settings));
                    if (round >= 0)
                        rounds.Add(round % 2 == 0 ? (one, other) : (other, one));
                }
                double Median(Func<(double Many, double Few), double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);
                Console.WriteLine(
                    $"First page of the {name}: {Median(r => r.Many):F2} ms among 10,000 courseware, {Median(r => r.Few):F2} ms among 100; ratio "
                        + $"{Median(r => r.Many / r.Few):F2} (asked for: {asked})"
                );
            }
        }
        data.Delete(recursive: true);
    }

    /// <summary>The families are put into the database as publishing leaves them; the API makes its search index from them when it starts.</summary>
    private static async Task<ServerProcess> StartAsync(DirectoryInfo data, string connectionString, int families)
    {
        var database = $"bench-{families}";
        using var driver = new MongoClient(connectionString);
        await driver.GetDatabase(database).GetCollection<BsonDocument>("courseware").InsertManyAsync(Enumerable.Range(0, families).Select(Family));
        var watch = Stopwatch.StartNew();
        var api = await ServerProcess.StartApiAsync(data.FullName, "--Storage:Mongo:ConnectionString", connectionString, "--Storage:Mongo:Database", database);
        Console.WriteLine($"{families} courseware indexed, seeded and served in {watch.Elapsed.TotalSeconds:F1} s");
        return api;
    }

    private static BsonDocument Family(int i)
    {
        var courseware = BsonDocument.Parse(
            """
            {version: 1, kind: 'Video', origin: 'Local', localFeature: false, teacherIds: ['teacher-001'], questions: [], organisationId: '3505',
             chapters: [{key: 'one', title: '第一章', mediaId: 'none', mediaHash: 'none', durationMilliseconds: NumberLong(1800000)}]}
            """
        );
        courseware["_id"] = $"filling-{i}";
        courseware["title"] = $"{(i % 2 == 0 ? "党史故事" : "农技课堂")}第{i}讲";
        courseware["summary"] = i % 3 == 0 ? "讲述党史里的人和事" : "面向基层党员的实用课程";
        courseware["subjects"] = new BsonArray { i % 2 == 0 ? "History" : "ModernFarming" };
        courseware["publishedAt"] = new BsonDateTime(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(-i));
        return new BsonDocument
        {
            { "_id", courseware["_id"] },
            { "courseware", courseware },
            { "durationSeconds", 1800.0 },
        };
    }

    private static async Task<Scenario> AskingAsync(string name, HttpClient client, string? search)
    {
        var body = JsonSerializer.Serialize(new { query = Query, variables = new { search } });
        var scenario = new Scenario(name, client, [await client.BearerAsync("QZ000001", "Member")], _ => body);
        await scenario.AnswerAsync();
        return scenario;
    }

    /// <summary>Milliseconds a request, one after another.</summary>
    private static async Task<double> TimeAsync(Scenario scenario, Arguments settings)
    {
        var count = Math.Max(1, settings.Requests / settings.Clients);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < count; i++)
        {
            await scenario.AnswerAsync();
        }
        return watch.Elapsed.TotalMilliseconds / count;
    }
}
