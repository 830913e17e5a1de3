using System.Text.Json;

namespace ELearning.Benchmarks;

/// <summary>
/// What many learners ask of the catalogue: one operation with a thousand sets of variables (how many, of which subject, kind or origin, in what order, with
/// what words), the first of them asked far oftener than the last, as Zipf's law has it. The sets are made of what the catalogue holds, the same in every run.
/// </summary>
internal sealed class CatalogueMix
{
    public const int Sets = 1000;

    private const string Operation = """
        query Catalogue($first: Int, $where: CoursewareFilterInput, $order: [CoursewareSortInput!], $search: String) {
          courseware(first: $first, where: $where, order: $order, search: $search) { totalCount pageInfo { hasNextPage endCursor }
          nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version teachers { id name title } chapters { id title
          durationSeconds } } } }
        """;

    private const string AllEntries = """
        query All($after: String) { courseware(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes {
          id title summary kind subjects origin creditHours durationSeconds publishedAt version teachers { id name title } chapters { id title
          durationSeconds } } } }
        """;

    private const int Seed = 20100115;
    private readonly double[] _upTo = new double[Sets];

    private CatalogueMix(string[] bodies)
    {
        Bodies = bodies;
        var sum = 0.0;
        for (var rank = 0; rank < Sets; rank++)
        {
            _upTo[rank] = sum += 1.0 / (rank + 1);
        }
    }

    /// <summary>One request for each set, the most wanted first.</summary>
    public IReadOnlyList<string> Bodies { get; }

    /// <summary>The same operation for the last published.</summary>
    public string Newest { get; } = CatalogueClient.Body(Operation, new { first = 1 });

    /// <summary>Makes the sets from the catalogue as it is, and writes it and the page of each set to a file for other servers.</summary>
    /// <param name="api">Of the product.</param>
    /// <param name="token">Of anybody who may read the catalogue.</param>
    /// <param name="dataFile">Written.</param>
    /// <param name="seen">The answer of the operation that is asked alone, with the first 20.</param>
    public static async Task<(CatalogueMix Mix, byte[][] Answers)> MakeAsync(HttpClient api, string token, string dataFile, byte[] seen)
    {
        var entries = await EntriesAsync(api, token);
        var sets = Make(entries);
        var mix = new CatalogueMix([.. sets.Select(set => CatalogueClient.Body(Operation, set.Where(entry => entry.Value is not null).ToDictionary()))]);
        var answers = new byte[Sets][];
        for (var i = 0; i < Sets; i++)
        {
            answers[i] = (await api.AskAsync(token, mix.Bodies[i])).Answer;
        }

        var pages = sets.Select((set, i) => Page([.. Names.Select(name => set[name])], answers[i])).Append(Page([20, null, null, null], seen));
        await File.WriteAllTextAsync(dataFile, JsonSerializer.Serialize(new { entries, pages }));
        return (mix, answers);
    }

    /// <summary>Which sets one of the clients asks for, one after another.</summary>
    public Func<int> Draw(int client)
    {
#pragma warning disable CA5394 // The same in every run.
        var random = new Random(Seed + 1 + client);
        return () => Array.BinarySearch(_upTo, random.NextDouble() * _upTo[^1]) is var at && at < 0 ? Math.Min(~at, Sets - 1) : at;
#pragma warning restore CA5394
    }

    private static readonly string[] Names = ["first", "where", "order", "search"];

    private static async Task<List<JsonElement>> EntriesAsync(HttpClient api, string token)
    {
        var entries = new List<JsonElement>();
        string? after = null;
        do
        {
            var page = (await api.DataAsync(token, AllEntries, new { after })).GetProperty("courseware");
            entries.AddRange(page.GetProperty("nodes").EnumerateArray());
            after = page.GetProperty("pageInfo") is var info && info.GetProperty("hasNextPage").GetBoolean() ? info.GetProperty("endCursor").GetString() : null;
        } while (after is not null);
        return entries;
    }

    private static List<Dictionary<string, object?>> Make(List<JsonElement> entries)
    {
#pragma warning disable CA5394 // The same in every run.
        string[] Values(string field) => [.. entries.Select(entry => entry.GetProperty(field).GetString()!).Distinct().Order(StringComparer.Ordinal)];
        object[] filters =
        [
            .. Values("kind").Select(kind => new { kind = new { eq = kind } }),
            .. Values("origin").Select(origin => new { origin = new { eq = origin } }),
            .. entries
                .SelectMany(entry => entry.GetProperty("subjects").EnumerateArray())
                .Select(subject => subject.GetString())
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(subject => new { subjects = new { some = new { eq = subject } } }),
        ];
        object[] orders = [new[] { new { title = "ASC" } }, new[] { new { publishedAt = "ASC" } }, new[] { new { durationSeconds = "DESC" } }];
        string[] words = [.. entries.Select(entry => entry.GetProperty("title").GetString()![..2]).Distinct().Order(StringComparer.Ordinal)];

        var random = new Random(Seed);
        // Half of all sets have a filter, a quarter an order, a quarter words.
        T? Perhaps<T>(T[] values, int oneIn)
            where T : class => random.Next(oneIn) == 0 ? values[random.Next(values.Length)] : null;
        var (sets, known) = (new List<Dictionary<string, object?>>(), new HashSet<string>());
        while (sets.Count < Sets)
        {
            var set = new Dictionary<string, object?>
            {
                ["first"] = random.Next(1, 51),
                ["where"] = Perhaps(filters, 2),
                ["order"] = Perhaps(orders, 4),
                ["search"] = Perhaps(words, 4),
            };
            if (known.Add(JsonSerializer.Serialize(set)))
                sets.Add(set);
        }
        return sets;
#pragma warning restore CA5394
    }

    private static object Page(object?[] key, byte[] answer)
    {
        var page = JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("courseware");
        return new
        {
            key,
            page = new { totalCount = page.GetProperty("totalCount"), pageInfo = page.GetProperty("pageInfo") },
            ids = page.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()).ToList(),
        };
    }
}
