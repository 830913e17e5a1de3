using Snapshooter.Xunit;

namespace ELearning.Tests.Organisations;

public sealed class OrganisationApiTests
{
    [Fact]
    public async Task The_report_counts_everybody_of_the_subtree_once()
    {
        await using var school = await School.OpenAsync();
        await school.WithHistoryAsync(School.Lin, School.Wang);
        await school.CreditAsync(School.Lin, "class", ELearning.Content.CreditForm.CentralisedClass, 24 * 2700, new(2025, 5, 20));
        await school.CreditAsync(School.Wang, "class", ELearning.Content.CreditForm.CentralisedClass, 8 * 2700, new(2025, 5, 20));
        var answer = await school.CountyAdmin.QueryAsync(
            ContractOperations.OrganisationReport,
            new { id = School.Id("Organisation", SmallTown.County), year = 2025 }
        );
        Snapshot.Match(answer.Text);
    }

    [Fact]
    public async Task The_tree_is_walked_level_by_level()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        var caller = await TripsAsync("{ me { id } }");
        Assert.Equal(caller + 1, await TripsAsync("{ organisations(first: 100) { nodes { name level } } }"));
        Assert.Equal(caller + 2, await TripsAsync("{ organisations(first: 100) { nodes { children { name } } } }"));
        Assert.Equal(
            caller + 3,
            await TripsAsync($"{{ organisationById(id: \"{School.Id("Organisation", SmallTown.City)}\") {{ children {{ children {{ name }} }} }} }}")
        );
        Assert.Equal(
            await TripsAsync("{ organisations(first: 1) { nodes { complianceReport(year: 2026) { members } } } }"),
            await TripsAsync("{ organisations(first: 100) { nodes { complianceReport(year: 2026) { members } } } }")
        );
        var below = await school.CountyAdmin.QueryAsync(
            "query($id: ID!) { organisationById(id: $id) { parent { name } children { name code level } } }",
            new { id = School.Id("Organisation", SmallTown.County) }
        );
        Assert.Equal("中共泉州市委员会", below.String("organisationById.parent.name"));
        Assert.Equal(2, below["organisationById.children"]!.AsArray().Count);
        Assert.Equal(
            1,
            (await school.CountyAdmin.QueryAsync("{ organisations(where: { level: { eq: COUNTY } }) { totalCount } }"))[
                "organisations.totalCount"
            ]!.GetValue<int>()
        );

        Task<long> TripsAsync(string query) => school.Host.RoundTripsOf(() => root.QueryAsync(query));
    }

    [Fact]
    public async Task A_grant_holds_from_its_first_day_to_its_last()
    {
        await using var school = await School.OpenAsync();
        const string Give = "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { from to } errors { __typename } } }";
        await school.Administrator.QueryAsync(
            Give,
            new
            {
                input = new
                {
                    subject = "for-two-days",
                    role = "ORGANISATION_ADMIN",
                    organisationId = School.Id("Organisation", SmallTown.County),
                    from = "2026-03-03",
                    to = "2026-03-04",
                },
            }
        );
        var admin = school.Host.ClientFor("for-two-days", "OrganisationAdmin");
        var seen = new List<(int Members, int Grants)>();
        for (var day = 2; day <= 5; day++)
        {
            seen.Add(
                (
                    (await admin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>(),
                    (await school.Administrator.QueryAsync("{ grants(subject: \"for-two-days\") { from to role organisation { code } } }"))["grants"]!
                        .AsArray()
                        .Count
                )
            );
            school.Host.Time.Advance(TimeSpan.FromDays(1));
        }

        Assert.Equal([(0, 0), (2, 1), (2, 1), (0, 0)], seen);
    }

    [Fact]
    public async Task An_administrator_gives_and_ends_grants()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        const string Give =
            "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { id role organisation { name } from to } errors { __typename } } }";
        const string Revoke = "mutation($input: RevokeGrantInput!) { revokeGrant(input: $input) { grantId errors { __typename } } }";
        var county = School.Id("Organisation", SmallTown.County);
        var given = await root.QueryAsync(
            Give,
            new
            {
                input = new
                {
                    subject = "new-admin",
                    role = "ORGANISATION_ADMIN",
                    organisationId = county,
                    from = "2026-03-01",
                },
            }
        );
        var admin = school.Host.ClientFor("new-admin", "OrganisationAdmin");
        Assert.Equal(2, (await admin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Equal(
            "InvalidInputError",
            (
                await root.QueryAsync(
                    Give,
                    new
                    {
                        input = new
                        {
                            subject = "x",
                            role = "ADMINISTRATOR",
                            organisationId = county,
                            from = "2026-03-01",
                        },
                    }
                )
            ).Refusal("giveGrant")
        );
        Assert.Equal(
            "InvalidInputError",
            (
                await root.QueryAsync(
                    Give,
                    new
                    {
                        input = new
                        {
                            subject = "x",
                            role = "EDITOR",
                            organisationId = county,
                            from = "2026-03-01",
                            to = "2026-02-01",
                        },
                    }
                )
            ).Refusal("giveGrant")
        );
        Assert.Equal(
            "NotFoundError",
            (
                await root.QueryAsync(
                    Give,
                    new
                    {
                        input = new
                        {
                            subject = "x",
                            role = "EDITOR",
                            organisationId = School.Id("Organisation", "nowhere"),
                            from = "2026-03-01",
                        },
                    }
                )
            ).Refusal("giveGrant")
        );
        // Whoever was given a right gives it on, but not for days that are over.
        Assert.Equal(
            "InvalidInputError",
            (
                await admin.AskAsync(
                    Give,
                    new
                    {
                        input = new
                        {
                            subject = "x",
                            role = "EDITOR",
                            organisationId = county,
                            from = "2026-03-01",
                        },
                    }
                )
            ).Refusal("giveGrant")
        );

        await root.QueryAsync(Revoke, new { input = new { grantId = given.String("giveGrant.grant.id"), lastDay = "2026-03-01" } });
        Assert.Equal(0, (await admin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());
        Assert.Equal(
            "NotFoundError",
            (await root.QueryAsync(Revoke, new { input = new { grantId = School.Id("Grant", "none"), lastDay = "2026-03-01" } })).Refusal("revokeGrant")
        );
        Assert.Empty((await root.QueryAsync("{ grants(subject: \"new-admin\") { id } }"))["grants"]!.AsArray());
    }

    [Fact]
    public async Task The_register_of_grants_keeps_those_that_have_ended()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        const string Give = "mutation($input: GiveGrantInput!) { giveGrant(input: $input) { grant { id } errors { __typename } } }";
        foreach (
            var (subject, role, organisation, from, to) in new (string, string, string, string, string?)[]
            {
                ("old", "EDITOR", SmallTown.County, "2024-01-01", "2024-12-31"),
                ("now", "EDITOR", SmallTown.County, "2025-06-01", null),
                ("far", "AUDITOR", School.OtherCounty, "2026-01-01", null),
            }
        )
            await root.QueryAsync(
                Give,
                new
                {
                    input = new
                    {
                        subject,
                        role,
                        organisationId = School.Id("Organisation", organisation),
                        from,
                        to,
                    },
                }
            );

        Assert.Equal(["far", "now", "old"], await SubjectsAsync(null));
        Assert.Equal(["now", "old"], await SubjectsAsync(new { organisationId = new { eq = School.Id("Organisation", SmallTown.County) } }));
        Assert.Equal(["far"], await SubjectsAsync(new { role = new { eq = "AUDITOR" } }));
        Assert.Equal(["old"], await SubjectsAsync(new { from = new { lt = "2025-01-01" } }));
        Assert.Equal("FORBIDDEN", (await school.CountyAdmin.AskAsync("{ grantRegister { totalCount } }")).Code);

        async Task<IEnumerable<string>> SubjectsAsync(object? where) =>
            (
                await root.QueryAsync(
                    "query($where: GrantFilterInput) { grantRegister(where: $where) { nodes { subject role from to organisation { code } } } }",
                    new { where }
                )
            )["grantRegister.nodes"]!
                .AsArray()
                .Select(node => node!["subject"]!.GetValue<string>());
    }
}
