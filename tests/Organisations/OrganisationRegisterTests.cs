using ELearning.Content;

namespace ELearning.Tests.Organisations;

/// <summary>Organisations are entered once and changed by dated acts only.</summary>
public sealed class OrganisationRegisterTests : IAsyncLifetime
{
    private ContentFixture _content = null!;
    private OrganisationRegister _register = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _register = _content.Get<OrganisationRegister>();
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task A_renamed_organisation_is_found_by_words_of_either_name()
    {
        var renamed = await _register.RenameAsync(new(SmallTown.Village, "水头镇朴里社区党支部", _content.Today), SmallTown.Clerk, default);
        await _register.RenameAsync(new(SmallTown.Village, "水头镇朴里社区党支部", _content.Today), SmallTown.Clerk, default);

        Assert.Equal(("水头镇朴里村党支部", _content.Today.AddDays(-1)), (renamed.EarlierNames[0].Name, renamed.EarlierNames[0].Period.To));
        Assert.Equal([SmallTown.Village], await FoundAsync("朴里村"));
        Assert.Equal([SmallTown.Village], await FoundAsync("朴里社区"));
        Assert.Equal([SmallTown.Village], await FoundAsync(SmallTown.Village));
        Assert.Single((await _content.Get<OrganisationTree>().RequireAsync(SmallTown.Village, default)).History);
    }

    [Fact]
    public async Task Organisations_of_an_earlier_release_are_brought_forward_and_then_found()
    {
        var stored = _content.Database.GetCollection<MongoDB.Bson.BsonDocument>("organisations");
        var (all, none) = (new MongoDB.Bson.BsonDocument(), new MongoDB.Bson.BsonDocument("$unset", new MongoDB.Bson.BsonDocument("terms", "")));
        var changed = await stored.UpdateManyAsync(all, none);
        Assert.Empty(await FoundAsync("朴里村"));

        Assert.Equal(changed.ModifiedCount, await _content.Get<RegisterSweeper>().SweepAsync(default));

        Assert.Equal([SmallTown.Village], await FoundAsync("朴里村"));
        Assert.Equal(0, await _content.Get<RegisterSweeper>().SweepAsync(default));
    }

    [Fact]
    public async Task A_village_that_becomes_a_community_keeps_the_sector_it_had()
    {
        var changed = await _register.ChangeSectorAsync(new(SmallTown.Village, MemberCategory.Community, new(2026, 1, 1), "村改居"), SmallTown.Clerk, default);

        Assert.Equal((MemberCategory.Community, MemberCategory.Rural), (changed.Sector, changed.EarlierSectors[0].Sector));
        Assert.Equal(("RURAL", "COMMUNITY", "村改居"), (changed.History[0].Before, changed.History[0].After, changed.History[0].Reason));
        await RefusedAsync(
            ContentErrorCode.InvalidInput,
            _register.ChangeSectorAsync(new(SmallTown.Village, null, new(2025, 1, 1), "更早"), SmallTown.Clerk, default)
        );
    }

    [Fact]
    public async Task A_closed_organisation_leaves_nobody_behind()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await RefusedAsync(ContentErrorCode.OrganisationNotEmpty, CloseAsync(SmallTown.Village));
        await RefusedAsync(ContentErrorCode.OrganisationNotEmpty, CloseAsync(SmallTown.Township));
        Assert.Null((await _content.Get<OrganisationTree>().RequireAsync(SmallTown.Village, default)).Existence.To);

        var closed = await CloseAsync(SmallTown.Village, SmallTown.Office);
        var again = await CloseAsync(SmallTown.Village, SmallTown.Office);

        Assert.Equal(_content.Today, closed.Existence.To);
        Assert.Equal(closed.Version, again.Version);
        var moved = await _content.Get<MemberRegister>().RequireAsync(member.Id, default);
        Assert.Equal(
            [(SmallTown.Village, (DateOnly?)_content.Today), (SmallTown.Office, null)],
            moved.Memberships.Select(held => (held.OrganisationId, held.Period.To))
        );
        // The last day still counts; from the next on nobody can be entered there.
        _content.Time.Advance(TimeSpan.FromDays(1));
        await RefusedAsync(ContentErrorCode.OrganisationClosed, _content.RegisterAsync("QZ-0002"));
        await RefusedAsync(
            ContentErrorCode.OrganisationClosed,
            _content.Get<MemberRegister>().TransferAsync(new(member.Id, SmallTown.Village, _content.Today), SmallTown.Clerk, default)
        );
        await RefusedAsync(
            ContentErrorCode.OrganisationClosed,
            _register.CreateAsync(new("350583-01-001-1", "下", OrganisationLevel.Basic, null, SmallTown.Village, _content.Today), default)
        );
    }

    [Fact]
    public async Task Four_hundred_members_follow_to_the_successor_although_the_first_try_is_cut()
    {
        await _content
            .Get<MemberRegister>()
            .RegisterManyAsync(
                [
                    .. Enumerable
                        .Range(0, 400)
                        .Select(i => new Member
                        {
                            Id = "",
                            Number = $"QZ{i:000000}",
                            Name = "黄志强",
                            AdmittedOn = new(2010, 7, 1),
                            Memberships = [new(SmallTown.Village, MembershipKind.Home, new(new(2010, 7, 1), null), [])],
                            Categories = [new(MemberCategory.Rural, true, new(new(2010, 7, 1), null))],
                        }),
                ],
                default
            );
        using var cut = new CancellationTokenSource();
        cut.CancelAfter(TimeSpan.FromMilliseconds(300));
        try
        {
            await _register.CloseAsync(new(SmallTown.Village, _content.Today, SmallTown.Office), SmallTown.Clerk, cut.Token);
        }
        catch (OperationCanceledException)
        {
            // However far it came.
        }

        await CloseAsync(SmallTown.Village, SmallTown.Office);

        _content.Time.Advance(TimeSpan.FromDays(1));
        var page = await _content.Get<MemberRegister>().ListAsync(Scope.Within(SmallTown.Office), null, [], new PageRequest(1) { WithTotal = true }, default);
        Assert.Equal(400, page.TotalCount);
    }

    [Theory]
    [InlineData("", InputFault.Required)]
    [InlineData("35 05", InputFault.Malformed)]
    [InlineData("泉州", InputFault.Malformed)]
    public async Task A_code_is_digits_letters_and_hyphens(string code, InputFault fault)
    {
        var error = await Assert.ThrowsAsync<ContentError>(() =>
            _register.CreateAsync(new(code, "名", OrganisationLevel.Basic, null, SmallTown.Township, _content.Today), default)
        );
        Assert.Equal(("code", fault), (error.Arguments[0], (InputFault)error.Arguments[1]!));
    }

    private Task<Organisation> CloseAsync(string id, string? successor = null) =>
        _register.CloseAsync(new(id, _content.Today, successor), SmallTown.Clerk, default);

    private async Task<IEnumerable<string>> FoundAsync(string search) =>
        (await _content.Get<OrganisationTree>().ListAsync(Scope.All, null, [], new PageRequest(10), default, search)).Nodes.Select(found => found.Id);

    private static async Task RefusedAsync(ContentErrorCode code, Task task) => Assert.Equal(code, (await Assert.ThrowsAsync<ContentError>(() => task)).Code);
}
