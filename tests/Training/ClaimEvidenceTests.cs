using System.Net;
using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Tests.Training;

/// <summary>Files that are sent as evidence of claims: who may send and see them, and how long they stay.</summary>
public sealed class ClaimEvidenceTests : IAsyncLifetime
{
    private const string Seen = "query($id: ID!) { claimById(id: $id) { evidence { id name contentType url } } }";
    private School _school = null!;

    public async Task InitializeAsync() => _school = await School.OpenAsync(("Uploads:EvidenceFilesPerYear", "3"));

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Fact]
    public async Task Evidence_is_read_with_its_claim_for_five_minutes_and_by_nobody_else()
    {
        var asset = await _school.Member.SendEvidenceAsync();
        var claim = await ClaimAsync(_school.Member, asset);

        var own = await _school.Member.QueryAsync(Seen, new { id = claim });
        var url = own.String("claimById.evidence.url");
        Assert.Equal(("签到表.png", "image/png"), (own.String("claimById.evidence.name"), own.String("claimById.evidence.contentType")));
        using (var read = await _school.Host.CreateClient().GetAsync(new Uri(url)))
            Assert.Equal((HttpStatusCode.OK, "no-store, private"), (read.StatusCode, read.Headers.CacheControl?.ToString()));
        _school.Host.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(url));
        _school.Host.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(url));

        // Who sees the claim sees it; nobody finds it as media, whatever they may see of these.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync((await _school.CountyAdmin.QueryAsync(Seen, new { id = claim })).String("claimById.evidence.url")));
        Assert.Null((await _school.OtherAdmin.QueryAsync(Seen, new { id = claim }))["claimById"]);
        Assert.Null((await _school.Host.ClientFor(School.Wang, "Member").QueryAsync(Seen, new { id = claim }))["claimById"]);
        Assert.Null((await _school.Administrator.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = asset }))["node"]);
        var listed = await _school.Administrator.QueryAsync("{ assets(first: 100) { nodes { id } } }");
        Assert.DoesNotContain(asset, listed.Text, StringComparison.Ordinal);
        var deleted = await _school.Administrator.QueryAsync(
            "mutation($id: ID!) { deleteAsset(input: { assetId: $id }) { errors { __typename } } }",
            new { id = asset }
        );
        Assert.Equal("NotFoundError", deleted.Refusal("deleteAsset"));
    }

    [Fact]
    public async Task Each_look_of_another_is_in_the_audit_log_and_the_member_s_own_is_not()
    {
        var claim = await ClaimAsync(_school.Member, await _school.Member.SendEvidenceAsync());
        await _school.Member.QueryAsync(Seen, new { id = claim });
        await _school.CountyAdmin.QueryAsync("query($id: ID!) { claimById(id: $id) { evidence { name } } }", new { id = claim });
        Assert.Empty(await LooksAsync());

        await _school.CountyAdmin.QueryAsync(Seen, new { id = claim });
        await _school.CountyAdmin.QueryAsync("{ claims { nodes { evidence { address: url } } } }");

        Assert.Equal(Enumerable.Repeat(("admin-county", claim, School.MemberId(School.Lin)), 2), await LooksAsync());

        async Task<IReadOnlyList<(string, string, string)>> LooksAsync()
        {
            var log = await _school.Administrator.QueryAsync("{ auditLog(first: 100) { nodes { operation subject targetId ownerIds } } }");
            return
            [
                .. log["auditLog.nodes"]!
                    .AsArray()
                    .Where(entry => entry!["operation"]!.GetValue<string>() == "claims.evidence")
                    .Select(entry => (entry!["subject"]!.GetValue<string>(), entry["targetId"]!.GetValue<string>(), entry["ownerIds"]![0]!.GetValue<string>())),
            ];
        }
    }

    [Fact]
    public async Task Evidence_goes_with_the_approved_claim_into_the_credit_s_own()
    {
        var claim = await ClaimAsync(_school.Member, await _school.Member.SendEvidenceAsync());
        await _school.CountyAdmin.QueryAsync(ContractOperations.Decide, new { input = new { claimId = claim, decision = "APPROVE" } });
        var auditor = _school.Host.ClientWithin(SmallTown.County, "auditor", "Auditor");

        var seen = await auditor.QueryAsync(
            "query($id: ID!) { claimById(id: $id) { credit { evidence { verified claim { assetHash asset { url } } } } } }",
            new { id = claim }
        );

        Assert.True(seen["claimById.credit.evidence.verified"]!.GetValue<bool>());
        Assert.Equal(64, seen.String("claimById.credit.evidence.claim.assetHash").Length);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(seen.String("claimById.credit.evidence.claim.asset.url")));
    }

    [Fact]
    public async Task Nobody_claims_on_what_another_sent_or_on_media_they_may_not_see()
    {
        var lins = await _school.Member.SendEvidenceAsync();
        var media = (await _school.Administrator.QueryAsync("{ assets(first: 1) { nodes { id } } }")).String("assets.nodes.0.id");
        var wang = _school.Host.ClientFor(School.Wang, "Member");

        Assert.Equal("NotFoundError", (await TryClaimAsync(wang, School.Wang, lins)).Refusal("claimCredit"));
        Assert.Equal("NotFoundError", (await TryClaimAsync(_school.CountyAdmin, School.Lin, lins)).Refusal("claimCredit"));
        Assert.Equal("NotFoundError", (await TryClaimAsync(wang, School.Wang, media)).Refusal("claimCredit"));
        Assert.Null((await TryClaimAsync(_school.Administrator, School.Wang, media)).Refusal("claimCredit"));
    }

    [Fact]
    public async Task Evidence_is_a_picture_or_a_pdf_of_at_most_20_MiB_from_who_may_claim()
    {
        await using var sound = DemoMedia.Open("reading.m4a");
        using var bytes = new MemoryStream();
        await sound.CopyToAsync(bytes);

        await AnswersAsync(_school.Member, HttpStatusCode.UnprocessableEntity, "video/mp4", [1]);
        // Whose type is not said is looked at when it is here.
        await AnswersAsync(_school.Member, HttpStatusCode.UnprocessableEntity, "", bytes.ToArray());
        await AnswersAsync(_school.Member, HttpStatusCode.UnprocessableEntity, "image/png", bytes.ToArray());
        await AnswersAsync(_school.Member, HttpStatusCode.RequestEntityTooLarge, "application/pdf", [], (20 << 20) + 1);
        await AnswersAsync(_school.Host.ClientFor("portal", "Catalogue.Read"), HttpStatusCode.Forbidden, "image/png", [1]);
        Assert.NotEmpty(await _school.CountyAdmin.SendEvidenceAsync("handbook.pdf", "证明.pdf", "application/pdf"));

        static async Task AnswersAsync(ApiClient client, HttpStatusCode status, string type, byte[] bytes, long? length = null)
        {
            using var response = await client.TrySendEvidenceAsync(bytes, "证明", type, length);
            Assert.Equal(status, response.StatusCode);
        }
    }

    [Fact]
    public async Task One_person_sends_so_many_files_in_a_year()
    {
        for (var i = 0; i < 3; i++)
            await _school.Member.SendEvidenceAsync(name: $"{i}.png");
        using (var more = await _school.Member.TrySendEvidenceAsync([], "3.png", "image/png", 1))
            Assert.Equal((HttpStatusCode.TooManyRequests, true), (more.StatusCode, (await more.Content.ReadAsStringAsync()).Contains("TOO_MANY_EVIDENCE")));
        await _school.Host.ClientFor(School.Wang, "Member").SendEvidenceAsync();
        _school.Host.Time.Advance(TimeSpan.FromDays(366));

        await _school.Member.SendEvidenceAsync(name: "3.png");
    }

    [Fact]
    public async Task What_no_claim_names_goes_after_a_week_and_what_one_names_stays()
    {
        var named = await _school.Member.SendEvidenceAsync(name: "named.png");
        var claim = await ClaimAsync(_school.Member, named);
        var unnamed = await _school.Member.SendEvidenceAsync(name: "unnamed.png");
        _school.Host.Time.Advance(MediaLibrary.EvidencePatience - TimeSpan.FromMinutes(1));
        Assert.Equal(0, await SweepAsync());
        // Sent again, it has another week.
        Assert.Equal(unnamed, await _school.Member.SendEvidenceAsync(name: "unnamed.png"));
        _school.Host.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, await SweepAsync());
        Assert.Null((await TryClaimAsync(_school.Member, School.Lin, unnamed, "2026-02-21")).Refusal("claimCredit"));

        // A claim that has another file by now names its first no more.
        var other = await _school.Member.SendEvidenceAsync("handbook.pdf", "证明.pdf", "application/pdf");
        var amended = await _school.Member.QueryAsync(
            "mutation($input: AmendCreditClaimInput!) { amendCreditClaim(input: $input) { claim { version evidence { id } } errors { __typename } } }",
            new
            {
                input = new
                {
                    claimId = claim,
                    form = "LECTURE",
                    seconds = 2700,
                    heldOn = "2026-02-20",
                    title = "党课",
                    evidenceAssetId = other,
                    expectedVersion = 1,
                },
            }
        );
        Assert.Equal(other, amended.String("amendCreditClaim.claim.evidence.id"));
        _school.Host.Time.Advance(MediaLibrary.EvidencePatience);
        await SweepAsync();

        Assert.Equal("NotFoundError", (await TryClaimAsync(_school.Member, School.Lin, named, "2026-02-22")).Refusal("claimCredit"));
        Assert.NotNull((await _school.Member.QueryAsync(Seen, new { id = claim }))["claimById.evidence"]);
        _school.Host.Time.Advance(MediaSweeper.Grace);
        Assert.Equal(1, await SweepAsync());
        Assert.Equal(0, await SweepAsync());

        Task<int> SweepAsync() => _school.Host.Service<MediaSweeper>().SweepAsync(default);
    }

    private static async Task<string> ClaimAsync(ApiClient client, string asset) =>
        (await TryClaimAsync(client, School.Lin, asset)).String("claimCredit.claim.id");

    private static Task<ApiAnswer> TryClaimAsync(ApiClient client, string number, string asset, string day = "2026-02-20") =>
        client.QueryAsync(
            ContractOperations.Claim,
            new
            {
                input = new
                {
                    memberId = School.MemberId(number),
                    form = "LECTURE",
                    seconds = 2700,
                    heldOn = day,
                    title = "党课",
                    evidenceAssetId = asset,
                },
            }
        );

    private async Task<HttpStatusCode> StatusAsync(string url)
    {
        using var response = await _school.Host.CreateClient().GetAsync(new Uri(url));
        return response.StatusCode;
    }
}
