using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Tests.Training;

/// <summary>What a member's claims take of their days, through the real host and its database.</summary>
public sealed class ClaimDaysTests : IAsyncLifetime
{
    private const int Hour = 2700;
    private const int Full = 8 * Hour;
    private static readonly DateOnly Day = new(2026, 2, 20);
    private static readonly Actor Decider = new("admin-1", null);
    private static readonly Actor Lin = new(School.Lin, MemberRules.IdOf(School.Lin));
    private School _school = null!;

    private ApiHost Host => _school.Host;

    private CreditClaims Claims => Host.Service<CreditClaims>();

    private IMongoDatabase Database => Host.Service<ContentDatabase>().Collection<BsonDocument>("trainingDays").Database;

    public async Task InitializeAsync() => _school = await School.OpenAsync();

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_twenty_claims_of_a_whole_day_approved_at_once_in_two_processes_one_is_credited(bool wasCounted)
    {
        await using var other = Host.Beside();
        // Claims of a release that took no days, made before anybody counted, or by a process of that release after it.
        if (wasCounted)
            await ClaimAsync(Hour, Day.AddDays(-1));
        var ids = await InsertOldAsync(20, Full, Day);

        var outcomes = await Task.WhenAll(
            ids.Select(
                (id, i) =>
                    OutcomeAsync(() => (i % 2 == 0 ? Host : other).Service<CreditClaims>().DecideAsync(id, ClaimDecision.Approve, null, Decider, default))
            )
        );

        Assert.Equal(Full, (await LedgerAsync()).Where(credit => credit.EarnedOn == Day).Sum(credit => credit.Seconds));
        Assert.Equal(1, outcomes.Count(outcome => outcome == "done"));
        Assert.Equal(19, outcomes.Count(outcome => outcome == nameof(ContentErrorCode.DayFull)));
        Assert.Equal(1, (await Claims.FindAsync(ids, default)).Values.Count(claim => claim.Status == ClaimStatus.Approved));
    }

    [Fact]
    public async Task Of_twenty_claims_made_and_approved_at_once_in_two_processes_a_day_s_hours_are_credited()
    {
        await using var other = Host.Beside();
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    OutcomeAsync(async () =>
                    {
                        var claims = (i % 2 == 0 ? Host : other).Service<CreditClaims>();
                        var claim = await claims.ClaimAsync(Input(3 * Hour, Day), Lin, default);
                        return await claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Decider, default);
                    })
                )
        );

        // Two of three hours fit, a third does not.
        Assert.Equal(2, outcomes.Count(outcome => outcome == "done"));
        Assert.Equal(6 * Hour, (await LedgerAsync()).Sum(credit => credit.Seconds));
    }

    [Fact]
    public async Task Seconds_of_several_days_lie_on_each_of_them_and_become_one_credit_of_the_last()
    {
        var claim = await Claims.ClaimAsync(Input(4 * Full, null) with { HeldFrom = Day, HeldTo = Day.AddDays(3) }, Lin, default);
        var full = await Assert.ThrowsAsync<ContentError>(() => ClaimAsync(1, Day.AddDays(2)));
        await Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Decider, default);

        Assert.Equal((ContentErrorCode.DayFull, Day.AddDays(2), 0), (full.Code, full.Arguments[0], full.Arguments[1]));
        var credit = Assert.Single(await LedgerAsync());
        Assert.Equal((4 * Full, Day.AddDays(3)), (credit.Seconds, credit.EarnedOn));
        var evidence = (await Host.Service<LedgerAudit>().ExamineAsync([credit], default))[credit.Id];
        Assert.Equal((Day, Day.AddDays(3), true), (evidence.Pack!.Claim!.HeldFrom, evidence.Pack.Claim.HeldOn, evidence.Verified));
    }

    [Theory]
    [InlineData("reject")]
    [InlineData("withdraw")]
    [InlineData("amend")]
    [InlineData("reverse")]
    public async Task A_day_is_free_again_when_its_claim_is_none_any_more(string end)
    {
        var claim = await ClaimAsync(Full, Day);
        switch (end)
        {
            case "reject":
                await Claims.DecideAsync(claim.Id, ClaimDecision.Reject, "无证明", Decider, default);
                break;
            case "withdraw":
                await Claims.WithdrawAsync(claim.Id, Lin, default);
                break;
            case "amend":
                // Into another year, whose days are another document.
                await Claims.AmendAsync(Amendment(claim, Full, Day.AddYears(-1)), Lin, default);
                Assert.Equal(nameof(ContentErrorCode.DayFull), await OutcomeAsync(() => ClaimAsync(1, Day.AddYears(-1))));
                break;
            default:
                var approved = await Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Decider, default);
                await Host.Service<CreditLedger>().ReverseAsync(approved.CreditId!, "登记有误", Decider, default);
                break;
        }

        Assert.Equal("done", await OutcomeAsync(() => ClaimAsync(Full, Day)));
        Assert.Equal(nameof(ContentErrorCode.DayFull), await OutcomeAsync(() => ClaimAsync(1, Day)));
    }

    [Fact]
    public async Task An_amendment_needs_room_and_leaves_the_claim_as_it_is_where_there_is_none()
    {
        await ClaimAsync(Full, Day.AddDays(1));
        var claim = await ClaimAsync(Hour, Day);

        var full = await Assert.ThrowsAsync<ContentError>(() => Claims.AmendAsync(Amendment(claim, Hour, Day.AddDays(1)), Lin, default));
        var more = await Claims.AmendAsync(Amendment(claim, Full, Day) with { ExpectedVersion = claim.Version }, Lin, default);
        var unseen = await Assert.ThrowsAsync<ContentError>(() => Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, claim.Version, Decider, default));
        await Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, more.Version, Decider, default);
        var decided = await Assert.ThrowsAsync<ContentError>(() => Claims.AmendAsync(Amendment(claim, Hour, Day), Lin, default));
        var stranger = await Assert.ThrowsAsync<ContentError>(() => Claims.AmendAsync(Amendment(claim, Hour, Day), Decider, default));

        Assert.Equal(
            [ContentErrorCode.DayFull, ContentErrorCode.Conflict, ContentErrorCode.ClaimDecided, ContentErrorCode.NotFound],
            new[] { full.Code, unseen.Code, decided.Code, stranger.Code }
        );
        Assert.Equal(Full, Assert.Single(await LedgerAsync()).Seconds);
    }

    [Fact]
    public async Task An_amendment_and_an_approval_at_once_credit_what_has_its_room()
    {
        for (var round = 0; round < 8; round++)
        {
            var (from, to) = (Day.AddDays(-2 * round), Day.AddDays((-2 * round) - 1));
            var claim = await ClaimAsync(Full, from);
            await Task.WhenAll(
                OutcomeAsync(() => Claims.AmendAsync(Amendment(claim, Full, to), Lin, default)),
                OutcomeAsync(() => Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Decider, default))
            );
            var stored = (await Claims.FindAsync([claim.Id], default))[claim.Id];
            await Task.WhenAll(OutcomeAsync(() => ApprovedAsync(from)), OutcomeAsync(() => ApprovedAsync(to)));
            if (stored.Status == ClaimStatus.Pending)
                await OutcomeAsync(() => Claims.DecideAsync(claim.Id, ClaimDecision.Approve, null, Decider, default));
        }

        Assert.All((await LedgerAsync()).GroupBy(credit => credit.EarnedOn), day => Assert.Equal(Full, day.Sum(credit => credit.Seconds)));

        async Task<CreditClaim> ApprovedAsync(DateOnly day) =>
            await Claims.DecideAsync((await ClaimAsync(Full, day)).Id, ClaimDecision.Approve, null, Decider, default);
    }

    [Fact]
    public async Task A_crash_between_room_and_claim_keeps_the_room_for_its_retry_and_for_a_while_only()
    {
        Host.OnCommand = command =>
        {
            if (command.GetElement(0) is { Name: "insert", Value.AsString: "creditClaims" })
                throw new IOException("The process died.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => ClaimAsync(Full, Day, "k"));
        Host.OnCommand = null;
        Assert.Equal(nameof(ContentErrorCode.DayFull), await OutcomeAsync(() => ClaimAsync(Full, Day)));
        Host.Time.Advance(TrainingDayRules.Patience);

        Assert.Equal("done", await OutcomeAsync(() => ClaimAsync(Full, Day, "k")));
        Assert.Equal(nameof(ContentErrorCode.DayFull), await OutcomeAsync(() => ClaimAsync(Full, Day)));
    }

    [Fact]
    public async Task Room_of_a_claim_that_was_never_stored_goes_to_another_after_a_while()
    {
        Host.OnCommand = command =>
        {
            if (command.GetElement(0) is { Name: "insert", Value.AsString: "creditClaims" })
                throw new IOException("The process died.");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => ClaimAsync(Full, Day));
        Host.OnCommand = null;
        Host.Time.Advance(TrainingDayRules.Patience);

        Assert.Equal("done", await OutcomeAsync(() => ClaimAsync(Full, Day)));
    }

    [Fact]
    public async Task The_same_call_at_once_takes_its_room_once()
    {
        await using var other = Host.Beside();
        var claims = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? Host : other).Service<CreditClaims>().ClaimAsync(Input(3 * Hour, Day, "k"), Lin, default))
        );

        Assert.Single(claims.Select(claim => claim.Id).Distinct());
        Assert.Equal("done", await OutcomeAsync(() => ClaimAsync(5 * Hour, Day)));
        Assert.Equal(nameof(ContentErrorCode.DayFull), await OutcomeAsync(() => ClaimAsync(1, Day)));
    }

    [Theory]
    [InlineData(null, null, null, "heldOn", InputFault.Required)]
    [InlineData(null, null, "2026-02-20", "heldFrom", InputFault.Required)]
    [InlineData("2026-02-20", "2026-02-20", null, "heldFrom", InputFault.NotAllowed)]
    [InlineData("2026-02-20", null, "2026-02-20", "heldTo", InputFault.NotAllowed)]
    [InlineData(null, "2026-02-20", "2026-02-19", "heldTo", InputFault.Reversed)]
    [InlineData(null, "2025-12-31", "2026-01-01", "heldTo", InputFault.OutOfRange)]
    [InlineData(null, "2026-03-01", "2026-03-03", "heldTo", InputFault.InTheFuture)]
    [InlineData(null, "2026-03-03", null, "heldFrom", InputFault.InTheFuture)]
    [InlineData(null, "2010-01-10", "2010-01-20", "heldFrom", InputFault.InThePast)]
    [InlineData(null, "2010-06-30", "2010-07-02", "heldFrom", InputFault.InThePast)]
    [InlineData("2010-06-30", null, null, "heldOn", InputFault.InThePast)]
    public async Task Days_are_said_in_one_way_within_a_year_since_the_admission(string? on, string? from, string? to, string field, InputFault fault)
    {
        var input = Input(60, Parsed(on)) with { HeldFrom = Parsed(from), HeldTo = Parsed(to) };

        var error = await Assert.ThrowsAsync<ContentError>(() => Claims.ClaimAsync(input, Lin, default));

        Assert.Equal((field, fault), (error.Arguments[0], error.Arguments[1]));
        Assert.Equal(0, await Database.GetCollection<BsonDocument>("trainingDays").CountDocumentsAsync(new BsonDocument()));

        static DateOnly? Parsed(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd");
    }

    [Fact]
    public async Task A_full_day_a_likely_double_and_the_days_are_told_by_the_api()
    {
        await _school.Member.QueryAsync(ContractOperations.Claim, new { input = Asked("2026-02-20", 7 * Hour) });
        var again = await _school.Member.QueryAsync(ContractOperations.Claim, new { input = Asked("2026-02-20", Hour / 2) });
        const string Refused =
            "mutation($input: ClaimCreditInput!) { claimCredit(input: $input) { claim { id } errors { __typename "
            + "... on DayFullError { message date leftSeconds } } } }";
        var full = await _school.Member.QueryAsync(
            Refused,
            new
            {
                input = new
                {
                    memberId = School.MemberId(School.Lin),
                    form = "LECTURE",
                    seconds = 4 * Hour,
                    heldFrom = "2026-02-19",
                    heldTo = "2026-02-20",
                    title = "轮训",
                },
            }
        );
        var seen = await _school.CountyAdmin.QueryAsync(
            "query($id: ID!) { claimById(id: $id) { heldOn heldFrom heldTo version amendedAt likelyDoubleOf { seconds status } } }",
            new { id = again.String("claimCredit.claim.id") }
        );

        Assert.Equal("DayFullError", full.Refusal("claimCredit"));
        Assert.Equal(("2026-02-20", Hour / 2), (full.String("claimCredit.errors.0.date"), full["claimCredit.errors.0.leftSeconds"]!.GetValue<int>()));
        Assert.Equal("2026-02-20 的学时已满：线下培训每天至多 8 学时，当天还可申报 0.5 学时（1350 秒）。", full.String("claimCredit.errors.0.message"));
        Assert.Equal(
            """{"claimById":{"heldOn":"2026-02-20","heldFrom":"2026-02-20","heldTo":"2026-02-20","version":1,"amendedAt":null,"""
                + """ "likelyDoubleOf":{"seconds":18900,"status":"PENDING"}}}""".TrimStart(),
            seen.Json["data"]!.ToJsonString()
        );

        static object Asked(string day, int seconds) =>
            new
            {
                memberId = School.MemberId(School.Lin),
                form = "LECTURE",
                seconds,
                heldOn = day,
                title = "轮训",
            };
    }

    private Task<CreditClaim> ClaimAsync(int seconds, DateOnly day, string? key = null) => Claims.ClaimAsync(Input(seconds, day, key), Lin, default);

    private static ClaimCredit Input(int seconds, DateOnly? day, string? key = null) =>
        new(Lin.MemberId!, CreditForm.Lecture, seconds, day, "党课", null, null, key);

    private static AmendCreditClaim Amendment(CreditClaim claim, int seconds, DateOnly day) =>
        new(claim.Id, claim.Form, seconds, day, claim.Title, null, claim.EvidenceAssetId);

    private static async Task<string> OutcomeAsync(Func<Task<CreditClaim>> work)
    {
        try
        {
            await work();
            return "done";
        }
        catch (ContentError error)
        {
            return error.Code.ToString();
        }
    }

    private async Task<List<Credit>> LedgerAsync() => [.. (await Host.Service<CreditLedger>().EntriesAsync([Lin.MemberId!], default))[Lin.MemberId!]];

    /// <summary>Documents as a release before this one stored them.</summary>
    private async Task<List<string>> InsertOldAsync(int count, int seconds, DateOnly day)
    {
        var documents = Enumerable
            .Range(0, count)
            .Select(i => new BsonDocument
            {
                { "_id", $"{Lin.MemberId}/old-{i:00}" },
                { "memberId", Lin.MemberId },
                { "form", "Lecture" },
                { "seconds", seconds },
                { "heldOn", $"{day:yyyy-MM-dd}" },
                { "title", $"讲座{i}" },
                { "status", "Pending" },
                { "claimedBy", School.Lin },
                { "claimedAt", Host.Time.GetUtcNow().UtcDateTime },
                { "creditPosted", false },
                {
                    "lineage",
                    new BsonArray { SmallTown.Office }
                },
                { "version", 1 },
            })
            .ToList();
        await Database.GetCollection<BsonDocument>("creditClaims").InsertManyAsync(documents);
        return [.. documents.Select(document => document["_id"].AsString)];
    }
}
