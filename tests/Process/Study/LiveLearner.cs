using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ELearning.Content;
using ELearning.Processes.Tests.Hosting;

namespace ELearning.Processes.Tests.Study;

/// <summary>A seeded member who speaks to a real process on real time, and remembers all that the server acknowledged.</summary>
internal sealed class LiveLearner(string number)
{
    private const string Session = "studySession { id nextSequence verifiedSeconds presenceCheck { id prompt choices dueAt } }";

    private const string Errors = "errors { __typename ... on Error { code } }";

    private const string ErrorsWithCheck =
        "errors { __typename ... on Error { code } ... on PresenceCheckDueError { presenceCheck { id prompt choices dueAt } } }";

    private static readonly Dictionary<string, string> Answers = QuestionBank
        .All.Concat(SeedFiles.Read<IReadOnlyList<CoursewareLine>>("courseware.json").SelectMany(line => line.Questions ?? []))
        .ToDictionary(question => question.Prompt, question => question.Answer);

    private ServerProcess? _api;
    private AuthenticationHeaderValue? _token;
    private int _sequence;
    private JsonNode? _check;

    /// <summary>By session: next sequence and counted seconds as last acknowledged.</summary>
    public Dictionary<string, (int NextSequence, int Verified)> Acknowledged { get; } = [];

    /// <summary>How many presence checks were answered.</summary>
    public int Proofs { get; private set; }

    /// <summary>By credit: the seconds that a finish named.</summary>
    public Dictionary<string, int> Named { get; } = [];

    /// <summary>The session under way as far as the client knows.</summary>
    public string? Current { get; private set; }

    /// <summary>A beat was told that the session has ended: a finish had arrived and only its answer was lost, so the client asks again.</summary>
    public bool HasEnded { get; private set; }

    public async Task SignInAsync(ServerProcess api) => (_api, _token) = (api, await api.Client.BearerAsync(number, "Member"));

    public async Task StartAsync((string Courseware, string Chapter) chapter)
    {
        var started = await SendAsync(
            $"mutation($input: StartStudySessionInput!) {{ startStudySession(input: $input) {{ {Session} {ErrorsWithCheck} }} }}",
            new
            {
                input = new
                {
                    coursewareId = chapter.Courseware,
                    chapterId = chapter.Chapter,
                    takeOver = true,
                    presence = Proof(),
                },
            }
        );
        var payload = started["startStudySession"]!;
        Note(payload);
        // A check is due in a session whose start was never answered: the next start carries the answer.
        if (payload["studySession"] is null)
            return;
        Current = (string)payload["studySession"]!["id"]!;
        _sequence = (int)payload["studySession"]!["nextSequence"]! - 1;
    }

    /// <summary>Claims the first seconds of the chapter once more: the clock pays what has been lived since.</summary>
    /// <returns>Counted seconds.</returns>
    public async Task<int> BeatAsync(double claimed, int? sequence = null)
    {
        var number = sequence ?? ++_sequence;
        var payload = (
            await SendAsync(
                $"mutation($input: RecordStudyProgressInput!) {{ recordStudyProgress(input: $input) {{ {Session} {Errors} }} }}",
                new
                {
                    input = new
                    {
                        sessionId = Current,
                        sequence = number,
                        positionSeconds = 0.0,
                        segments = new[] { new { startSeconds = 0.0, endSeconds = claimed } },
                        presence = Proof(),
                    },
                }
            )
        )["recordStudyProgress"]!;
        Note(payload);
        return (int)payload["studySession"]!["verifiedSeconds"]!;
    }

    /// <returns>The seconds of each credit the finish names.</returns>
    public async Task<IReadOnlyList<int>> FinishAsync()
    {
        var payload = (
            await SendAsync(
                $"mutation($input: FinishStudySessionInput!) {{ finishStudySession(input: $input) {{ credits {{ id seconds }} {Session} {Errors} }} }}",
                new { input = new { sessionId = Current, presence = Proof() } }
            )
        )["finishStudySession"]!;
        Note(payload);
        if (_check is not null)
            return [];
        (Current, HasEnded) = (null, false);
        foreach (var credit in payload["credits"]!.AsArray())
            Named[(string)credit!["id"]!] = (int)credit["seconds"]!;
        return [.. payload["credits"]!.AsArray().Select(credit => (int)credit!["seconds"]!)];
    }

    public async Task<JsonNode> SendAsync(string query, object? variables = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        {
            Content = JsonContent.Create(new { query, variables }),
            Headers = { Authorization = _token },
        };
        using var response = await _api!.Client.SendAsync(request);
        var answer = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.True(answer["errors"] is null, answer.ToJsonString());
        return answer["data"]!;
    }

    /// <summary>Joins a session that another client of the same member began.</summary>
    public void Join(LiveLearner other) => Current = other.Current;

    private void Note(JsonNode payload)
    {
        foreach (var error in payload["errors"]?.AsArray() ?? [])
        {
            var code = (string)error!["code"]!;
            HasEnded |= code == "STUDY_SESSION_CLOSED";
            Assert.Contains(code, new[] { "PRESENCE_CHECK_DUE", "PRESENCE_CHECK_OVER", "STUDY_SESSION_CLOSED" });
        }

        var session = payload["studySession"];
        if (session is not null)
            Acknowledged[(string)session["id"]!] = ((int)session["nextSequence"]!, (int)session["verifiedSeconds"]!);
        _check = session is not null ? session["presenceCheck"] : payload["errors"]?[0]?["presenceCheck"];
    }

    private object? Proof()
    {
        if (_check is not { } check)
            return null;
        Proofs++;
        return new { checkId = (string)check["id"]!, answer = Answers[(string)check["prompt"]!] };
    }
}
