using Snapshooter.Xunit;

namespace ELearning.Tests.Compliance;

/// <summary>What a partner application with <c>Standing.Read</c> learns of members, and what it does not.</summary>
public sealed class PseudonymousStandingApiTests : IAsyncLifetime
{
    private const string Partner = "job-portal";
    private const string Standings =
        "query($first: Int, $after: String, $last: Int, $before: String, $pseudonyms: [String!]) { pseudonymousStandings(year: 2025, first: $first, "
        + "after: $after, last: $last, before: $before, pseudonyms: $pseudonyms) { totalCount nodes { pseudonym year status rules { ruleId clause "
        + "status } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }";
    private School _school = null!;

    private ApiClient Application => _school.Host.ClientWithin(SmallTown.County, Partner, "Standing.Read");

    public async Task InitializeAsync()
    {
        _school = await School.OpenAsync();
        await _school.CreditAsync(School.Lin, "class", ELearning.Content.CreditForm.CentralisedClass, 24 * 2700, new(2025, 5, 20));
    }

    public async Task DisposeAsync() => await _school.DisposeAsync();

    [Fact]
    public async Task It_learns_how_the_members_of_its_grant_stand_and_not_who_they_are()
    {
        var answer = await Application.QueryAsync(Standings);
        var own = await PseudonymOfAsync(School.Lin);
        Assert.Equal(2, answer["pseudonymousStandings.totalCount"]!.GetValue<int>());
        foreach (
            var known in new[]
            {
                School.Lin,
                School.Wang,
                "林晓燕",
                "王建国",
                School.MemberId(School.Lin),
                MemberIdOf(School.Lin),
                MemberIdOf(School.Wang),
                SmallTown.Office,
            }
        )
            Assert.DoesNotContain(known, answer.Text, StringComparison.Ordinal);
        var lin = await Application.QueryAsync(Standings, new { pseudonyms = new[] { own, new string('0', 32) } });
        Snapshot.Match(lin.Text.Replace(own, "(hers)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_follow_the_pseudonyms_both_ways()
    {
        var all = Names(await Application.QueryAsync(Standings));
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
        var first = await Application.QueryAsync(Standings, new { first = 1 });
        var second = await Application.QueryAsync(Standings, new { first = 1, after = first.String("pseudonymousStandings.pageInfo.endCursor") });
        Assert.Equal((all[0], true, all[1], false), (Names(first)[0], HasNext(first), Names(second)[0], HasNext(second)));
        var back = await Application.QueryAsync(Standings, new { last = 1, before = all[1] });
        Assert.Equal((all[0], false), (Names(back)[0], back["pseudonymousStandings.pageInfo.hasPreviousPage"]!.GetValue<bool>()));
        Assert.Equal("INVALID_INPUT", (await Application.AskAsync(Standings, new { after = "nothing" })).Code);

        static bool HasNext(ApiAnswer answer) => answer["pseudonymousStandings.pageInfo.hasNextPage"]!.GetValue<bool>();
    }

    [Fact]
    public async Task Two_applications_cannot_join_what_they_learn()
    {
        var other = _school.Host.ClientWithin(SmallTown.County, "insurer", "Standing.Read");
        Assert.Empty(Names(await Application.QueryAsync(Standings)).Intersect(Names(await other.QueryAsync(Standings))));
    }

    [Fact]
    public async Task Without_a_grant_there_is_nobody_and_with_one_elsewhere_only_those_there()
    {
        Assert.Empty(Names(await _school.Host.ClientFor("stranger", "Standing.Read").QueryAsync(Standings)));
        Assert.Single(Names(await _school.Host.ClientWithin(School.OtherCounty, "neighbour", "Standing.Read").QueryAsync(Standings)));
        Assert.Equal("FORBIDDEN", (await _school.CountyAdmin.AskAsync(Standings)).Code);
    }

    [Fact]
    public async Task Each_look_is_recorded_with_whom_it_was_at()
    {
        await Application.QueryAsync(Standings, new { pseudonyms = new[] { await PseudonymOfAsync(School.Lin) } });
        var entries = await _school.Administrator.QueryAsync(
            "query($member: ID!) { auditLog(where: { ownerIds: { some: { eq: $member } }, subject: { eq: \"job-portal\" } }) { nodes { subject "
                + "operation kind result ownerIds } } }",
            new { member = School.MemberId(School.Lin) }
        );
        var entry = Assert.Single(entries["auditLog.nodes"]!.AsArray());
        Assert.Equal(
            ("pseudonymousStandings", "READ", 1),
            (entry!["operation"]!.GetValue<string>(), entry["kind"]!.GetValue<string>(), entry["ownerIds"]!.AsArray().Count)
        );
    }

    [Fact]
    public async Task A_grant_for_it_is_given_like_any_other()
    {
        var answer = await _school.Administrator.QueryAsync(
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { role subject } errors { __typename } } }",
            new
            {
                input = new
                {
                    subject = "new-portal",
                    role = "STANDING_READ",
                    organisationId = School.Id("Organisation", SmallTown.County),
                    from = "2026-03-01",
                },
            }
        );
        Assert.Equal("STANDING_READ", answer.String("giveGrant.grant.role"));
        Assert.Equal(2, Names(await _school.Host.ClientFor("new-portal", "Standing.Read").QueryAsync(Standings)).Count);
    }

    private async Task<string> PseudonymOfAsync(string number) =>
        (await _school.Host.ClientFor(number, "Member").QueryAsync($"{{ myPseudonym(application: \"{Partner}\") }}")).String("myPseudonym");

    private static string MemberIdOf(string number) =>
        NodeId.TryDecode(School.MemberId(number), out _, out var id) ? id : throw new InvalidOperationException();

    private static List<string> Names(ApiAnswer answer) =>
        [.. answer["pseudonymousStandings.nodes"]!.AsArray().Select(node => node!["pseudonym"]!.GetValue<string>())];
}
