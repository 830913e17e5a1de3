using System.Text.Json.Nodes;
using ELearning.Content;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Study.Attacks;

/// <summary>Somebody with a member's token, honest or not: lets time pass, sends, and reads what the server says.</summary>
internal sealed class Learner(ApiClient client, FakeTimeProvider time, string language)
{
    private const string Session =
        "studySession { id status positionSeconds verifiedSeconds pendingSeconds unprovenAllowanceSeconds remainingSeconds coverage nextSequence "
        + "presenceCheck { id prompt choices dueAt } refusals { reason seconds } }";

    private const string Errors = "errors { __typename ... on Error { code message } }";

    private const string Start =
        $"mutation($input: StartStudySessionInput!) {{ startStudySession(input: $input) {{ {Session} errors {{ __typename ... on Error {{ code }} ... "
        + $"on StudySessionActiveError {{ title deviceName since }} }} }} }}";

    private const string Beat = $"mutation($input: RecordStudyProgressInput!) {{ recordStudyProgress(input: $input) {{ {Session} {Errors} }} }}";

    private const string Finish =
        $"mutation($input: FinishStudySessionInput!) {{ finishStudySession(input: $input) {{ {Session} credits {{ id seconds year }} {Errors} }} }}";

    private const string Ledger = "query($year: Int!) { me { id credits(year: $year, first: 100) { nodes { id seconds year evidence { verified } } } } }";

    private readonly Dictionary<string, int> _sequences = [];

    public ApiClient Client => client;

    public async Task<Seen> StartAsync(string courseware = Classroom.Film, bool takeOver = false, string? device = null, object? presence = null) =>
        Seen.Of(
            await SendAsync(
                Start,
                new
                {
                    coursewareId = School.Id("Courseware", courseware),
                    chapterId = School.Id("Chapter", $"{courseware}/one"),
                    takeOver,
                    deviceName = device,
                    presence,
                }
            ),
            "startStudySession"
        );

    /// <summary>Lets time pass and sends the next beat.</summary>
    public Task<Seen> BeatAsync(string session, double wait, params (double Start, double End)[] played) => BeatAsync(session, wait, null, played);

    public Task<Seen> BeatAsync(string session, double wait, object? presence, params (double Start, double End)[] played)
    {
        time.Advance(TimeSpan.FromSeconds(wait));
        return SendAsync(session, _sequences[session] = _sequences.GetValueOrDefault(session) + 1, presence, played);
    }

    /// <summary>Sends a beat of any number, now.</summary>
    public async Task<Seen> SendAsync(string session, int sequence, object? presence = null, params (double Start, double End)[] played) =>
        Seen.Of(await SendAsync(Beat, Progress(session, sequence, presence, played)), "recordStudyProgress");

    /// <summary>Sends a beat that is no request at all: the code of its refusal.</summary>
    public async Task<string?> RefusedAsync(string session, int sequence, params (double Start, double End)[] played) =>
        (await client.AskAsync(Beat, new { input = Progress(session, sequence, null, played) }, language)).Code;

    public async Task<Seen> FinishAsync(string session, object? presence = null) =>
        Seen.Of(await SendAsync(Finish, new { sessionId = session, presence }), "finishStudySession");

    /// <summary>Finishes as somebody who is there: whoever is asked for a proof first gives it.</summary>
    public async Task<Seen> FinishThereAsync(string session) =>
        await FinishAsync(session) is var seen && seen is { Error: "PresenceCheckDueError", Check: { } check } ? await FinishAsync(session, check.Right) : seen;

    /// <summary>
    /// What the ledger holds for the member in a year: seconds by credit, oldest first. Each must be proven by its evidence, and the chain whole.
    /// </summary>
    public async Task<IReadOnlyList<int>> CreditedAsync(int year = 2026)
    {
        var ledger = await client.QueryAsync(Ledger, new { year });
        var credits = ledger["me.credits.nodes"]!.AsArray();
        Assert.All(credits, credit => Assert.True((bool)credit!["evidence"]!["verified"]!, ledger.Text));
        Assert.True(
            (bool)
                (await client.QueryAsync("query($id: ID!) { verifyLedger(memberId: $id) { verified } }", new { id = ledger.String("me.id") }))[
                    "verifyLedger.verified"
                ]!
        );
        return [.. credits.Select(credit => (int)credit!["seconds"]!).Reverse()];
    }

    /// <summary>A session of one's own, looked at without touching it.</summary>
    public async Task<Seen> LookAsync(string session) =>
        Seen.Of(
            (
                await client.QueryAsync(
                    $"query($id: ID!) {{ node(id: $id) {{ ... on StudySession {{ "
                        + $"{Session.Replace("studySession {", "", StringComparison.Ordinal)[..^1]} }} }} }}",
                    new { id = session }
                )
            )["node"]!
        );

    private static object Progress(string session, int sequence, object? presence, (double Start, double End)[] played) =>
        new
        {
            sessionId = session,
            sequence,
            positionSeconds = played.Length > 0 ? Math.Max(0, played[^1].End) : 0,
            segments = played.Select(segment => new { startSeconds = segment.Start, endSeconds = segment.End }).ToArray(),
            presence,
        };

    private async Task<ApiAnswer> SendAsync(string document, object input)
    {
        var answer = await client.AskAsync(document, new { input }, language);
        Assert.True(answer.Json["errors"] is null, answer.Text);
        return answer;
    }
}

/// <summary>What a client sees of a session after a call.</summary>
/// <param name="Verified">Counted seconds: pending and confirmed.</param>
/// <param name="Refused">Seconds by reason: <c>30 RATE, 160 LEASE_LAPSED</c>, in the order of the reasons; empty when nothing was refused.</param>
/// <param name="Credits">Year and seconds of each credit a finish names: <c>2026: 270</c>.</param>
/// <param name="Error">Type of the first error, such as <c>SequenceConflictError</c>.</param>
internal sealed record Seen(
    string? Id,
    string? Status,
    int Verified,
    int Pending,
    int? Allowance,
    int Remaining,
    double Coverage,
    int NextSequence,
    string Refused,
    string Credits,
    string? Error,
    SeenCheck? Check,
    string Text
)
{
    public static Seen Of(ApiAnswer answer, string mutation)
    {
        var payload = answer[mutation]!;
        var credits = (payload["credits"]?.AsArray() ?? []).Select(credit => $"{credit!["year"]}: {credit["seconds"]}");
        return Of(payload["studySession"]) with { Credits = string.Join(", ", credits), Error = answer.Refusal(mutation), Text = answer.Text };
    }

    public static Seen Of(JsonNode? session)
    {
        if (session is null)
            return new(null, null, 0, 0, null, 0, 0, 0, "", "", null, null, "");
        var refused = session["refusals"]!.AsArray().Select(refusal => $"{refusal!["seconds"]} {refusal["reason"]}");
        return new(
            (string?)session["id"],
            (string?)session["status"],
            (int)session["verifiedSeconds"]!,
            (int)session["pendingSeconds"]!,
            (int?)session["unprovenAllowanceSeconds"],
            (int)session["remainingSeconds"]!,
            (double)session["coverage"]!,
            (int)session["nextSequence"]!,
            string.Join(", ", refused),
            "",
            null,
            SeenCheck.Of(session["presenceCheck"]),
            session.ToJsonString()
        );
    }
}

/// <summary>A presence check as the client gets it.</summary>
internal sealed record SeenCheck(string Id, string Prompt, IReadOnlyList<string> Choices, DateTimeOffset DueAt)
{
    /// <summary>The right answer.</summary>
    public PresenceAnswer Known => Presence.Right(new PresenceCheck(Id, Prompt, Choices, DueAt));

    /// <summary>The right answer as it is sent.</summary>
    public object Right => new { checkId = Id, answer = Known.Answer };

    /// <summary>A wrong answer as it is sent.</summary>
    public object Wrong => new { checkId = Id, answer = Choices.First(choice => choice != Known.Answer) };

    public static SeenCheck? Of(JsonNode? check) =>
        check is null
            ? null
            : new(
                (string)check["id"]!,
                (string)check["prompt"]!,
                [.. check["choices"]!.AsArray().Select(choice => (string)choice!)],
                (DateTimeOffset)check["dueAt"]!
            );
}
