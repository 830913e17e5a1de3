using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Tests.Registers;

/// <summary>
/// The first day of a township, as content/README.md walks it: an empty database, one Administrator by token, GraphQL and two sheets alone. At its end the
/// township runs on its own people.
/// </summary>
public sealed class SchoolFromNothingTests
{
    private const string County = "350583";
    private const string Township = "350583-01";
    private const int Branches = 58;
    private const int Members = 2000;
    private const int Clerks = 12;

    [Fact]
    public async Task A_township_begins_with_nothing_and_runs_on_its_own_people()
    {
        await using var host = new ApiHost();
        var root = host.ClientFor("root", "Administrator");
        Assert.Equal(0, await TotalAsync(root, "organisations"));

        // The tree: a top by hand, the rest by a sheet.
        await DoAsync(
            root,
            "createOrganisation",
            new
            {
                code = County,
                name = "中共南安市委员会",
                level = "COUNTY",
            }
        );
        var sheets = new SheetSender(host, root);
        var organisations = await sheets.ImportAsync(
            SheetSender.Csv([
                "组织代码,组织名称,层级,上级组织代码,行业类别,成立日期",
                $"{Township},中共水头镇委员会,乡镇,{County},,1949-09-01",
                .. Enumerable.Range(1, Branches).Select(i => $"{Branch(i)},水头镇第{i}党支部,党支部,{Township},,1990-01-01"),
            ]),
            "ORGANISATIONS"
        );
        Assert.Equal(("APPLIED", Branches + 1), (organisations.State, organisations.Rows.Changed));
        Assert.Equal(Branches + 2, await TotalAsync(root, "organisations"));

        // The people: looked at first, then applied.
        var categories = Enum.GetValues<MemberCategory>();
        var people = SheetSender.Csv([
            "党员编号,姓名,所在组织代码,党员类别,入党日期",
            .. Enumerable
                .Range(1, Members)
                .Select(i =>
                    $"{Number(i)},党员{i},{Branch((i % Branches) + 1)},{ExpectedError.CodeOf(categories[i % categories.Length].ToString())},2010-07-01"
                ),
        ]);
        var looked = await sheets.ImportAsync(people, "MEMBERS", dryRun: true);
        Assert.Equal(("CHECKED", Members, 0), (looked.State, looked.Rows.Good, looked.Faults.Count));
        Assert.Equal(Members, (await sheets.ImportAsync(people, "MEMBERS")).Rows.Changed);
        Assert.Equal(Members, await TotalAsync(root, "members"));

        // The clerks: appointed as members, joined by codes; the first by the Administrator, the others by the first.
        await GiveAsync(root, 1, "ORGANISATION_ADMIN");
        var codes = await CodesAsync(root);
        var clerks = Enumerable.Range(1, Clerks).Select(i => host.ClientFor($"oid-{i}")).ToList();
        for (var i = 1; i <= Clerks; i++)
            await DoAsync(clerks[i - 1], "activateMember", new { number = Number(i), code = codes[Number(i)] });
        string[] roles = ["EDITOR", "REVIEWER", .. Enumerable.Repeat("ORGANISATION_ADMIN", Clerks - 3)];
        for (var i = 0; i < roles.Length; i++)
            await GiveAsync(clerks[0], i + 2, roles[i]);
        var (head, editor, reviewer, clerk, learner) = (clerks[0], clerks[1], clerks[2], clerks[3], clerks[11]);
        Assert.Equal("""["MEMBER","EDITOR"]""", (await editor.QueryAsync("{ viewer { roles } }"))["viewer.roles"]!.ToJsonString());

        // A courseware: uploaded, made, signed off by somebody else, published.
        var film = await UploadAsync(editor);
        var draft = await DoAsync(
            editor,
            "createCourseware",
            new
            {
                organisationId = School.Id("Organisation", Township),
                title = "党史一课",
                kind = "VIDEO",
                origin = "LOCAL",
                summary = "短片",
                subjects = new[] { "HISTORY" },
                chapters = new[] { new { title = "第一章", mediaId = film } },
            },
            "draft { id }"
        );
        Assert.True(NodeId.TryDecode(draft["draft"]!["id"]!.GetValue<string>(), out _, out var family));
        var id = School.Id("Courseware", family);
        await DoAsync(editor, "submitCourseware", new { coursewareId = id, expectedVersion = 1 });
        await DoAsync(
            reviewer,
            "reviewCourseware",
            new
            {
                coursewareId = id,
                expectedVersion = 2,
                decision = "APPROVE",
            }
        );
        await DoAsync(editor, "publishCourseware", new { coursewareId = id, expectedVersion = 3 });

        // A learner: studies, is credited, claims; a clerk decides.
        var listed = await learner.QueryAsync("{ courseware { nodes { id } } }");
        var session = (
            await learner.QueryAsync(ContractOperations.Start, new { input = new { coursewareId = listed.String("courseware.nodes.0.id") } })
        ).String("startStudySession.studySession.id");
        host.Time.Advance(TimeSpan.FromSeconds(15));
        await learner.QueryAsync(
            ContractOperations.Beat,
            new
            {
                input = new
                {
                    sessionId = session,
                    sequence = 1,
                    positionSeconds = 15.0,
                    segments = new[] { new { startSeconds = 0.0, endSeconds = 15.0 } },
                },
            }
        );
        var finished = await learner.QueryAsync(ContractOperations.Finish, new { input = new { sessionId = session } });
        Assert.True(finished["finishStudySession.credits"]!.AsArray().Count > 0, finished.Text);
        var claim = await DoAsync(
            learner,
            "claimCredit",
            new
            {
                memberId = MemberId(Clerks),
                form = "LECTURE",
                seconds = 8 * 2700,
                heldOn = "2026-02-20",
                title = "专题讲座",
            },
            "claim { id }"
        );
        await DoAsync(clerk, "decideCreditClaim", new { claimId = claim["claim"]!["id"]!.GetValue<string>(), decision = "APPROVE" });
        Assert.Contains("已通过", (await learner.QueryAsync("{ me { notifications { nodes { text } } } }")).Text, StringComparison.Ordinal);

        // The report of the whole township, read by its head; and nothing of it elsewhere.
        var report = await head.QueryAsync(ContractOperations.OrganisationReport, new { id = School.Id("Organisation", Township), year = 2026 });
        Assert.Equal(Members, report["organisationById.complianceReport.members"]!.GetValue<int>());
        Assert.Equal(0, await TotalAsync(host.ClientFor("oid-stranger", "OrganisationAdmin"), "members"));
        Assert.True((await root.QueryAsync($"{{ verifyLedger(memberId: \"{MemberId(Clerks)}\") {{ verified }} }}"))["verifyLedger.verified"]!.GetValue<bool>());
    }

    private static string Branch(int i) => $"{Township}-{i:000}";

    private static string Number(int i) => $"NA-{i:000000}";

    private static string MemberId(int i) => School.MemberId(Number(i));

    private static Task<JsonNode> GiveAsync(ApiClient giver, int clerk, string role) =>
        DoAsync(
            giver,
            "giveGrant",
            new
            {
                memberId = MemberId(clerk),
                role,
                organisationId = School.Id("Organisation", Township),
                from = "2026-03-02",
            }
        );

    private static async Task<IReadOnlyDictionary<string, string>> CodesAsync(ApiClient root)
    {
        var issued = await DoAsync(
            root,
            "issueActivationCodes",
            new { where = new { number = new { @in = Enumerable.Range(1, Clerks).Select(Number).ToArray() } } },
            "codes { code member { number } }"
        );
        return issued["codes"]!.AsArray().ToDictionary(code => code!["member"]!["number"]!.GetValue<string>(), code => code!["code"]!.GetValue<string>());
    }

    private static async Task<string> UploadAsync(ApiClient editor)
    {
        var film = await DemoMedia.BytesAsync("party-history.mp4");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/uploads") { Content = new ByteArrayContent(film) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Headers.Add("Tus-Resumable", "1.0.0");
        request.Headers.Add("Upload-Length", $"{film.Length}");
        var organisation = School.Id("Organisation", Township);
        request.Headers.Add("Upload-Metadata", $"filename {Base64("党史.mp4")},filetype {Base64("video/mp4")},organisationId {Base64(organisation)}");
        using var response = await editor.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return response.Headers.GetValues("Upload-Asset-Id").Single();
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static async Task<int> TotalAsync(ApiClient client, string list) =>
        (await client.QueryAsync($"{{ {list} {{ totalCount }} }}"))[$"{list}.totalCount"]!.GetValue<int>();

    /// <summary>A mutation that is done, and what it answers.</summary>
    private static async Task<JsonNode> DoAsync(ApiClient client, string mutation, object input, string fields = "")
    {
        var type = $"{char.ToUpperInvariant(mutation[0])}{mutation[1..]}Input";
        var answer = await client.QueryAsync(
            $"mutation($input: {type}!) {{ {mutation}(input: $input) {{ {fields} errors {{ __typename ... on Error {{ code message }} }} }} }}",
            new { input }
        );
        Assert.True(answer[mutation]!["errors"] is null, answer.Text);
        return answer[mutation]!;
    }
}
