using Snapshooter.Xunit;

namespace ELearning.Tests.Members;

public sealed class MemberApiTests
{
    private static readonly object NewMember = new
    {
        number = "QZ-0100",
        name = "郑秋",
        organisationId = School.Id("Organisation", SmallTown.Village),
        category = "RURAL",
        admittedOn = "2026-01-15",
    };

    [Fact]
    public async Task An_administrator_registers_a_member_and_assigns_a_position()
    {
        await using var school = await School.OpenAsync();
        var register = await school.CountyAdmin.QueryAsync(ContractOperations.Register, new { input = NewMember });
        var assign = await school.CountyAdmin.QueryAsync(
            ContractOperations.Assign,
            new
            {
                input = new
                {
                    memberId = register.String("registerMember.member.id"),
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    position = "SECRETARY",
                    from = "2026-02-01",
                },
            }
        );
        var members = await school.CountyAdmin.QueryAsync(ContractOperations.Members, new { first = 10 });
        var standing = await school.CountyAdmin.QueryAsync(
            ContractOperations.MemberStanding,
            new { id = register.String("registerMember.member.id"), year = 2026 }
        );
        Snapshot.Match(string.Join("\n", register.Text, assign.Text, members.Text, standing.Text));
    }

    [Fact]
    public async Task A_member_sees_their_standing_with_clause_and_explanation()
    {
        await using var school = await School.OpenAsync();
        await school.CreditAsync(School.Lin, "winter", ELearning.Content.CreditForm.CentralisedClass, 27_000, new(2026, 1, 20));
        var answer = await school.Member.QueryAsync(ContractOperations.MyStanding, new { year = 2026 });
        Snapshot.Match(answer.Text);
        Assert.Contains(
            "24 hours (64800 s) are asked for and 10 hours (27000 s) are credited",
            (await school.Member.AskAsync("{ me { compliance(year: 2026) { obligations { explanation } } } }", language: "en")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Registering_twice_or_nonsense_gets_a_typed_error_and_changes_nothing()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        await admin.QueryAsync(ContractOperations.Register, new { input = NewMember });
        Assert.Equal(
            "NumberTakenError",
            await RefusalAsync(
                new
                {
                    number = "QZ-0100",
                    name = "别人",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                }
            )
        );
        Assert.Equal(
            "InvalidInputError",
            await RefusalAsync(
                new
                {
                    number = "!",
                    name = "郑秋",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                }
            )
        );
        Assert.Equal(
            "InvalidInputError",
            await RefusalAsync(
                new
                {
                    number = "QZ-0101",
                    name = " ",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                }
            )
        );
        Assert.Equal(
            "InvalidInputError",
            await RefusalAsync(
                new
                {
                    number = "QZ-0102",
                    name = "郑秋",
                    organisationId = School.Id("Organisation", SmallTown.Village),
                    category = "RURAL",
                    admittedOn = "2999-01-15",
                }
            )
        );
        Assert.Equal(
            "NotFoundError",
            await RefusalAsync(
                new
                {
                    number = "QZ-0103",
                    name = "郑秋",
                    organisationId = School.Id("Organisation", "nowhere"),
                    category = "RURAL",
                    admittedOn = "2026-01-15",
                }
            )
        );
        Assert.Equal(3, (await admin.QueryAsync(ContractOperations.Members))["members.totalCount"]!.GetValue<int>());

        async Task<string?> RefusalAsync(object input) => (await admin.QueryAsync(ContractOperations.Register, new { input })).Refusal("registerMember");
    }

    [Fact]
    public async Task A_position_for_nobody_reversed_or_overlapping_gets_a_typed_error()
    {
        await using var school = await School.OpenAsync();
        var admin = school.CountyAdmin;
        var village = School.Id("Organisation", SmallTown.Village);
        var wang = School.MemberId(School.Wang);
        await admin.QueryAsync(
            ContractOperations.Assign,
            new
            {
                input = new
                {
                    memberId = wang,
                    organisationId = village,
                    position = "SECRETARY",
                    from = "2026-01-01",
                },
            }
        );
        Assert.Equal(
            "PositionOverlapsError",
            await RefusalAsync(
                new
                {
                    memberId = wang,
                    organisationId = village,
                    position = "SECRETARY",
                    from = "2026-02-01",
                }
            )
        );
        Assert.Equal(
            "InvalidInputError",
            await RefusalAsync(
                new
                {
                    memberId = wang,
                    organisationId = village,
                    position = "TALENT",
                    from = "2026-02-01",
                    to = "2026-01-01",
                }
            )
        );
        Assert.Equal(
            "NotFoundError",
            await RefusalAsync(
                new
                {
                    memberId = School.MemberId("nobody"),
                    organisationId = village,
                    position = "TALENT",
                    from = "2026-02-01",
                }
            )
        );
        var positions = await admin.QueryAsync("query($id: ID!) { memberById(id: $id) { positions { position } } }", new { id = wang });
        Assert.Single(positions["memberById.positions"]!.AsArray());

        async Task<string?> RefusalAsync(object input) => (await admin.QueryAsync(ContractOperations.Assign, new { input })).Refusal("assignPosition");
    }

    [Fact]
    public async Task A_sign_in_is_linked_to_one_member()
    {
        await using var school = await School.OpenAsync();
        const string Link = "mutation($input: LinkIdentityInput!) { linkIdentity(input: $input) { member { identity } errors { __typename } } }";
        var oid = "7f0f1a52-0000-4000-8000-000000000001";
        Assert.Equal(
            oid,
            (await school.CountyAdmin.QueryAsync(Link, new { input = new { memberId = School.MemberId(School.Lin), identity = oid } })).String(
                "linkIdentity.member.identity"
            )
        );
        Assert.Equal(
            "IdentityTakenError",
            (await school.CountyAdmin.QueryAsync(Link, new { input = new { memberId = School.MemberId(School.Wang), identity = oid } })).Refusal("linkIdentity")
        );
        Assert.Equal("林晓燕", (await school.Host.ClientFor(oid, "Member").QueryAsync("{ me { name } }")).String("me.name"));
    }

    [Fact]
    public async Task Each_level_below_members_costs_one_round_trip()
    {
        await using var school = await School.OpenAsync();
        var root = school.Administrator;
        // The token's own caller is looked up before anything else.
        var caller = await TripsAsync("{ __typename me { id } }");
        // And that these members were read is recorded.
        caller++;
        Assert.Equal(caller + 1, await TripsAsync("{ members(first: 1) { nodes { name } } }"));
        Assert.Equal(caller + 1, await TripsAsync("{ members(first: 100) { nodes { name } } }"));
        Assert.Equal(caller + 2, await TripsAsync("{ members(first: 100) { nodes { organisation { name } } } }"));
        // The ledgers, and after a change of the tree the organisations that standings look at.
        Assert.Equal(caller + 3, await TripsAsync("{ members(first: 100) { nodes { compliance(year: 2026) { status } } } }"));
        Assert.Equal(caller + 2, await TripsAsync("{ members(first: 100) { nodes { credits(first: 5) { nodes { hours } } } } }"));
        Assert.Equal(caller + 2, await TripsAsync("{ members(first: 100) { nodes { claims(first: 5) { nodes { status } } } } }"));
        Assert.Equal(caller + 3, await TripsAsync("{ members(first: 100) { nodes { organisation { parent { name } } } } }"));

        Task<long> TripsAsync(string query) => school.Host.RoundTripsOf(() => root.QueryAsync(query));
    }
}
