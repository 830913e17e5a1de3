using ELearning.Content;

namespace ELearning.Tests.Training;

/// <summary>Claims made and decided many at once: each has its own outcome.</summary>
public sealed class ManyClaimsTests : IAsyncLifetime
{
    private const string ForMany =
        "mutation($input: ClaimCreditForManyInput!) { claimCreditForMany(input: $input) { results { memberId code message date leftSeconds claim { id status "
        + "evidence { name } } } errors { __typename ... on InvalidInputError { field } } } }";

    private const string Decide =
        "mutation($input: DecideCreditClaimsInput!) { decideCreditClaims(input: $input) { results { claimId code claim { status credit { seconds } } } "
        + "errors { __typename } } }";

    private School _school = null!;

    public async Task InitializeAsync() => _school = await School.OpenAsync();

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Fact]
    public async Task One_evidence_serves_many_of_whom_each_has_a_claim_or_an_error()
    {
        var evidence = await _school.CountyAdmin.SendEvidenceAsync();
        // Wang's day is nearly full, and Chen belongs to another county.
        await _school.CountyAdmin.QueryAsync(ContractOperations.Claim, new { input = One(School.Wang, 7 * 2700) });
        var many = Many(evidence, School.Lin, School.Wang, School.Chen, "nobody");

        var first = await _school.CountyAdmin.QueryAsync(ForMany, new { input = many });
        var again = await _school.CountyAdmin.QueryAsync(ForMany, new { input = many });

        Assert.Equal(["done", "DAY_FULL", "NOT_FOUND", "NOT_FOUND"], Codes(first, "claimCreditForMany"));
        Assert.Equal(
            (School.MemberId(School.Wang), "2026-02-20", 2700),
            (
                first.String("claimCreditForMany.results.1.memberId"),
                first.String("claimCreditForMany.results.1.date"),
                first["claimCreditForMany.results.1.leftSeconds"]!.GetValue<int>()
            )
        );
        Assert.Equal("签到表.png", first.String("claimCreditForMany.results.0.claim.evidence.name"));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(2, (await _school.Administrator.QueryAsync("{ claims { totalCount } }"))["claims.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task What_is_wrong_for_all_is_refused_as_a_whole()
    {
        var twice = await _school.CountyAdmin.QueryAsync(ForMany, new { input = Many(null, School.Lin, School.Lin) });
        var none = await _school.CountyAdmin.QueryAsync(ForMany, new { input = Many(null) });
        var crowd = await _school.CountyAdmin.QueryAsync(ForMany, new { input = Many(null, [.. Enumerable.Range(0, 201).Select(i => $"{i}")]) });
        var foreign = await _school.CountyAdmin.QueryAsync(ForMany, new { input = Many(School.Id("Media", "nothing"), School.Lin) });
        var member = await _school.Member.AskAsync(ForMany, new { input = Many(null, School.Lin) });

        Assert.All(new[] { twice, none, crowd }, answer => Assert.Equal("memberIds", answer.String("claimCreditForMany.errors.0.field")));
        Assert.Equal("NotFoundError", foreign.Refusal("claimCreditForMany"));
        Assert.Equal("FORBIDDEN", member.Code);
        Assert.Equal(0, (await _school.Administrator.QueryAsync("{ claims { totalCount } }"))["claims.totalCount"]!.GetValue<int>());
    }

    [Fact]
    public async Task Many_are_decided_alike_and_each_only_by_who_may_and_as_it_was_seen()
    {
        var lin = await ClaimAsync(_school.Member, School.Lin);
        var own = await ClaimAsync(_school.CountyAdmin, School.Wang);
        var chen = await ClaimAsync(_school.OtherAdmin, School.Chen);
        var second = await ClaimAsync(_school.Member, School.Lin);
        object Asked(int version) =>
            new
            {
                input = new
                {
                    claimIds = new[] { lin, own, chen, second },
                    expectedVersions = new[] { 1, 1, 1, version },
                    decision = "APPROVE",
                },
            };

        var first = await _school.CountyAdmin.QueryAsync(Decide, Asked(7));
        var again = await _school.CountyAdmin.QueryAsync(Decide, Asked(1));

        Assert.Equal(["done", "DECISION_NOT_INDEPENDENT", "NOT_FOUND", "CONFLICT"], Codes(first, "decideCreditClaims"));
        Assert.Equal(2700, first["decideCreditClaims.results.0.claim.credit.seconds"]!.GetValue<int>());
        Assert.Equal(["CLAIM_DECIDED", "DECISION_NOT_INDEPENDENT", "NOT_FOUND", "done"], Codes(again, "decideCreditClaims"));
        var rejected = await _school.CountyAdmin.QueryAsync(Decide, new { input = new { claimIds = new[] { lin }, decision = "REJECT" } });
        Assert.Equal("InvalidInputError", rejected.Refusal("decideCreditClaims"));
    }

    [Fact]
    public async Task Two_hundred_are_claimed_and_decided_within_one_request_each()
    {
        var register = _school.Host.Service<MemberRegister>();
        var numbers = Enumerable.Range(0, 200).Select(i => $"MANY-{i:000}").ToArray();
        var first = await register.RegisterAsync(new(numbers[0], "众人", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), SmallTown.Clerk, default);
        await register.RegisterManyAsync([.. numbers[1..].Select(number => first with { Number = number })], default);
        var admin = _school.Host.ClientWithin(SmallTown.County, "admin-second", "OrganisationAdmin");

        var claimed = await _school.CountyAdmin.QueryAsync(ForMany, new { input = Many(null, numbers) });
        var ids = claimed["claimCreditForMany.results"]!.AsArray().Select(result => result!["claim"]!["id"]!.GetValue<string>()).ToList();
        var decided = await admin.QueryAsync(Decide, new { input = new { claimIds = ids, decision = "APPROVE" } });

        Assert.Equal(Enumerable.Repeat("done", 200), Codes(decided, "decideCreditClaims"));
        Assert.All(
            decided["decideCreditClaims.results"]!.AsArray(),
            result => Assert.Equal(2 * 2700, result!["claim"]!["credit"]!["seconds"]!.GetValue<int>())
        );
    }

    private static string[] Codes(ApiAnswer answer, string mutation) =>
        [.. answer[mutation + ".results"]!.AsArray().Select(result => result!["code"]?.GetValue<string>() ?? "done")];

    private static object One(string number, int seconds) =>
        new
        {
            memberId = School.MemberId(number),
            form = "CENTRALISED_CLASS",
            seconds,
            heldOn = "2026-02-20",
            title = "轮训",
        };

    private static object Many(string? evidence, params string[] numbers) =>
        new
        {
            memberIds = numbers.Select(School.MemberId),
            form = "LECTURE",
            seconds = 2 * 2700,
            heldOn = "2026-02-20",
            title = "党课",
            evidenceAssetId = evidence,
            idempotencyKey = "k",
        };

    private static async Task<string> ClaimAsync(ApiClient client, string number) =>
        (await client.QueryAsync(ContractOperations.Claim, new { input = One(number, 2700) })).String("claimCredit.claim.id");
}
