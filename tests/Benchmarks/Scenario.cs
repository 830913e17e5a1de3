using System.Net.Http.Headers;
using System.Text.Json;
using ELearning.Tests.Hosting;

namespace ELearning.Benchmarks;

/// <summary>Requests of one kind, one sequence of them per client.</summary>
internal sealed record Scenario(string Name, HttpClient Api, AuthenticationHeaderValue[] Tokens, Func<int, string> Body)
{
    private const string Catalogue = """
        query Catalogue($first: Int) { courseware(first: $first) { totalCount pageInfo { hasNextPage endCursor }
          nodes { id title summary kind subjects origin creditHours durationSeconds publishedAt version teachers { id name title } chapters { id title
          durationSeconds } } } }
        """;

    private const string Start =
        "mutation($input: StartStudySessionInput!) { startStudySession(input: $input) { studySession { id nextSequence } errors { ... on Error { code "
        + "message } } } }";

    private const string Beat = """
        mutation Beat($input: RecordStudyProgressInput!) { recordStudyProgress(input: $input) {
          studySession { id status verifiedSeconds remainingSeconds coverage refusals { reason seconds } } errors { __typename ... on Error { code message }
          } } }
        """;

    /// <summary>The content seconds of a beat: so few that the shortest chapter lasts for every round.</summary>
    private const double Step = 0.001;

    public static async Task<IReadOnlyList<Scenario>> AllAsync(HttpClient client, int clients)
    {
        var tokens = new AuthenticationHeaderValue[clients];
        for (var i = 0; i < clients; i++)
        {
            tokens[i] = await client.BearerAsync($"QZ{i + 1:D6}", "Member");
        }
        var catalogueBody = JsonSerializer.Serialize(new { query = Catalogue, variables = new { first = 20 } });
        return
        [
            new Scenario("catalogue, 20 courseware with teachers and chapters", client, tokens, _ => catalogueBody),
            new Scenario("heartbeat, durable", client, tokens, await BeatsAsync(client, tokens)),
        ];
    }

    public HttpRequestMessage Request(int clientIndex) => Request(Tokens[clientIndex], Body(clientIndex));

    public async Task<byte[]> AnswerAsync()
    {
        using var request = Request(0);
        using var response = await Api.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode && !answer.AsSpan().StartsWith("{\"errors\""u8)
            ? answer
            : throw new InvalidOperationException($"{Name}: {response.StatusCode} {System.Text.Encoding.UTF8.GetString(answer)}");
    }

    private static async Task<Func<int, string>> BeatsAsync(HttpClient client, AuthenticationHeaderValue[] tokens)
    {
        var find = JsonSerializer.Serialize(new { query = "{ courseware(first: 1, where: { kind: { eq: VIDEO } }) { nodes { id chapters { id } } } }" });
        var course = (await SendAsync(client, tokens[0], find)).GetProperty("courseware").GetProperty("nodes")[0];
        var sessions = new string[tokens.Length];
        var sequences = new int[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
        {
            var input = new
            {
                coursewareId = course.GetProperty("id").GetString(),
                chapterId = course.GetProperty("chapters")[0].GetProperty("id").GetString(),
                takeOver = true,
            };
            var started = (await SendAsync(client, tokens[i], JsonSerializer.Serialize(new { query = Start, variables = new { input } }))).GetProperty(
                "startStudySession"
            );
            var session = started.GetProperty("studySession");
            sessions[i] = session.GetProperty("id").GetString()!;
            sequences[i] = session.GetProperty("nextSequence").GetInt32();
        }
        // Each client sends its own session's beats one after another, and each goes on where the last ended, by less than the time that passes
        // between two: as a player at ordinary speed does, only oftener.
        return i =>
        {
            var sequence = sequences[i]++;
            double startSeconds = sequence * Step,
                endSeconds = (sequence + 1) * Step;
            return JsonSerializer.Serialize(
                new
                {
                    query = Beat,
                    variables = new
                    {
                        input = new
                        {
                            sessionId = sessions[i],
                            sequence,
                            positionSeconds = endSeconds,
                            segments = new[] { new { startSeconds, endSeconds } },
                        },
                    },
                }
            );
        };
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, AuthenticationHeaderValue token, string body)
    {
        using var request = Request(token, body);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answer = JsonDocument.Parse(text).RootElement;
        return answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? data : throw new InvalidOperationException(text);
    }

    private static HttpRequestMessage Request(AuthenticationHeaderValue token, string body)
    {
        var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        var request = new HttpRequestMessage(HttpMethod.Post, "/graphql") { Content = content };
        request.Headers.Authorization = token;
        request.Headers.Accept.ParseAdd("application/graphql-response+json");
        return request;
    }
}
