using ELearning.Content;

namespace ELearning.Tests.Members;

/// <summary>What begins, ends and is taken back in a member's record: nothing is overwritten, and each change is a line of history.</summary>
public sealed class MemberChangesTests : IAsyncLifetime
{
    private const MemberPosition Secretary = MemberPosition.Secretary;
    private ContentFixture _content = null!;
    private MemberRegister _register = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _register = _content.Get<MemberRegister>();
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task A_transfer_ends_the_home_and_its_posts_the_day_before_and_takes_pending_claims_along()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await AssignAsync(member, Secretary, new(2020, 1, 1));
        await AssignAsync(member, MemberPosition.FirstSecretary, new(2020, 1, 1));
        var claim = await _content
            .Get<CreditClaims>()
            .ClaimAsync(new(member.Id, CreditForm.Lecture, 2700, new(2026, 3, 1), "课", null, null, null), new("x", member.Id), default);

        var moved = await _register.TransferAsync(new(member.Id, SmallTown.Office, new(2026, 4, 1)), SmallTown.Clerk, default);

        Assert.Equal(
            [(SmallTown.Village, new DateOnly(2026, 3, 31)), (SmallTown.Office, (DateOnly?)null)],
            moved.Memberships.Select(held => (held.OrganisationId, held.Period.To))
        );
        Assert.Equal([new DateOnly(2026, 3, 31), null], moved.Positions.Select(held => held.Period.To));
        Assert.Equal(
            [RegisterAct.PositionAssigned, RegisterAct.PositionAssigned, RegisterAct.Transferred, RegisterAct.PositionEnded],
            moved.History.Select(line => line.Act)
        );
        // Until that day the claim waits where the member is; moved at once, it waits at the new home.
        Assert.Contains(SmallTown.Village, await LineageOfAsync(claim));
        var other = await _content.RegisterAsync("QZ-0002");
        var late = await _content
            .Get<CreditClaims>()
            .ClaimAsync(new(other.Id, CreditForm.Lecture, 2700, new(2026, 3, 1), "课", null, null, null), new("x", other.Id), default);
        await _register.TransferAsync(new(other.Id, SmallTown.Office, _content.Today), SmallTown.Clerk, default);
        Assert.Contains(SmallTown.Office, await LineageOfAsync(late));
        Assert.DoesNotContain(SmallTown.Village, await LineageOfAsync(late));
    }

    [Fact]
    public async Task What_reaches_back_needs_a_reason_and_what_begins_today_none()
    {
        var member = await _content.RegisterAsync("QZ-0001");

        var error = await Assert.ThrowsAsync<ContentError>(() =>
            _register.TransferAsync(new(member.Id, SmallTown.Office, _content.Today.AddDays(-1)), SmallTown.Clerk, default)
        );
        var moved = await _register.TransferAsync(new(member.Id, SmallTown.Office, _content.Today.AddDays(-1), "漏登"), SmallTown.Clerk, default);

        Assert.Equal(["reason", InputFault.Required, null], error.Arguments);
        Assert.Equal(("漏登", "clerk"), (moved.History[^1].Reason, moved.History[^1].By));
    }

    [Theory]
    [InlineData(Secretary, "2010-06-30", ContentErrorCode.InvalidInput)]
    [InlineData(Secretary, "2010-07-01", null)]
    [InlineData(MemberPosition.CommitteeMember, "2026-01-01", ContentErrorCode.MembershipRequired, SmallTown.Office)]
    [InlineData(MemberPosition.FirstSecretary, "2026-01-01", null, SmallTown.Office)]
    [InlineData(MemberPosition.VillageOfficial, "2026-01-01", null, SmallTown.Office)]
    [InlineData(MemberPosition.PartyBuildingInstructor, "2026-01-01", null, SmallTown.Office)]
    [InlineData(MemberPosition.LeadingCommitteeMember, "2026-01-01", null, SmallTown.Township)]
    [InlineData(MemberPosition.Secretary, "2026-01-01", ContentErrorCode.NotFound, "999")]
    public async Task A_position_is_where_and_when_the_member_can_hold_it(
        MemberPosition position,
        string from,
        ContentErrorCode? refused,
        string at = SmallTown.Village
    )
    {
        var member = await _content.RegisterAsync("QZ-0001");
        var assign = new AssignPosition(member.Id, at, position, DateOnly.ParseExact(from, "yyyy-MM-dd"), null);

        if (refused is null)
            Assert.Single((await _register.AssignPositionAsync(assign, SmallTown.Clerk, default)).Positions);
        else
            Assert.Equal(refused, (await Assert.ThrowsAsync<ContentError>(() => _register.AssignPositionAsync(assign, SmallTown.Clerk, default))).Code);
    }

    [Fact]
    public async Task One_secretary_at_a_time_however_many_come_at_once()
    {
        var members = new List<Member>();
        for (var i = 0; i < 8; i++)
            members.Add(await _content.RegisterAsync($"QZ-000{i}"));

        var outcomes = await Task.WhenAll(
            members.Select(async member =>
            {
                try
                {
                    await AssignAsync(member, Secretary, new(2026, 1, 1));
                    return "done";
                }
                catch (ContentError error)
                {
                    return error.Code.ToString();
                }
            })
        );

        Assert.Single(outcomes, "done");
        Assert.All(outcomes, outcome => Assert.Contains(outcome, (string[])["done", "PositionTaken", "Conflict"]));
        Assert.Single(await SecretariesAsync());
    }

    [Fact]
    public async Task The_seat_is_free_from_the_day_after_the_last_one_ended_or_was_voided()
    {
        var (first, second, third) = (
            await _content.RegisterAsync("QZ-0001"),
            await _content.RegisterAsync("QZ-0002"),
            await _content.RegisterAsync("QZ-0003")
        );
        await AssignAsync(first, Secretary, new(2020, 1, 1));
        await RefusedAsync(ContentErrorCode.PositionTaken, AssignAsync(second, Secretary, new(2026, 1, 1)));

        await _register.EndAsync(new(first.Id, HeldKind.Position, 0, new(2025, 12, 31), "换届"), SmallTown.Clerk, default);
        var elected = await AssignAsync(second, Secretary, new(2026, 1, 1));
        await _register.VoidAsync(new(second.Id, HeldKind.Position, 0, "录错"), SmallTown.Clerk, default);
        await AssignAsync(third, Secretary, new(2026, 1, 1));

        Assert.Null(elected.Positions[0].Voided);
        Assert.Equal(["QZ-0001", "QZ-0003"], (await SecretariesAsync()).Select(member => member.Number).Order());
    }

    [Fact]
    public async Task What_was_voided_stays_readable_and_what_it_had_ended_runs_on()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await _register.HoldCategoryAsync(new(member.Id, MemberCategory.Community, true, new(new(2026, 2, 1), null)), SmallTown.Clerk, default);

        var voided = await _register.VoidAsync(new(member.Id, HeldKind.Category, 1, "点错"), SmallTown.Clerk, default);

        Assert.Equal(MemberCategory.Rural, voided.CategoryOn(_content.Today));
        Assert.Null(voided.Categories[0].Period.To);
        Assert.Equal(("点错", "clerk"), (voided.Categories[1].Voided!.Reason, voided.Categories[1].Voided!.By));
        await RefusedAsync(ContentErrorCode.EntryOver, _register.VoidAsync(new(member.Id, HeldKind.Category, 1, "再来"), SmallTown.Clerk, default));
        await RefusedAsync(ContentErrorCode.EntryNeeded, _register.VoidAsync(new(member.Id, HeldKind.Category, 0, "没有了"), SmallTown.Clerk, default));
        await RefusedAsync(ContentErrorCode.EntryNeeded, _register.VoidAsync(new(member.Id, HeldKind.Membership, 0, "没有了"), SmallTown.Clerk, default));
    }

    [Fact]
    public async Task A_number_belongs_to_one_member_for_good_and_an_old_one_finds_its_member()
    {
        var (member, other) = (await _content.RegisterAsync("QZ-0001"), await _content.RegisterAsync("QZ-0002"));

        await RefusedAsync(ContentErrorCode.NumberTaken, _register.EditAsync(new(member.Id, "QZ-0002", null, null, "更正"), SmallTown.Clerk, default));
        var edited = await _register.EditAsync(new(member.Id, "ｑz-０００9", null, null, "更正"), SmallTown.Clerk, default);
        await RefusedAsync(ContentErrorCode.NumberTaken, _register.EditAsync(new(other.Id, "QZ-0001", null, null, "更正"), SmallTown.Clerk, default));
        await RefusedAsync(ContentErrorCode.NumberTaken, _content.RegisterAsync("QZ-0009"));

        Assert.Equal(("QZ-0009", member.Id), (edited.Number, edited.Id));
        Assert.Equal(member.Id, (await _register.FindByNumberAsync("qz-0001", default))!.Id);
        Assert.Equal(member.Id, (await _register.FindByNumberAsync("QZ-0009", default))!.Id);
    }

    [Fact]
    public async Task Two_who_take_one_number_at_once_leave_it_to_one()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        var outcomes = await Task.WhenAll(
            Outcome(() => _register.EditAsync(new(member.Id, "QZ-0005", null, null, "更正"), SmallTown.Clerk, default)),
            Outcome(() => _content.RegisterAsync("QZ-0005"))
        );

        Assert.Equal([nameof(ContentErrorCode.NumberTaken), "done"], outcomes.Order(StringComparer.Ordinal));
        Assert.NotNull(await _register.FindByNumberAsync("QZ-0005", default));
    }

    [Fact]
    public async Task Who_leaves_and_comes_back_keeps_one_record()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await AssignAsync(member, Secretary, new(2020, 1, 1));
        await _register.HoldCategoryAsync(new(member.Id, MemberCategory.Cadre, false, new(new(2026, 6, 1), null)), SmallTown.Clerk, default);

        var gone = await _register.LeaveAsync(new(member.Id, new(2026, 2, 28), DepartureReason.TransferredOut, "转往厦门"), SmallTown.Clerk, default);

        Assert.All(gone.Memberships.Valid(), held => Assert.Equal(new DateOnly(2026, 2, 28), held.Period.To));
        Assert.Equal(new DateOnly(2026, 2, 28), gone.Positions[0].Period.To);
        Assert.NotNull(gone.Categories[1].Voided);
        Assert.True(gone.HasLeftBy(_content.Today));
        await RefusedAsync(
            ContentErrorCode.MemberHasLeft,
            _register.LeaveAsync(new(member.Id, new(2026, 3, 1), DepartureReason.Left), SmallTown.Clerk, default)
        );
        await RefusedAsync(ContentErrorCode.MemberHasLeft, _register.TransferAsync(new(member.Id, SmallTown.Office, _content.Today), SmallTown.Clerk, default));
        // Whose register it was still shows the record, among those who left and not among the others.
        Assert.True(gone.IsWithin(Scope.Within(SmallTown.Township), _content.Today));
        Assert.Empty((await ListAsync(null)).Nodes);
        Assert.Equal([member.Id], (await ListAsync(new FieldFilter("status", FilterOperator.Eq, MemberStatus.Left))).Nodes.Select(found => found.Id));

        var back = await _register.ReadmitAsync(new(member.Id, SmallTown.Office, MemberCategory.Government, _content.Today), SmallTown.Clerk, default);

        Assert.False(back.HasLeftBy(_content.Today));
        Assert.Equal(SmallTown.Office, back.MembershipOn(_content.Today).OrganisationId);
        Assert.Equal(MemberCategory.Government, back.CategoryOn(_content.Today));
        Assert.Empty((await ListAsync(new FieldFilter("status", FilterOperator.Eq, MemberStatus.Left))).Nodes);
    }

    [Fact]
    public async Task Members_are_found_by_words_of_the_name_and_by_number()
    {
        await _content.RegisterAsync("QZ-0001");
        await _register.RegisterAsync(new("QZ-0002", "陈志明", SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), SmallTown.Clerk, default);

        Assert.Equal(["QZ-0001"], await FoundAsync("志强"));
        Assert.Equal(["QZ-0001", "QZ-0002"], await FoundAsync("志"));
        Assert.Equal(["QZ-0002"], await FoundAsync("qz0002"));
        Assert.Empty(await FoundAsync("强志"));

        async Task<IEnumerable<string>> FoundAsync(string search) =>
            (await _register.ListAsync(Scope.All, null, [], new PageRequest(10), default, search)).Nodes.Select(member => member.Number);
    }

    [Fact]
    public async Task A_member_of_an_earlier_release_is_brought_forward_and_then_found()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        await _content
            .Database.GetCollection<MongoDB.Bson.BsonDocument>("members")
            .UpdateOneAsync(new MongoDB.Bson.BsonDocument(), new MongoDB.Bson.BsonDocument("$unset", new MongoDB.Bson.BsonDocument("terms", "")));
        Assert.Empty((await _register.ListAsync(Scope.All, null, [], new PageRequest(10), default, "志强")).Nodes);

        Assert.Equal(1, await _content.Get<RegisterSweeper>().SweepAsync(default));

        Assert.Equal([member.Id], (await _register.ListAsync(Scope.All, null, [], new PageRequest(10), default, "志强")).Nodes.Select(found => found.Id));
        Assert.Equal(0, await _content.Get<RegisterSweeper>().SweepAsync(default));
    }

    private Task<Member> AssignAsync(Member member, MemberPosition position, DateOnly from) =>
        _register.AssignPositionAsync(new(member.Id, SmallTown.Village, position, from, null), SmallTown.Clerk, default);

    private Task<Page<Member>> ListAsync(Filter? filter) => _register.ListAsync(Scope.Within(SmallTown.Township), filter, [], new PageRequest(10), default);

    private async Task<IReadOnlyList<Member>> SecretariesAsync() =>
        [
            .. (await _register.ListAsync(Scope.All, null, [], new PageRequest(100), default)).Nodes.Where(member =>
                member.Positions.Valid().Any(held => held.Position == Secretary)
            ),
        ];

    private async Task<IReadOnlyList<string>> LineageOfAsync(CreditClaim claim) =>
        (await _content.Get<CreditClaims>().FindAsync([claim.Id], default))[claim.Id].Lineage;

    private static async Task RefusedAsync(ContentErrorCode code, Task task) => Assert.Equal(code, (await Assert.ThrowsAsync<ContentError>(() => task)).Code);

    private static async Task<string> Outcome(Func<Task> act)
    {
        try
        {
            await act();
            return "done";
        }
        catch (ContentError error)
        {
            return error.Code.ToString();
        }
    }
}
