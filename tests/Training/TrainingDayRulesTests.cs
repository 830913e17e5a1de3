using System.Globalization;
using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Training;

/// <summary>The pure rules of a member's days: how seconds are spread, what fits, and what is given back.</summary>
public sealed class TrainingDayRulesTests
{
    private const int Ceiling = 8 * 2700;
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, "01", "01", "01", 10)]
    [InlineData(10, "01", "03", "01", 4)]
    [InlineData(10, "01", "03", "02", 3)]
    [InlineData(10, "01", "03", "03", 3)]
    [InlineData(2, "01", "03", "02", 1)]
    [InlineData(2, "01", "03", "03", 0)]
    [InlineData(10, "02", "03", "01", 0)]
    [InlineData(10, "02", "03", "04", 0)]
    public void The_rest_lies_on_the_first_days(int seconds, string from, string to, string day, int expected) =>
        Assert.Equal(expected, new DaySpan(March(from), March(to), seconds).SecondsOn(March(day)));

    [Fact]
    public void All_seconds_are_spread_and_no_two_days_differ_by_more_than_one() =>
        Gen.Select(Gen.Int[1, 80 * 2700], Gen.Int[1, 366])
            .Sample(
                (seconds, days) =>
                {
                    var span = new DaySpan(new(2026, 1, 1), new DateOnly(2026, 1, 1).AddDays(days - 1), seconds);
                    var spread = span.Days().Select(span.SecondsOn).ToList();
                    return spread.Sum() == seconds && spread.Max() - spread.Min() <= 1 && spread.SequenceEqual(spread.OrderDescending());
                }
            );

    [Fact]
    public void Whatever_is_claimed_amended_and_withdrawn_no_day_has_more_than_fits()
    {
        var act = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[1, 3 * Ceiling], Gen.Bool);
        act.List[1, 30]
            .Sample(acts =>
            {
                var (year, standing) = (Empty, new Dictionary<string, CreditClaim>());
                foreach (var (id, first, days, seconds, settles) in acts)
                {
                    var from = new DateOnly(2026, 3, 1).AddDays(first);
                    var claim = Claim($"{id}", from, from.AddDays(days - 1), seconds);
                    var version = standing.TryGetValue(claim.Id, out var before) ? before.Version + 1 : 1;
                    claim = claim with { Version = version };
                    if (seconds % 7 == 0)
                    {
                        standing.Remove(claim.Id);
                        year = TrainingDayRules.Without(year, TrainingDayRules.SourceOf(claim));
                        continue;
                    }
                    var taking = TrainingDayRules.Take(year, TrainingDayRules.SourceOf(claim), TrainingDayRules.ShareOf(claim, version, Now), _ => Ceiling);
                    if (!taking.Fits)
                        continue;
                    year = taking.Year;
                    // Somebody died before the claim was stored, or after it: both shares are there.
                    if (seconds % 3 == 0)
                        continue;
                    standing[claim.Id] = claim;
                    if (settles)
                        year = TrainingDayRules.Settle(year, TrainingDayRules.SourceOf(claim), version, claim.Span);
                }
                foreach (var day in new DaySpan(new(2026, 2, 25), new(2026, 3, 20), 1).Days())
                {
                    var claimed = standing.Values.Sum(claim => claim.Span.SecondsOn(day));
                    Assert.True(claimed <= Ceiling, $"{day}: {claimed} are claimed");
                    Assert.True(claimed <= TrainingDayRules.SecondsOn(year, day), $"{day}: {claimed} are claimed and fewer are taken");
                }
            });
    }

    [Fact]
    public void The_first_full_day_is_told_with_what_is_left_of_it()
    {
        var year = Taken(Claim("a", March("03"), March("03"), Ceiling - 100), Claim("b", March("05"), March("05"), Ceiling));

        var taking = TrainingDayRules.Take(year, Source("c"), Share(Claim("c", March("02"), March("05"), 800)), _ => Ceiling);

        Assert.Equal(new FullDay(March("03"), 100, Ceiling), taking.Full);
    }

    [Fact]
    public void While_a_claim_is_amended_its_old_and_its_new_days_are_both_taken()
    {
        var (old, moved) = (Claim("a", March("03"), March("03"), Ceiling), Claim("a", March("04"), March("04"), Ceiling) with { Version = 2 });
        var year = TrainingDayRules.Take(Taken(old), Source("a"), TrainingDayRules.ShareOf(moved, 2, Now), _ => Ceiling).Year;

        Assert.Equal((Ceiling, Ceiling), (TrainingDayRules.SecondsOn(year, March("03")), TrainingDayRules.SecondsOn(year, March("04"))));
        var settled = TrainingDayRules.Settle(year, Source("a"), 2, moved.Span);
        Assert.Equal((0, Ceiling), (TrainingDayRules.SecondsOn(settled, March("03")), TrainingDayRules.SecondsOn(settled, March("04"))));
        // The amendment was never stored.
        var stayed = TrainingDayRules.Mended(year, Stored(old), Reversed(), Now + TrainingDayRules.Patience);
        Assert.Equal((Ceiling, 0), (TrainingDayRules.SecondsOn(stayed, March("03")), TrainingDayRules.SecondsOn(stayed, March("04"))));
        // It may be stored yet.
        Assert.Equal(Ceiling, TrainingDayRules.SecondsOn(TrainingDayRules.Mended(year, Stored(old), Reversed(), Now), March("04")));
    }

    [Theory]
    [InlineData(ClaimStatus.Pending, false, 0, true)]
    [InlineData(ClaimStatus.Approved, false, 60, true)]
    [InlineData(ClaimStatus.Approved, true, 0, false)]
    [InlineData(ClaimStatus.Rejected, false, 0, false)]
    [InlineData(ClaimStatus.Withdrawn, false, 0, false)]
    [InlineData(null, false, 0, true)]
    [InlineData(null, false, 14, true)]
    [InlineData(null, false, 15, false)]
    public void Room_that_nobody_uses_is_given_back(ClaimStatus? status, bool isReversed, int minutes, bool stays)
    {
        var claim = Claim("a", March("03"), March("03"), 60);
        var there = status is { } now ? Stored(claim with { Status = now }) : Stored();

        var mended = TrainingDayRules.Mended(Taken(claim), there, isReversed ? Reversed("a") : Reversed(), Now.AddMinutes(minutes));

        Assert.Equal(stays ? 60 : 0, TrainingDayRules.SecondsOn(mended, March("03")));
    }

    [Fact]
    public void Where_nobody_counted_yet_what_was_approved_stays_and_what_waits_has_room_in_its_order()
    {
        var approved = Enumerable.Range(1, 2).Select(i => Claim($"x{i}", March("01"), March("01"), Ceiling) with { Status = ClaimStatus.Approved });
        var waiting = new[]
        {
            Claim("later", March("02"), March("02"), Ceiling) with
            {
                ClaimedAt = Now,
            },
            Claim("first", March("02"), March("02"), Ceiling) with
            {
                ClaimedAt = Now.AddMinutes(-1),
            },
            Claim("never", March("01"), March("01"), 1),
        };

        var year = TrainingDayRules.Begin("m", 2026, [.. approved, .. waiting], _ => Ceiling);

        Assert.Equal(["first", "x1", "x2"], year.Taken.Select(taken => taken.Source.Id).Order());
        Assert.Equal(2 * Ceiling, TrainingDayRules.SecondsOn(year, March("01")));
        Assert.Equal(0, TrainingDayRules.Take(year, Source("new"), Share(Claim("new", March("01"), March("01"), 1)), _ => Ceiling).Full!.LeftSeconds);
    }

    [Fact]
    public void A_year_holds_no_more_sources_than_its_document_can()
    {
        var full = Taken([.. Enumerable.Range(0, TrainingDayRules.MostSources).Select(i => Claim($"{i}", March("01"), March("01"), 1))]);

        Assert.True(TrainingDayRules.Take(full, Source("new"), Share(Claim("new", March("02"), March("02"), 1)), _ => Ceiling).TooMany);
        Assert.True(TrainingDayRules.Take(full, Source("7"), Share(Claim("7", March("02"), March("02"), 1)), _ => Ceiling).Fits);
    }

    [Theory]
    [InlineData("党课", CreditForm.Lecture, "03", true)]
    [InlineData(" 党　课 ", CreditForm.Lecture, "02", true)]
    [InlineData("党课", CreditForm.Field, "03", false)]
    [InlineData("讲座", CreditForm.Lecture, "03", false)]
    [InlineData("党课", CreditForm.Lecture, "05", false)]
    public void The_same_form_and_title_on_days_that_overlap_are_likely_the_same_thing(string title, CreditForm form, string day, bool isDouble)
    {
        var year = Taken(Claim("a", March("02"), March("04"), 60));
        var other = Claim("b", March(day), March(day), 60) with { Title = title, Form = form };

        Assert.Equal(isDouble ? Source("a") : null, TrainingDayRules.LikelyDouble(year, Source("b"), Share(other)));
    }

    private static TrainingYear Empty { get; } =
        new()
        {
            Id = "m/2026",
            MemberId = "m",
            Year = 2026,
        };

    private static TrainingYear Taken(params CreditClaim[] claims) =>
        Empty with
        {
            Taken = [.. claims.Select(claim => new TakenTime(TrainingDayRules.SourceOf(claim), [Share(claim)]))],
        };

    private static TakenShare Share(CreditClaim claim) => TrainingDayRules.ShareOf(claim, claim.Version, Now);

    private static CreditSource Source(string id) => new(CreditSourceKind.Claim, id);

    private static Dictionary<string, CreditClaim> Stored(params CreditClaim[] claims) => claims.ToDictionary(claim => claim.Id);

    private static HashSet<string> Reversed(params string[] ids) => [.. ids];

    private static DateOnly March(string day) => new(2026, 3, int.Parse(day, CultureInfo.InvariantCulture));

    private static CreditClaim Claim(string id, DateOnly from, DateOnly to, int seconds) =>
        new()
        {
            Id = id,
            MemberId = "m",
            Form = CreditForm.Lecture,
            Seconds = seconds,
            HeldFrom = from == to ? null : from,
            HeldOn = to,
            Title = "党课",
            Status = ClaimStatus.Pending,
            ClaimedBy = "m",
            ClaimedAt = Now,
        };
}
