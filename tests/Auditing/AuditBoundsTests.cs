using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Auditing;

/// <summary>How little somebody without a right can make the audit log keep.</summary>
public sealed class AuditBoundsTests
{
    private const string Nodes = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";

    [Fact]
    public async Task Refused_looks_at_a_hundred_members_are_one_short_entry_that_is_counted_up_for_a_minute()
    {
        await using var school = await School.OpenAsync();
        var ids = await OthersAsync(school);
        var lin = school.Member;
        for (var i = 0; i < 20; i++)
        {
            await lin.QueryAsync(Nodes, new { ids });
        }

        var entry = Assert.Single(await EntriesAsync(school));
        Assert.Equal(
            ("RefusedAct", "nodes", "NOT_FOUND", 2000, AuditRules.MostOwners),
            (entry["kind"], entry["operation"], entry["result"], entry["count"].ToInt32(), entry["ownerIds"].AsBsonArray.Count)
        );
        Assert.InRange(entry.ToBson().Length, 300, 1500);
        // Whose auditors read it: all above those who were looked at.
        Assert.Contains(SmallTown.City, entry["lineage"].AsBsonArray);
        var seen = await school.Administrator.QueryAsync("{ auditLog(first: 1) { nodes { count at lastAt ownerIds } } }");
        Assert.Equal((2000, AuditRules.MostOwners), (seen["auditLog.nodes.0.count"]!.GetValue<int>(), seen["auditLog.nodes.0.ownerIds"]!.AsArray().Count));

        school.Host.Time.Advance(TimeSpan.FromMinutes(1));
        await lin.QueryAsync(Nodes, new { ids });
        Assert.Equal([2000, 100], (await EntriesAsync(school)).Select(other => other["count"].ToInt32()));
    }

    [Fact]
    public async Task Of_single_looks_within_a_minute_the_first_are_told_by_whose_they_are_and_the_others_counted()
    {
        await using var school = await School.OpenAsync();
        var ids = await OthersAsync(school);
        foreach (var id in ids[..15])
        {
            await school.Member.QueryAsync("query($id: ID!) { memberById(id: $id) { name } }", new { id });
        }

        var entry = Assert.Single(await EntriesAsync(school));
        Assert.Equal((15, AuditRules.MostOwners), (entry["count"].ToInt32(), entry["ownerIds"].AsBsonArray.Distinct().Count()));
    }

    [Fact]
    public async Task An_entry_full_of_owners_still_tells_the_auditors_of_those_who_follow()
    {
        await using var school = await School.OpenAsync();
        await school.Member.QueryAsync(Nodes, new { ids = await OthersAsync(school) });
        var entries = school.Host.Service<ContentDatabase>().Collection<AuditEntry>("audit");
        var full = Assert.Single(await entries.Find(entry => entry.Kind == AuditKind.RefusedAct).ToListAsync());
        await school
            .Host.Service<AuditStore>()
            .CountAsync(full with { OwnerIds = ["elsewhere"], Lineage = ["another-county"], Count = 1, LastAt = null }, default);
        var counted = Assert.Single(await entries.Find(entry => entry.Kind == AuditKind.RefusedAct).ToListAsync());
        Assert.Equal((full.Count + 1, AuditRules.MostOwners), (counted.Count, counted.OwnerIds.Count));
        Assert.Contains("another-county", counted.Lineage);
    }

    [Fact]
    public async Task A_change_that_is_refused_again_and_again_is_one_entry_too()
    {
        await using var school = await School.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            var answer = await school.Member.QueryAsync(
                ContractOperations.Claim,
                new
                {
                    input = new
                    {
                        memberId = School.MemberId(School.Lin),
                        form = "LECTURE",
                        seconds = 0,
                        heldOn = "2026-02-01",
                        title = "专题党课",
                    },
                }
            );
            Assert.Equal("InvalidInputError", answer.Refusal("claimCredit"));
        }

        var entry = Assert.Single(await EntriesAsync(school));
        Assert.Equal(("Mutation", "claimCredit", "INVALID_INPUT", 5), (entry["kind"], entry["operation"], entry["result"], entry["count"].ToInt32()));
    }

    [Fact]
    public async Task What_has_to_be_recorded_is_paid_for()
    {
        await using var school = await School.OpenAsync();
        var ids = await OthersAsync(school);
        var lin = school.Member;
        lin.Headers["GraphQL-Cost"] = "report";
        // A document that is new is read and validated, which costs too.
        await CostAsync(lin, ids[..1]);
        var own = await CostAsync(lin, ids.Select(_ => School.MemberId(School.Lin)));
        var others = await CostAsync(lin, ids);
        Assert.Equal((own.Cost + 10, own.Spent + 10), others);
    }

    [Fact]
    public void Of_many_organisations_the_highest_are_named_for_they_cover_the_others()
    {
        var lineages = Enumerable.Range(0, 100).Select(i => new[] { "city", $"county-{i / 50}", $"branch-{i}" }).ToList();
        var named = AuditRules.HighestFirst(lineages);
        Assert.Equal(AuditRules.MostOrganisations, named.Count);
        Assert.Equal(["city", "county-0", "county-1", "branch-0"], named.Take(4));
    }

    /// <summary>What was said and what was taken from the budget.</summary>
    private static async Task<(int Cost, int Spent)> CostAsync(ApiClient caller, IEnumerable<string> ids)
    {
        var before = await RemainingAsync(caller);
        var cost = (await caller.QueryAsync(Nodes, new { ids })).Json["extensions"]!["cost"]!["operation"]!.GetValue<int>();
        return (cost, before - await RemainingAsync(caller));
    }

    private static async Task<int> RemainingAsync(ApiClient caller)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/graphql?query={__typename}");
        using var answered = await caller.SendAsync(request);
        return int.Parse(answered.Headers.GetValues("RateLimit-Remaining").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task<string[]> OthersAsync(School school)
    {
        var period = new DatePeriod(new(2010, 7, 1), null);
        var numbers = Enumerable.Range(0, 100).Select(i => $"HA-1{i:000}").ToList();
        await school
            .Host.Service<MemberRegister>()
            .RegisterManyAsync(
                [
                    .. numbers.Select(number => new Member
                    {
                        Id = "",
                        Number = number,
                        Name = "陈志明",
                        AdmittedOn = new(2010, 7, 1),
                        Memberships = [new(School.OtherBranch, MembershipKind.Home, period, [])],
                        Categories = [new(MemberCategory.Rural, Main: true, period)],
                    }),
                ],
                default
            );
        return [.. numbers.Select(School.MemberId)];
    }

    private static async Task<List<BsonDocument>> EntriesAsync(School school) =>
        await school
            .Host.Service<ContentDatabase>()
            .Collection<BsonDocument>("audit")
            .Find(new BsonDocument("subject", School.Lin))
            .Sort(new BsonDocument("at", 1))
            .ToListAsync();
}
