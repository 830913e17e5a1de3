using System.Globalization;
using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests.Training;

public sealed class CreditClaimsTests : IAsyncLifetime
{
    private static readonly Actor Administrator = new("admin-1", null);
    private ContentFixture _content = null!;
    private CreditClaims _claims = null!;
    private Member _member = null!;
    private Actor _self = null!;

    public async Task InitializeAsync()
    {
        _content = await ContentFixture.StartAsync();
        await _content.BuildTownAsync();
        _claims = _content.Get<CreditClaims>();
        _member = await _content.RegisterAsync("QZ-0001");
        _self = new(_member.Number, _member.Id);
    }

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task A_key_is_its_callers_own()
    {
        ClaimCredit Input(string title) => new(_member.Id, CreditForm.Lecture, 2700, _content.Today, title, null, null, "k1");
        var own = await _claims.ClaimAsync(Input("讲座"), _self, default);
        var other = await _claims.ClaimAsync(Input("另一讲座"), Administrator, default);

        Assert.NotEqual(own.Id, other.Id);
        Assert.Equal(own.Id, (await _claims.ClaimAsync(Input("讲座"), _self, default)).Id);
    }

    [Fact]
    public async Task An_approved_claim_becomes_one_credit_in_the_year_it_was_held()
    {
        var claim = await Claim();

        var approved = await _claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Administrator, default);

        var credit = Assert.Single(await Ledger());
        Assert.Equal((ClaimStatus.Approved, credit.Id, "admin-1"), (approved.Status, approved.CreditId, approved.DecidedBy));
        Assert.Equal(
            (CreditForm.CentralisedClass, 2 * 2700, new DateOnly(2025, 12, 31), OrganisationLevel.County, claim.Id),
            (credit.Form, credit.Seconds, credit.EarnedOn, credit.VenueLevel, credit.Source.Id)
        );
    }

    [Fact]
    public async Task A_rejected_claim_keeps_its_reason_and_credits_nothing()
    {
        var claim = await Claim();

        var without = await Assert.ThrowsAsync<ContentError>(() => _claims.DecideAsync(claim.Id, ClaimDecision.Reject, " ", Administrator, default));
        var rejected = await _claims.DecideAsync(claim.Id, ClaimDecision.Reject, "材料不全", Administrator, default);

        Assert.Equal(["reason", InputFault.Required, null], without.Arguments);
        Assert.Equal((ClaimStatus.Rejected, "材料不全", null), (rejected.Status, rejected.Reason, rejected.CreditId));
        Assert.Empty(await Ledger());
    }

    [Fact]
    public async Task Nobody_decides_a_claim_of_their_own_or_one_they_made_for_another()
    {
        await _content.Get<MemberRegister>().LinkIdentityAsync(new(_member.Id, "oid-1"), Administrator, mayReplace: false, default);
        var own = await Claim();
        var forAnother = await Claim(actor: Administrator);

        foreach (
            var (claim, actor) in new[]
            {
                (own, _self),
                (own, new Actor(_member.Number, null)),
                (own, new Actor("oid-1", null)),
                (forAnother, _self),
                (forAnother, Administrator),
            }
        )
        {
            var error = await Assert.ThrowsAsync<ContentError>(() => _claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, actor, default));
            Assert.Equal(ContentErrorCode.DecisionNotIndependent, error.Code);
        }
        Assert.Empty(await Ledger());
        Assert.Equal(ClaimStatus.Approved, (await _claims.DecideAsync(forAnother.Id, ClaimDecision.Approve, null, new("admin-2", null), default)).Status);
    }

    [Fact]
    public async Task Of_many_deciding_at_once_one_decides_and_the_credit_is_posted_once()
    {
        var claim = await Claim();

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async number =>
                {
                    try
                    {
                        return (
                            await _claims.DecideAsync(
                                claim.Id,
                                number % 2 == 0 ? ClaimDecision.Approve : ClaimDecision.Reject,
                                "reason",
                                new($"admin-{number}", null),
                                default
                            )
                        ).Status.ToString();
                    }
                    catch (ContentError error)
                    {
                        return error.Code.ToString();
                    }
                })
        );

        var decided = (await _claims.FindAsync([claim.Id], default))[claim.Id];
        Assert.Equal(7, outcomes.Count(outcome => outcome == nameof(ContentErrorCode.ClaimDecided)));
        Assert.Equal(decided.Status == ClaimStatus.Approved ? 1 : 0, (await Ledger()).Count);
    }

    [Theory]
    [InlineData("find")]
    [InlineData("list")]
    [InlineData("decide")]
    public async Task A_crash_between_decision_and_credit_is_healed_by_whoever_meets_the_claim_next(string next)
    {
        var claim = await Claim();
        await _claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Administrator, default);
        await _content.Database.GetCollection<BsonDocument>("credits").DeleteOneAsync(new BsonDocument("memberId", _member.Id), default(CancellationToken));
        await _content
            .Database.GetCollection<BsonDocument>("creditClaims")
            .UpdateOneAsync(new BsonDocument("_id", claim.Id), new BsonDocument("$set", new BsonDocument("creditPosted", false)));
        Assert.Empty(await Ledger());

        switch (next)
        {
            case "find":
                await _claims.FindAsync([claim.Id], default);
                break;
            case "list":
                await _claims.ListAsync(Scope.All, _member.Id, null, [], new(), default);
                break;
            default:
                await Assert.ThrowsAsync<ContentError>(() => _claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Administrator, default));
                break;
        }

        Assert.Single(await Ledger());
    }

    [Fact]
    public async Task Only_a_pending_claim_is_withdrawn_and_only_by_its_member_or_claimant()
    {
        var claim = await Claim();

        var stranger = await Assert.ThrowsAsync<ContentError>(() => _claims.WithdrawAsync(claim.Id, Administrator, default));
        var withdrawn = await _claims.WithdrawAsync(claim.Id, _self, default);
        var again = await Assert.ThrowsAsync<ContentError>(() => _claims.WithdrawAsync(claim.Id, _self, default));
        var decided = await Assert.ThrowsAsync<ContentError>(() => _claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Administrator, default));

        Assert.Equal(ClaimStatus.Withdrawn, withdrawn.Status);
        Assert.Equal(
            [ContentErrorCode.NotFound, ContentErrorCode.ClaimDecided, ContentErrorCode.ClaimDecided],
            new[] { stranger.Code, again.Code, decided.Code }
        );
        Assert.Empty(await Ledger());
    }

    [Fact]
    public async Task The_same_key_and_input_return_the_same_claim_and_other_input_is_refused()
    {
        var first = await Claim(key: "k1");
        var again = await Claim(key: "k1");
        var reused = await Assert.ThrowsAsync<ContentError>(() => Claim(key: "k1", seconds: 1));
        var unkeyed = await Claim();

        Assert.Equal(first.Id, again.Id);
        Assert.NotEqual(first.Id, unkeyed.Id);
        Assert.Equal(ContentErrorCode.IdempotencyKeyReused, reused.Code);
    }

    [Theory]
    [InlineData(0, "2025-12-31", "t", "seconds", InputFault.OutOfRange)]
    [InlineData(-5, "2025-12-31", "t", "seconds", InputFault.OutOfRange)]
    [InlineData(80 * 2700 + 1, "2025-12-31", "t", "seconds", InputFault.OutOfRange)]
    [InlineData(1, "2026-03-11", "t", "heldOn", InputFault.InTheFuture)]
    [InlineData(1, "2010-01-14", "t", "heldOn", InputFault.InThePast)]
    [InlineData(1, "2025-12-31", "", "title", InputFault.Required)]
    [InlineData(1, "2025-12-31", null, "title", InputFault.TooLong)]
    public async Task A_faulty_claim_names_its_field_and_writes_nothing(int seconds, string heldOn, string? title, string field, InputFault fault)
    {
        var error = await Assert.ThrowsAsync<ContentError>(() =>
            _claims.ClaimAsync(
                new(
                    _member.Id,
                    CreditForm.Lecture,
                    seconds,
                    DateOnly.ParseExact(heldOn, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                    title ?? new string('x', 201),
                    null,
                    null,
                    null
                ),
                _self,
                default
            )
        );

        Assert.Equal((field, fault), (error.Arguments[0], error.Arguments[1]));
        Assert.Empty((await _claims.ListAsync(Scope.All, null, null, [], new(), default)).Edges);
    }

    [Fact]
    public async Task Online_study_cannot_be_claimed_nor_hours_for_somebody_unknown()
    {
        var online = await Assert.ThrowsAsync<ContentError>(() =>
            _claims.ClaimAsync(new(_member.Id, CreditForm.Online, 60, new(2025, 12, 31), "t", null, null, null), _self, default)
        );
        var unknown = await Assert.ThrowsAsync<ContentError>(() =>
            _claims.ClaimAsync(new("nobody", CreditForm.Lecture, 60, new(2025, 12, 31), "t", null, null, null), _self, default)
        );
        var evidence = await Assert.ThrowsAsync<ContentError>(() =>
            _claims.ClaimAsync(new(_member.Id, CreditForm.Lecture, 60, new(2025, 12, 31), "t", null, "nothing", null), _self, default)
        );

        Assert.Equal(
            [ContentErrorCode.FormNotClaimable, ContentErrorCode.NotFound, ContentErrorCode.NotFound],
            new[] { online.Code, unknown.Code, evidence.Code }
        );
        Assert.Equal(["Member", "MediaAsset"], new[] { unknown.Arguments[0], evidence.Arguments[0] });
    }

    [Fact]
    public async Task A_list_shows_the_claims_of_the_scope_newest_first()
    {
        var official = await _content.RegisterAsync("QZ-0002", SmallTown.Office, MemberCategory.Government);
        var first = await Claim();
        _content.Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Claim();
        _content.Time.Advance(TimeSpan.FromMinutes(1));
        var other = await _claims.ClaimAsync(new(official.Id, CreditForm.Lecture, 60, new(2025, 12, 31), "t", null, null, null), Administrator, default);
        await _claims.WithdrawAsync(first.Id, _self, default);
        async Task<string[]> List(Scope scope, string? memberId = null, Filter? filter = null) =>
            [.. (await _claims.ListAsync(scope, memberId, filter, [], new(), default)).Nodes.Select(claim => claim.Id)];

        Assert.Equal([other.Id, second.Id, first.Id], await List(Scope.All));
        Assert.Equal([second.Id, first.Id], await List(Scope.Within(SmallTown.Township)));
        Assert.Equal([other.Id], await List(Scope.All, official.Id));
        Assert.Equal([second.Id], await List(Scope.Within(SmallTown.Township), null, new FieldFilter("status", FilterOperator.Eq, ClaimStatus.Pending)));
    }

    private Task<CreditClaim> Claim(Actor? actor = null, string? key = null, int seconds = 2 * 2700) =>
        _claims.ClaimAsync(
            new(_member.Id, CreditForm.CentralisedClass, seconds, new(2025, 12, 31), "市委党校培训班", OrganisationLevel.County, null, key),
            actor ?? _self,
            default
        );

    private async Task<List<Credit>> Ledger() => [.. (await _content.Get<CreditLedger>().EntriesAsync([_member.Id], default))[_member.Id]];
}
