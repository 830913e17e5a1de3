using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ELearning.Processes.Tests.Hosting;
using ELearning.Tests.Guard;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// What a request costs that was made to hurt, in CPU and memory of the server, beside a hundred ordinary catalogue queries of the same run: those that are
/// refused, and the worst that keep within the limits.
/// </summary>
internal static class AttacksAgainstCatalogue
{
    /// <summary>What <c>/metrics</c> tells is kept for some hundred milliseconds.</summary>
    private static readonly TimeSpan Staleness = TimeSpan.FromMilliseconds(350);

    public static async Task RunAsync(Arguments settings)
    {
        await using var api = await ApiTarget.StartAsync();
        var client = api.Process.Client;
        client.DefaultRequestHeaders.Authorization = await client.BearerAsync("QZ000001", "Member");
        var catalogue = new HttpAttack("the catalogue", () => Body(ContractOperations.Catalogue, new { first = 20 }));
        await SendAsync(client, catalogue, 500);
        Console.WriteLine($"{"refused", -55} status   CPU us   KiB allocated   part of 100 catalogue queries' CPU");
        await TellAsync(api.Process, HttpAttack.All, catalogue, settings);
        Console.WriteLine($"{"within the limits", -55} status");
        await TellAsync(api.Process, WithinTheLimits(), catalogue, settings);
    }

    private static async Task TellAsync(ServerProcess server, IEnumerable<HttpAttack> attacks, HttpAttack catalogue, Arguments settings)
    {
        foreach (var attack in attacks)
        {
            var times = attack.Name.StartsWith("40 MB", StringComparison.Ordinal) ? 5 : Math.Max(1, settings.Requests / 40);
            await SendAsync(server.Client, attack, times);
            var (_, ordinary, _) = await MeasureAsync(server, catalogue, 100);
            var (status, cpu, allocated) = await MeasureAsync(server, attack, times);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{attack.Name, -55} {status, 6} {cpu, 8:F0} {allocated / 1024, 15:F0}   {cpu / (ordinary * 100), 10:F4}"
                )
            );
        }
    }

    /// <summary>CPU microseconds and allocated bytes of one.</summary>
    private static async Task<(int Status, double Cpu, double Allocated)> MeasureAsync(ServerProcess server, HttpAttack attack, int times)
    {
        var allocated = await AllocatedAsync(server.Client);
        var cpu = server.CpuTime;
        var status = await SendAsync(server.Client, attack, times);
        var spent = server.CpuTime - cpu;
        return (status, spent.TotalMicroseconds / times, (await AllocatedAsync(server.Client) - allocated) / times);
    }

    private static async Task<int> SendAsync(HttpClient client, HttpAttack attack, int times)
    {
        var status = 0;
        for (var i = 0; i < times; i++)
        {
            using var request = attack.Request();
            try
            {
                using var response = await client.SendAsync(request);
                await response.Content.ReadAsByteArrayAsync();
                status = (int)response.StatusCode;
            }
            catch (HttpRequestException)
            {
                // The server has hung up while the body was sent.
            }
        }
        return status;
    }

    private static async Task<double> AllocatedAsync(HttpClient client)
    {
        using var timer = new PeriodicTimer(Staleness);
        await timer.WaitForNextTickAsync();
        var line = (await client.GetStringAsync("/metrics"))
            .Split('\n')
            .Single(line => line.StartsWith("dotnet_gc_heap_total_allocated_bytes_total", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static HttpAttack[] WithinTheLimits()
    {
        const string organisation = "organisation { id name level code sector parent { id name level code sector parent { id name level code sector } } }";
        return
        [
            Document("49 times one field with all below it", $"{{ me {{ {Times(49, _ => organisation)} }} }}"),
            Document(
                "49 times a field with 7 times a field below",
                $"{{ me {{ {Times(7, _ => $"organisation {{ {Times(7, _ => "parent { id name level code sector } ")} }} ")} }} }}"
            ),
            Document(
                "99 fragments side by side",
                $"{{ me {{ {Times(99, i => $"...F{i} ")} }} }} {Times(99, i => $"fragment F{i} on Member {{ a{i}: id name }} ")}"
            ),
            Document(
                "99 fragments, each in the one before",
                $"{{ me {{ ...F0 }} }} {Times(98, i => $"fragment F{i} on Member {{ id name number ...F{i + 1} }} ")} fragment F98 on Member {{ id }}"
            ),
            Document(
                "99 fragments that spread each other as often as may be",
                $"{{ me {{ ...F0 }} }} {Times(98, i => $"fragment F{i} on Member {{ id {Times(i % 12 == 0 ? 2 : 1, _ => $"...F{i + 1} ")} }} ")} "
                    + $"fragment F98 on Member {{ id }}"
            ),
            Document("50 operations of 40 fields", Times(50, i => $"query Q{i} {{ me {{ {Times(39, j => $"id ")} }} }} ")),
            Document(
                "200 variables, each used ten times",
                $"query({Times(200, i => $"$v{i}:Int ")}) {{ me {{ "
                    + $"{Times(40, i => $"c{i}: credits(first: $v{i} last: $v{i + 40} year: $v{i + 80} ) {{ totalCount }} ")} }} }}"
            ),
            Document("fields that do not exist", $"{{ me {{ {Times(240, i => $"organisatoin{i} ")} }} }}"),
            Document("a name of 60,000 letters", $"{{ {new string('a', 60_000)} }}"),
            Document("a number of 60,000 digits", $"{{ courseware(first: {new string('9', 60_000)}) {{ totalCount }} }}"),
            Document("a text of 60,000 letters", $"{{ courseware(search: \"{new string('党', 20_000)}\") {{ totalCount }} }}"),
            Document("3,300 arguments", $"{{ me({Times(3_300, _ => "x:1 ")}) {{ id }} }}"),
            new(
                "a filter of 18,000 values",
                () =>
                    Body(
                        "query($where: CoursewareFilterInput) { courseware(where: $where) { totalCount } }",
                        new { where = new { or = Enumerable.Range(0, 900).Select(i => new { title = new { eq = $"{i}" } }).ToArray() } }
                    )
            ),
            new(
                "a search of 1,000,000 letters",
                () => Body("query($search: String) { courseware(search: $search) { totalCount } }", new { search = new string('x', 1_000_000) })
            ),
            new(
                "pages of 100 of everything",
                () =>
                    Body(
                        """
                        { courseware(first: 100) { totalCount nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version
                        poster { url name } organisation { id name }
                          teachers { id name title courseware(first: 5) { nodes { id title } } } chapters { id title durationSeconds captions { url language
                          } media { url name contentType byteLength } } } } }
                        """,
                        null
                    )
            ),
            new(
                "what the schema says of itself",
                () =>
                    Body(
                        "{ __schema { types { name description fields { name description args { name description type { name kind } } type { name "
                            + "kind ofType { name kind ofType { name } } } } inputFields { name description } enumValues { name description } } } }",
                        null
                    )
            ),
        ];
    }

    private static HttpAttack Document(string name, string document) => new(name, () => Body(document, null));

    private static ByteArrayContent Body(string query, object? variables)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { query, variables })));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static string Times(int count, Func<int, string> text) => string.Concat(Enumerable.Range(0, count).Select(text));
}
