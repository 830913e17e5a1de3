using System.Net.Http.Headers;
using System.Text.Json;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>
/// R1: what a query costs a server, in CPU per request, side by side in alternated rounds with the same bodies. In memory, so that it is the engines that are
/// compared: the product's endpoint and engine, GraphQL.NET as it comes with a cached document, mercurius with its compiler, and Kestrel with the answer's
/// bytes ready.
/// </summary>
internal static class QueryAgainstOthers
{
    public static async Task RunAsync(Arguments settings)
    {
        var data = Path.GetTempFileName();
        await File.WriteAllTextAsync(data, JsonSerializer.Serialize(MemoryCatalogue.Make(), JsonSerializerOptions.Web));
        await using var ours = await MemoryServer.StartOursAsync();
        await using var stock = await MemoryServer.StartStockAsync();
        await using var node = await MissingProgramError.OrWithoutAsync("mercurius", () => Mercurius.StartAsync(data));
        File.Delete(data);

        var seen = Body("Catalogue");
        var answer = await SendAsync(ours, seen());
        await using var kestrel = await PlainEndpoint.StartAsync(answer);
        Contender[] contenders =
        [
            new("ours, seen", ours, seen),
            new("ours, first seen", ours, Unseen()),
            new("GraphQL.NET, cached document", stock, seen),
            new("Kestrel, bytes ready", kestrel, seen),
            .. node is null ? Array.Empty<Contender>() : [new("mercurius with jit", node, seen)],
        ];
        foreach (var other in contenders)
        {
            if (!(await SendAsync(other.Server, other.Body())).AsSpan().SequenceEqual(answer))
                throw new InvalidOperationException($"{other.Name} answers other bytes.");
        }

        foreach (var contender in contenders)
        {
            await Cores.PinAsync(contender.Server.Id, 0);
            await Warmth.BringAsync(contender.Server, () => CostAsync(contender, settings));
        }
        await Cores.PinAsync(Environment.ProcessId, 1);

        var rounds = await MeasureAsync(contenders, settings);
        Console.WriteLine(
            $"R1 query, catalogue of 20 in memory, {answer.Length} bytes, same bodies; CPU of the server per request ({settings.Rounds} rounds of "
                + $"{settings.Requests}, {settings.Clients} clients):"
        );
        for (var i = 0; i < contenders.Length; i++)
        {
            Console.WriteLine($"  {contenders[i].Name, -30} {Median(rounds, round => round[i]), 6:F0} us");
        }
        Print("ours ÷ GraphQL.NET", 0, 2, "asked for: 0.70 or less");
        Print("first seen ÷ seen", 1, 0, "asked for: 1.40 or less");
        Print("ours ÷ Kestrel", 0, 3, "");
        if (node is not null)
            Print("ours ÷ mercurius", 0, 4, "");

        void Print(string what, int one, int other, string wanted) =>
            Console.WriteLine(
                $"  {what, -30} {Median(rounds, round => round[one] / round[other]), 6:F2} (rounds "
                    + $"{rounds.Min(round => round[one] / round[other]):F2} to "
                    + $"{rounds.Max(round => round[one] / round[other]):F2}{(wanted.Length > 0 ? "; " : "")}{wanted})"
            );
    }

    /// <summary>CPU per request of each, round by round; who goes first takes turns.</summary>
    private static async Task<List<double[]>> MeasureAsync(Contender[] contenders, Arguments settings)
    {
        var rounds = new List<double[]>();
        for (var round = 0; round < settings.Rounds; round++)
        {
            var costs = new double[contenders.Length];
            for (var turn = 0; turn < contenders.Length; turn++)
            {
                var i = (turn + round) % contenders.Length;
                costs[i] = await CostAsync(contenders[i], settings);
            }
            rounds.Add(costs);
        }
        return rounds;
    }

    private static async Task<double> CostAsync(Contender contender, Arguments settings)
    {
        var (before, share) = (contender.Server.CpuTime, settings.Requests / settings.Clients);
        await Task.WhenAll(
            Enumerable
                .Range(0, settings.Clients)
                .Select(async _ =>
                {
                    for (var i = 0; i < share; i++)
                    {
                        await SendAsync(contender.Server, contender.Body());
                    }
                })
        );
        return (contender.Server.CpuTime - before).TotalMicroseconds / (share * settings.Clients);
    }

    private static async Task<byte[]> SendAsync(ServerProcess server, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        using var response = await server.Client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode && !answer.AsSpan().StartsWith("{\"errors\""u8)
            ? answer
            : throw new InvalidOperationException($"{server.Address}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    private static Func<byte[]> Body(string name)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new { query = MemoryCatalogue.Operation.Replace("Catalogue", name, StringComparison.Ordinal), variables = new { first = 20 } }
        );
        return () => body;
    }

    /// <summary>The same under a name that no request before had.</summary>
    private static Func<byte[]> Unseen()
    {
        var last = 0;
        return () => Body($"Catalogue{Interlocked.Increment(ref last)}")();
    }

    private static double Median(List<double[]> rounds, Func<double[], double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private sealed record Contender(string Name, ServerProcess Server, Func<byte[]> Body);
}
