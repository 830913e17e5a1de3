using System.Text.Json;
using ELearning.Processes.Tests.Hosting;
using Xunit.Abstractions;

namespace ELearning.Processes.Tests.Coursewares;

/// <summary>
/// The real process, killed with -9 again and again while it publishes: what was acknowledged is published, what is seen is whole, and what was decided is
/// completed after the restart by the next call or by the sweep.
/// </summary>
public sealed class KilledPublicationTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 4;
    private const int Each = 12;
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("elearning-publish-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Nothing_half_published_is_seen_and_nothing_acknowledged_is_lost()
    {
        var pending = new List<Made>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var api = await ServerProcess.StartApiAsync(_data.FullName);
            var editor = await ProcessClient.SignInAsync(api, "editor-3505", "Editor");
            var member = await ProcessClient.SignInAsync(api, "QZ000001", "Member");
            await CheckAsync(member, editor, pending, bySweep: false);
            pending = await ApproveAsync(api, editor, round);

            // All at once; the process dies when some are answered.
            using var answers = new SemaphoreSlim(0);
            var publishing = pending
                .Select(async made =>
                {
                    try
                    {
                        var answer = await editor.SendAsync(
                            Mutation("publishCourseware", "draft { state }"),
                            new { input = new { coursewareId = made.Id, expectedVersion = made.Version } }
                        );
                        Assert.Equal("PUBLISHED", answer.GetProperty("publishCourseware").GetProperty("draft").GetProperty("state").GetString());
                        made.Acknowledged = true;
                        answers.Release();
                    }
                    catch (HttpRequestException)
                    {
                        // The process was killed before it answered.
                    }
                })
                .ToList();
            for (var answered = 0; answered <= round; answered++)
            {
                await answers.WaitAsync();
            }
            await api.KillAsync();
            await Task.WhenAll(publishing);
        }

        await using var last = await ServerProcess.StartApiAsync(_data.FullName);
        await CheckAsync(
            await ProcessClient.SignInAsync(last, "QZ000001", "Member"),
            await ProcessClient.SignInAsync(last, "editor-3505", "Editor"),
            pending,
            bySweep: true
        );
    }

    /// <summary>Drafts that only wait to be published, half of them the next one of something published.</summary>
    private static async Task<List<Made>> ApproveAsync(ServerProcess api, ProcessClient editor, int round)
    {
        var reviewer = await ProcessClient.SignInAsync(api, "reviewer-3505", "Reviewer");
        var film = (await editor.SendAsync("{ assets(where: { name: { eq: \"party-history.mp4\" } }) { nodes { id } } }"))
            .GetProperty("assets")
            .GetProperty("nodes")[0]
            .GetProperty("id")
            .GetString();
        var keeper = (await editor.SendAsync("{ organisations(where: { code: { eq: \"3505\" } }) { nodes { id } } }"))
            .GetProperty("organisations")
            .GetProperty("nodes")[0]
            .GetProperty("id")
            .GetString();
        var made = new List<Made>();
        for (var i = 0; i < Each; i++)
        {
            var title = $"第{round}轮第{i}课";
            var draft = Draft(
                await editor.SendAsync(
                    Mutation("createCourseware", "draft { coursewareId version }"),
                    new
                    {
                        input = new
                        {
                            organisationId = keeper,
                            title,
                            kind = "VIDEO",
                            origin = "LOCAL",
                            subjects = new[] { "HISTORY" },
                            chapters = new[] { new { title = "一", mediaId = film }, new { title = "二", mediaId = film } },
                        },
                    }
                ),
                "createCourseware"
            );
            draft = await ApproveAsync(draft);
            if (i % 2 == 1)
            {
                draft = await StepAsync(editor, "publishCourseware", draft, new());
                draft = await ApproveAsync(await StepAsync(editor, "editCourseware", draft, new() { ["title"] = $"{title}（二版）" }));
            }
            made.Add(new(draft.Id, draft.Version, i % 2 == 1 ? 2 : 1, title));
        }
        return made;

        async Task<(string Id, int Version)> ApproveAsync((string Id, int Version) draft) =>
            await StepAsync(reviewer, "reviewCourseware", await StepAsync(editor, "submitCourseware", draft, new()), new() { ["decision"] = "APPROVE" });
    }

    private async Task CheckAsync(ProcessClient member, ProcessClient editor, List<Made> pending, bool bySweep)
    {
        var (before, whole) = (0, 0);
        foreach (var made in pending)
        {
            var seen = (
                await member.SendAsync("query($id: ID!) { coursewareById(id: $id) { title version durationSeconds chapters { title } } }", new { id = made.Id })
            ).GetProperty("coursewareById");
            var published = seen.ValueKind != JsonValueKind.Null && seen.GetProperty("version").GetInt32() == made.Next;
            Assert.True(published || !made.Acknowledged, $"{made.Title} was acknowledged and is not there");
            if (seen.ValueKind != JsonValueKind.Null)
            {
                // Whichever version it is, all of it is there.
                Assert.Equal(published && made.Next == 2 ? $"{made.Title}（二版）" : made.Title, seen.GetProperty("title").GetString());
                Assert.Equal((48.0, 2), (seen.GetProperty("durationSeconds").GetDouble(), seen.GetProperty("chapters").GetArrayLength()));
            }
            (before, whole) = published ? (before, whole + 1) : (before + 1, whole);
        }
        if (pending.Count > 0)
            output.WriteLine($"{pending.Count(made => made.Acknowledged)} acknowledged, {whole} seen after the restart, {before} as before");
        foreach (var made in pending)
        {
            await CompleteAsync(editor, made, bySweep);
        }
    }

    /// <summary>What was decided is completed: by the sweep in the end, else by the call that comes next. What never was is signed off still.</summary>
    private static async Task CompleteAsync(ProcessClient editor, Made made, bool bySweep)
    {
        const string Query =
            "query($id: ID!) { coursewareById(id: $id) { title version draft { version state } } coursewareDrafts(first: 100, where: { state: { eq: "
            + "APPROVED } }) { nodes { coursewareId version } } }";
        var patience = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var found = await editor.SendAsync(Query, new { id = made.Id });
            var waiting = found
                .GetProperty("coursewareDrafts")
                .GetProperty("nodes")
                .EnumerateArray()
                .FirstOrDefault(draft => draft.GetProperty("coursewareId").GetString() == made.Id);
            if (waiting.ValueKind == JsonValueKind.Undefined)
            {
                var family = found.GetProperty("coursewareById");
                Assert.Equal(
                    (made.Next, "PUBLISHED"),
                    (family.GetProperty("version").GetInt32(), family.GetProperty("draft").GetProperty("state").GetString())
                );
                return;
            }
            // Not decided, so it is what its reviewer signed off, and can be published now.
            if (waiting.GetProperty("version").GetInt32() == made.Version)
            {
                Assert.False(made.Acknowledged);
                await StepAsync(editor, "publishCourseware", (made.Id, made.Version), new());
            }
            else if (!bySweep)
            {
                // Decided and cut off: a call at the version its editor knows is told what became of it.
                var refused = await editor.SendAsync(
                    "mutation($input: EditCoursewareInput!) { editCourseware(input: $input) { errors { __typename ... on ConflictError { draft { "
                        + "state } } } } }",
                    new { input = new { coursewareId = made.Id, expectedVersion = made.Version } }
                );
                Assert.Equal("PUBLISHED", refused.GetProperty("editCourseware").GetProperty("errors")[0].GetProperty("draft").GetProperty("state").GetString());
            }
            Assert.True(patience.Elapsed < TimeSpan.FromMinutes(2), $"{made.Title} is still not completed");
        }
    }

    private static string Mutation(string name, string result) =>
        $"mutation($input: {char.ToUpperInvariant(name[0])}{name[1..]}Input!) {{ {name}(input: $input) {{ {result} errors {{ __typename ... on Error "
        + $"{{ code message }} }} }} }}";

    private static async Task<(string Id, int Version)> StepAsync(
        ProcessClient client,
        string mutation,
        (string Id, int Version) draft,
        Dictionary<string, object> more
    )
    {
        var input = new Dictionary<string, object>(more) { ["coursewareId"] = draft.Id, ["expectedVersion"] = draft.Version };
        return Draft(await client.SendAsync(Mutation(mutation, "draft { coursewareId version }"), new { input }), mutation);
    }

    private static (string Id, int Version) Draft(JsonElement answer, string mutation)
    {
        var payload = answer.GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return (payload.GetProperty("draft").GetProperty("coursewareId").GetString()!, payload.GetProperty("draft").GetProperty("version").GetInt32());
    }

    private sealed record Made(string Id, int Version, int Next, string Title)
    {
        public bool Acknowledged { get; set; }
    }
}
