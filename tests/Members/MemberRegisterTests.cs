using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests.Members;

public sealed class MemberRegisterTests : IAsyncLifetime
{
    private static readonly Actor Registrar = new("registrar", null);
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
    public async Task A_registered_member_is_found_by_number_and_belongs_to_every_ancestor()
    {
        var member = await _content.RegisterAsync("QZ-0001");

        var found = await _register.FindByNumberAsync("QZ-0001", default);

        Assert.Equal(member.Id, found!.Id);
        Assert.Equal([SmallTown.City, SmallTown.County, SmallTown.Township, SmallTown.Village], found.Memberships[0].Lineage);
        Assert.Equal(MemberCategory.Rural, found.CategoryOn(_content.Today));
    }

    [Theory]
    [InlineData("", "name", "2010-07-01", "number", InputFault.Required)]
    [InlineData("abc", "name", "2010-07-01", "number", InputFault.TooShort)]
    [InlineData("123456789012345678901234567890123", "name", "2010-07-01", "number", InputFault.TooLong)]
    [InlineData("QZ 0001", "name", "2010-07-01", "number", InputFault.Malformed)]
    [InlineData("QZ-0001", " \t ", "2010-07-01", "name", InputFault.Required)]
    [InlineData("QZ-0001", "a\u0000b", "2010-07-01", "name", InputFault.NotAllowed)]
    [InlineData("QZ-0001", "a\u202eb", "2010-07-01", "name", InputFault.NotAllowed)]
    [InlineData("QZ-0001", "a\ud800b", "2010-07-01", "name", InputFault.NotAllowed)]
    [InlineData("QZ-0001", "name", "2026-03-11", "admittedOn", InputFault.InTheFuture)]
    [InlineData("QZ-0001", "name", "1920-12-31", "admittedOn", InputFault.InThePast)]
    public async Task A_faulty_registration_names_its_field_and_writes_nothing(string number, string name, string admittedOn, string field, InputFault fault)
    {
        var error = await Assert.ThrowsAsync<ContentError>(() =>
            _register.RegisterAsync(
                new(number, name, SmallTown.Village, MemberCategory.Rural, DateOnly.Parse(admittedOn, System.Globalization.CultureInfo.InvariantCulture)),
                Registrar,
                default
            )
        );

        Assert.Equal(ContentErrorCode.InvalidInput, error.Code);
        Assert.Equal(field, error.Arguments[0]);
        Assert.Equal(fault, error.Arguments[1]);
        Assert.Equal(0, await _content.Database.GetCollection<BsonDocument>("members").CountDocumentsAsync(FilterDefinition));
    }

    [Fact]
    public async Task A_name_of_a_hundred_characters_is_taken_and_one_more_is_refused()
    {
        await _register.RegisterAsync(new("QZ-0001", new string('陈', 100), SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), Registrar, default);

        var error = await Assert.ThrowsAsync<ContentError>(() =>
            _register.RegisterAsync(new("QZ-0002", new string('陈', 101), SmallTown.Village, MemberCategory.Rural, new(2010, 7, 1)), Registrar, default)
        );

        Assert.Equal(["name", InputFault.TooLong, 100], error.Arguments);
    }

    [Fact]
    public async Task An_unknown_organisation_does_not_exist()
    {
        var error = await Assert.ThrowsAsync<ContentError>(() => _content.RegisterAsync("QZ-0001", "999"));

        Assert.Equal(ContentErrorCode.NotFound, error.Code);
        Assert.Equal("Organisation", error.Arguments[0]);
    }

    [Fact]
    public async Task The_same_key_and_input_return_the_same_member_and_other_input_is_refused()
    {
        var first = await _content.RegisterAsync("QZ-0001", key: "k1");
        var again = await _content.RegisterAsync("QZ-0001", key: "k1");
        var reused = await Assert.ThrowsAsync<ContentError>(() => _content.RegisterAsync("QZ-0002", key: "k1"));

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(ContentErrorCode.IdempotencyKeyReused, reused.Code);
        Assert.Null(await _register.FindByNumberAsync("QZ-0002", default));
    }

    [Fact]
    public async Task A_key_is_its_callers_own_and_anybody_else_neither_sees_nor_meets_what_was_done_with_it()
    {
        await _content.RegisterAsync("QZ-0001", key: "k1");
        var other = await _content.RegisterAsync("QZ-0002", key: "k1", by: "another");
        var seen = await Assert.ThrowsAsync<ContentError>(() => _content.RegisterAsync("QZ-0001", key: "k1", by: "a-third"));

        Assert.Equal("QZ-0002", other.Number);
        Assert.Equal(ContentErrorCode.NumberTaken, seen.Code);
    }

    [Fact]
    public async Task A_taken_number_is_refused_and_its_key_stays_free_for_the_mended_input()
    {
        await _content.RegisterAsync("QZ-0001");

        var taken = await Assert.ThrowsAsync<ContentError>(() => _content.RegisterAsync("QZ-0001", key: "k1"));
        var mended = await _content.RegisterAsync("QZ-0002", key: "k1");

        Assert.Equal(ContentErrorCode.NumberTaken, taken.Code);
        Assert.Equal("QZ-0002", mended.Number);
    }

    [Fact]
    public async Task Of_many_registering_one_number_at_once_one_succeeds()
    {
        var results = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async attempt =>
                {
                    try
                    {
                        await _content.RegisterAsync("QZ-0001", key: $"k{attempt}");
                        return (ContentErrorCode?)null;
                    }
                    catch (ContentError error)
                    {
                        return error.Code;
                    }
                })
        );

        Assert.Single(results, result => result is null);
        Assert.All(results.Where(result => result is not null), result => Assert.Equal(ContentErrorCode.NumberTaken, result));
    }

    [Fact]
    public async Task A_crash_between_key_and_member_is_healed_by_the_repeated_call()
    {
        await _content.RegisterAsync("QZ-0001", key: "k1");
        await _content.Database.GetCollection<BsonDocument>("members").DeleteOneAsync(new BsonDocument("number", "QZ-0001"), default(CancellationToken));

        var member = await _content.RegisterAsync("QZ-0001", key: "k1");

        Assert.NotNull(await _register.FindByNumberAsync(member.Number, default));
    }

    [Fact]
    public async Task A_position_is_held_once_at_a_time()
    {
        var member = await _content.RegisterAsync("QZ-0001");
        Task<Member> Assign(DateOnly from, DateOnly? to) =>
            _register.AssignPositionAsync(new(member.Id, SmallTown.Village, MemberPosition.Secretary, from, to), SmallTown.Clerk, default);

        await Assign(new(2020, 1, 1), new(2022, 12, 31));
        await Assign(new(2020, 1, 1), new(2022, 12, 31));
        var overlapping = await Assert.ThrowsAsync<ContentError>(() => Assign(new(2022, 12, 31), null));
        var reversed = await Assert.ThrowsAsync<ContentError>(() => Assign(new(2024, 1, 2), new(2024, 1, 1)));
        var next = await Assign(new(2023, 1, 1), null);

        Assert.Equal(ContentErrorCode.PositionOverlaps, overlapping.Code);
        Assert.Equal(["to", InputFault.Reversed, null], reversed.Arguments);
        Assert.Equal(2, next.Positions.Count);
    }

    [Fact]
    public async Task Positions_assigned_at_the_same_time_are_all_kept()
    {
        var member = await _content.RegisterAsync("QZ-0001");

        await Task.WhenAll(
            new[] { MemberPosition.Secretary, MemberPosition.Talent, MemberPosition.CommitteeMember }.Select(position =>
                _register.AssignPositionAsync(new(member.Id, SmallTown.Village, position, new(2024, 1, 1), null), SmallTown.Clerk, default)
            )
        );

        Assert.Equal(3, (await _register.FindByNumberAsync("QZ-0001", default))!.Positions.Count);
    }

    [Fact]
    public async Task A_transfer_ends_the_old_home_and_a_receiving_organisation_stands_beside_it()
    {
        var member = await _content.RegisterAsync("QZ-0001");

        await _register.JoinAsync(new(member.Id, SmallTown.Office, MembershipKind.Receiving, new(new(2025, 1, 1), null)), SmallTown.Clerk, default);
        Assert.True((await _register.FindByNumberAsync("QZ-0001", default))!.IsWithin(Scope.Within(SmallTown.Street), _content.Today));
        var moved = await _register.JoinAsync(new(member.Id, SmallTown.Office, MembershipKind.Home, new(new(2026, 1, 1), null)), SmallTown.Clerk, default);

        Assert.Equal(SmallTown.Office, moved.MembershipOn(_content.Today).OrganisationId);
        Assert.Equal(SmallTown.Village, moved.MembershipOn(new(2025, 12, 31)).OrganisationId);
        Assert.False(moved.IsWithin(Scope.Within(SmallTown.Village), _content.Today));
    }

    [Fact]
    public async Task An_identity_belongs_to_one_member_and_moves_with_the_member()
    {
        var first = await _content.RegisterAsync("QZ-0001");
        var second = await _content.RegisterAsync("QZ-0002");

        await LinkAsync(first, "oid-1");
        var taken = await Assert.ThrowsAsync<ContentError>(() => LinkAsync(second, "oid-1"));
        await LinkAsync(first, "oid-2");
        await LinkAsync(second, "oid-1");

        Assert.Equal(ContentErrorCode.IdentityTaken, taken.Code);
        Assert.Equal(first.Id, (await _register.FindByIdentityAsync("oid-2", default))!.Id);
        Assert.Equal(second.Id, (await _register.FindByIdentityAsync("oid-1", default))!.Id);

        Task LinkAsync(Member member, string identity) =>
            _register.LinkIdentityAsync(new(member.Id, identity, "换号"), new("root", null), mayReplace: true, default);
    }

    [Fact]
    public async Task A_list_shows_the_scope_and_filters_by_what_is_held_today()
    {
        var villager = await _content.RegisterAsync("QZ-0001");
        await _content.RegisterAsync("QZ-0002", SmallTown.Office, MemberCategory.Government);
        await _register.AssignPositionAsync(
            new(villager.Id, SmallTown.Village, MemberPosition.Secretary, new(2020, 1, 1), new(2020, 12, 31)),
            SmallTown.Clerk,
            default
        );
        async Task<string[]> List(Scope scope, Filter? filter = null) =>
            [.. (await _register.ListAsync(scope, filter, [], new(), default)).Nodes.Select(member => member.Number)];

        Assert.Equal(["QZ-0001", "QZ-0002"], await List(Scope.All));
        Assert.Equal(["QZ-0001"], await List(Scope.Within(SmallTown.Township)));
        Assert.Empty(await List(Scope.Nothing));
        Assert.Equal(["QZ-0002"], await List(Scope.Within(SmallTown.County), new FieldFilter("category", FilterOperator.Eq, MemberCategory.Government)));
        Assert.Equal(["QZ-0002"], await List(Scope.All, new FieldFilter("organisationId", FilterOperator.Eq, SmallTown.Street)));
        Assert.Empty(await List(Scope.All, new FieldFilter("position", FilterOperator.In, new[] { MemberPosition.Secretary })));
        Assert.Equal(["QZ-0002"], await List(Scope.All, new FieldFilter("number", FilterOperator.StartsWith, "QZ-0002")));
    }

    private static MongoDB.Driver.FilterDefinition<BsonDocument> FilterDefinition => MongoDB.Driver.Builders<BsonDocument>.Filter.Empty;
}
