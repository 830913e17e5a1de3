using ELearning.Content;
using ELearning.Tests.Compliance;

namespace ELearning.Tests.Members;

public sealed class OrganisationTests : IAsyncLifetime
{
    private ContentFixture _content = null!;
    private OrganisationTree _tree = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _tree = _content.Get<OrganisationTree>();
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task The_same_organisation_again_is_the_same_and_another_under_its_code_is_refused()
    {
        var input = new NewOrganisation("350583-03", "中共诗山镇委员会", OrganisationLevel.Township, null, SmallTown.County, new(1949, 10, 1));

        var first = await _tree.AddAsync(input, default);
        var again = await _tree.AddAsync(input, default);
        var other = await Assert.ThrowsAsync<ContentError>(() => _tree.AddAsync(input with { Name = "中共码头镇委员会" }, default));
        await _content.BuildTownAsync();

        Assert.Equal(first.Id, again.Id);
        Assert.Equal([SmallTown.City, SmallTown.County, "350583-03"], again.Lineage);
        Assert.Equal(ContentErrorCode.OrganisationExists, other.Code);
    }

    [Theory]
    [InlineData("", "n", OrganisationLevel.Basic, SmallTown.Township, "code", InputFault.Required)]
    [InlineData("a_b", "n", OrganisationLevel.Basic, SmallTown.Township, "code", InputFault.Malformed)]
    [InlineData("12345678901234567890123456789012345678901", "n", OrganisationLevel.Basic, SmallTown.Township, "code", InputFault.TooLong)]
    [InlineData("1", " ", OrganisationLevel.Basic, SmallTown.Township, "name", InputFault.Required)]
    [InlineData("1", "n", OrganisationLevel.County, SmallTown.Township, "level", InputFault.NotAllowed)]
    [InlineData("1", "n", OrganisationLevel.Township, SmallTown.Township, "level", InputFault.NotAllowed)]
    [InlineData("1", "n", (OrganisationLevel)99, SmallTown.Township, "level", InputFault.Unknown)]
    public async Task A_faulty_organisation_names_its_field(string code, string name, OrganisationLevel level, string parent, string field, InputFault fault)
    {
        var error = await Assert.ThrowsAsync<ContentError>(() => _tree.AddAsync(new(code, name, level, null, parent, new(1949, 10, 1)), default));

        Assert.Equal((field, fault), (error.Arguments[0], error.Arguments[1]));
    }

    [Fact]
    public async Task Branches_may_stand_below_a_basic_committee_and_parents_must_exist()
    {
        await _tree.AddAsync(new("1", "朴里村党小组", OrganisationLevel.Basic, null, SmallTown.Village, new(1949, 10, 1)), default);

        Assert.Equal(
            ContentErrorCode.NotFound,
            (await Assert.ThrowsAsync<ContentError>(() => _tree.AddAsync(new("2", "n", OrganisationLevel.Basic, null, "999", new(1949, 10, 1)), default))).Code
        );
    }

    [Fact]
    public async Task Children_and_lists_follow_the_tree()
    {
        var children = await _tree.ChildrenAsync([SmallTown.County, SmallTown.Village], default);
        async Task<string[]> List(Scope scope, Filter? filter = null) =>
            [.. (await _tree.ListAsync(scope, filter, [new("code", false)], new(), default)).Nodes.Select(organisation => organisation.Id)];

        Assert.Equal([SmallTown.Township, SmallTown.Street], children[SmallTown.County].Select(child => child.Id));
        Assert.Empty(children[SmallTown.Village]);
        Assert.Equal([SmallTown.Township, SmallTown.Village], await List(Scope.Within(SmallTown.Township)));
        Assert.Empty(await List(Scope.Nothing));
        Assert.Equal([SmallTown.Township, SmallTown.Street], await List(Scope.All, new FieldFilter("parentId", FilterOperator.Eq, SmallTown.County)));
        Assert.Equal([SmallTown.Village], await List(Scope.All, new FieldFilter("sector", FilterOperator.Eq, MemberCategory.Rural)));
    }

    [Fact]
    public async Task A_grant_holds_within_its_days_can_be_ended_and_given_again()
    {
        var grants = _content.Get<GrantBook>();
        Task<Grant> Give(DateOnly? to) =>
            grants.GiveAsync(new("admin-1", null, Role.OrganisationAdmin, SmallTown.County, new(new(2026, 1, 1), to)), SmallTown.Root, default);
        async Task<int> Held(string day) => (await grants.ForAsync("admin-1", Someone.Day(day), default)).Count;

        var given = await Give(null);
        Assert.Equal(given, await Give(null));
        Assert.Equal((0, 1), (await Held("2025-12-31"), await Held("2026-01-01")));

        await grants.RevokeAsync(given.Id, new(2026, 3, 9), SmallTown.Root, default);
        Assert.Equal((1, 0), (await Held("2026-03-09"), await Held("2026-03-10")));

        await Give(new(2026, 12, 31));
        Assert.Equal((1, 0), (await Held("2026-12-31"), await Held("2027-01-01")));
        Assert.Empty(await grants.ForAsync("admin-2", _content.Today, default));
    }

    [Fact]
    public async Task A_grant_needs_an_organisation_and_ending_needs_a_grant()
    {
        var grants = _content.Get<GrantBook>();

        Assert.Equal(
            "Organisation",
            (
                await Assert.ThrowsAsync<ContentError>(() =>
                    grants.GiveAsync(new("a", null, Role.Editor, "999", new(_content.Today, null)), SmallTown.Root, default)
                )
            ).Arguments[0]
        );
        Assert.Equal(
            "Grant",
            (await Assert.ThrowsAsync<ContentError>(() => grants.RevokeAsync("nothing", _content.Today, SmallTown.Root, default))).Arguments[0]
        );
        Assert.Equal(
            "to",
            (
                await Assert.ThrowsAsync<ContentError>(() =>
                    grants.GiveAsync(new("a", null, Role.Editor, SmallTown.County, new(_content.Today, _content.Today.AddDays(-1))), SmallTown.Root, default)
                )
            ).Arguments[0]
        );
    }
}
