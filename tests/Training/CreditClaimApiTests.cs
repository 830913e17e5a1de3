using Snapshooter.Xunit;

namespace ELearning.Tests.Training;

public sealed class CreditClaimApiTests
{
    private static object Claim(
        string number,
        string form = "LECTURE",
        int seconds = 5400,
        string heldOn = "2026-02-20",
        string title = "乡村振兴专题党课",
        string? key = "k1"
    ) =>
        new
        {
            input = new
            {
                memberId = School.MemberId(number),
                form,
                seconds,
                heldOn,
                title,
                venueLevel = "COUNTY",
                idempotencyKey = key,
            },
        };

    [Fact]
    public async Task A_claim_is_made_decided_credited_and_reversed()
    {
        await using var school = await School.OpenAsync();
        var claim = await school.Member.QueryAsync(ContractOperations.Claim, Claim(School.Lin));
        var pending = await school.CountyAdmin.QueryAsync("{ claims(where: { status: { eq: PENDING } }) { totalCount nodes { title member { name } } } }");
        var decide = await school.CountyAdmin.QueryAsync(
            ContractOperations.Decide,
            new { input = new { claimId = claim.String("claimCredit.claim.id"), decision = "APPROVE" } }
        );
        var credit = decide.String("decideCreditClaim.claim.credit.id");
        var before = await school.Member.QueryAsync(ContractOperations.MyStanding, new { year = 2026 });
        Assert.Equal("CreditClaim", before.String("me.credits.nodes.0.source.__typename"));
        Assert.Equal(
            5400,
            before["me.compliance.obligations"]!.AsArray().Single(row => row!["ruleId"]!.GetValue<string>() == "R3")!["creditedSeconds"]!.GetValue<int>()
        );
        var reverse = await school.CountyAdmin.QueryAsync(ContractOperations.Reverse, new { input = new { creditId = credit, reason = "重复登记" } });
        var ledger = await school.Member.QueryAsync(
            """
            query($id: ID!) {
              creditById(id: $id) { hours reversedBy { hours reverses { id } source { __typename ... on CreditReversal { reason credit { id } } } } }
              me { claims { nodes { status title credit { id } } } credits { totalCount nodes { number seconds title } } compliance(year: 2026) { obligations
              { ruleId creditedSeconds } } } }
            """,
            new { id = credit }
        );
        Snapshot.Match(string.Join("\n", claim.Text, pending.Text, decide.Text, reverse.Text, ledger.Text));
    }

    [Fact]
    public async Task A_claim_that_cannot_be_gets_a_typed_error_and_changes_nothing()
    {
        await using var school = await School.OpenAsync();
        Assert.Equal("FormNotClaimableError", await RefusalAsync(Claim(School.Lin, form: "ONLINE")));
        Assert.Equal("InvalidInputError", await RefusalAsync(Claim(School.Lin, seconds: 0)));
        Assert.Equal("InvalidInputError", await RefusalAsync(Claim(School.Lin, seconds: int.MaxValue)));
        Assert.Equal("InvalidInputError", await RefusalAsync(Claim(School.Lin, heldOn: "2026-12-31")));
        Assert.Equal("InvalidInputError", await RefusalAsync(Claim(School.Lin, title: "")));
        Assert.Equal("NotFoundError", await RefusalAsync(Claim(School.Wang)));
        Assert.Equal("NotFoundError", await RefusalAsync(Claim("nobody")));
        Assert.Equal(0, (await school.Administrator.QueryAsync("{ claims { totalCount } }"))["claims.totalCount"]!.GetValue<int>());

        async Task<string?> RefusalAsync(object claim) => (await school.Member.QueryAsync(ContractOperations.Claim, claim)).Refusal("claimCredit");
    }

    [Fact]
    public async Task The_same_key_claims_once()
    {
        await using var school = await School.OpenAsync();
        var first = await school.Member.QueryAsync(ContractOperations.Claim, Claim(School.Lin));
        Assert.Equal(first.Text, (await school.Member.QueryAsync(ContractOperations.Claim, Claim(School.Lin))).Text);
        Assert.Equal(
            "IdempotencyKeyReusedError",
            (await school.Member.QueryAsync(ContractOperations.Claim, Claim(School.Lin, seconds: 60))).Refusal("claimCredit")
        );
    }

    [Fact]
    public async Task Nobody_decides_their_own_claim_nor_one_they_made()
    {
        await using var school = await School.OpenAsync();
        var lin = school.Host.ClientWithin(SmallTown.County, School.Lin, "Member", "OrganisationAdmin");
        var own = (await lin.QueryAsync(ContractOperations.Claim, Claim(School.Lin))).String("claimCredit.claim.id");
        var forWang = (await lin.QueryAsync(ContractOperations.Claim, Claim(School.Wang))).String("claimCredit.claim.id");
        Assert.Equal("DecisionNotIndependentError", await DecideAsync(lin, own, "APPROVE"));
        Assert.Equal("DecisionNotIndependentError", await DecideAsync(lin, forWang, "APPROVE"));
        Assert.Equal("NotFoundError", await DecideAsync(school.OtherAdmin, own, "APPROVE"));
        Assert.Equal("InvalidInputError", await DecideAsync(school.CountyAdmin, own, "REJECT"));
        Assert.Null(await DecideAsync(school.CountyAdmin, own, "APPROVE"));
        Assert.Equal("ClaimDecidedError", await DecideAsync(school.CountyAdmin, own, "APPROVE"));
        Assert.Equal("NotFoundError", await DecideAsync(school.CountyAdmin, School.Id("CreditClaim", "nothing/nothing"), "APPROVE"));
    }

    [Fact]
    public async Task A_member_takes_back_their_own_claim_while_it_is_pending()
    {
        await using var school = await School.OpenAsync();
        const string Withdraw = "mutation($input: WithdrawCreditClaimInput!) { withdrawCreditClaim(input: $input) { claim { status } errors { __typename } } }";
        var claim = (await school.Member.QueryAsync(ContractOperations.Claim, Claim(School.Lin))).String("claimCredit.claim.id");
        Assert.Equal(
            "NotFoundError",
            (await school.Host.ClientFor(School.Wang, "Member").QueryAsync(Withdraw, new { input = new { claimId = claim } })).Refusal("withdrawCreditClaim")
        );
        Assert.Equal(
            "WITHDRAWN",
            (await school.Member.QueryAsync(Withdraw, new { input = new { claimId = claim } })).String("withdrawCreditClaim.claim.status")
        );
        Assert.Equal("ClaimDecidedError", (await school.Member.QueryAsync(Withdraw, new { input = new { claimId = claim } })).Refusal("withdrawCreditClaim"));
    }

    [Fact]
    public async Task A_credit_is_reversed_once_with_a_reason_and_within_the_subtree()
    {
        await using var school = await School.OpenAsync();
        var posted = await school.CreditAsync(School.Lin, "class", ELearning.Content.CreditForm.Lecture, 2700, new(2026, 1, 5));
        var credit = School.Id("Credit", posted.Id);
        Assert.Equal("InvalidInputError", await ReverseAsync(school.CountyAdmin, credit, ""));
        Assert.Equal("NotFoundError", await ReverseAsync(school.OtherAdmin, credit, "错"));
        Assert.Equal("NotFoundError", await ReverseAsync(school.CountyAdmin, School.Id("Credit", "nothing/a/b"), "错"));
        Assert.Null(await ReverseAsync(school.CountyAdmin, credit, "错"));
        Assert.Equal("CreditReversedError", await ReverseAsync(school.CountyAdmin, credit, "再错"));
    }

    private static async Task<string?> DecideAsync(ApiClient client, string claimId, string decision) =>
        (await client.QueryAsync(ContractOperations.Decide, new { input = new { claimId, decision } })).Refusal("decideCreditClaim");

    private static async Task<string?> ReverseAsync(ApiClient client, string creditId, string reason) =>
        (await client.QueryAsync(ContractOperations.Reverse, new { input = new { creditId, reason } })).Refusal("reverseCredit");
}
