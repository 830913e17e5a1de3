using System.Globalization;
using ELearning.Content;

namespace ELearning.Tests.Compliance;

/// <summary>A member made by hand, with a ledger, for the tables of the pure evaluator.</summary>
internal sealed record Someone
{
    public static readonly Policy Policy = new PolicyLibrary(PolicyLibrary.Sources("")).All.Single();

    private readonly List<Credit> _ledger = [];

    /// <summary>Where posts are held: <c>o</c> has no sector, the others are named by theirs.</summary>
    public static IReadOnlyDictionary<string, Organisation> Tree { get; } =
        Enum.GetValues<MemberCategory>()
            .Select(sector => Place(sector.ToString(), sector))
            .Append(Place("o", null))
            .ToDictionary(organisation => organisation.Id);

    public IReadOnlyDictionary<string, Organisation> Organisations { get; init; } = Tree;

    public Member Member { get; init; } =
        new()
        {
            Id = "m",
            Number = "QZ-0001",
            Name = "黄志强",
            AdmittedOn = new(2010, 7, 1),
            Memberships = [new("o", MembershipKind.Home, Since("2010-07-01"), ["o"])],
            Categories = [],
        };

    public static Someone Of(params MemberCategory[] categories) =>
        new Someone().With(member =>
            member with
            {
                Categories = [.. categories.Select((category, index) => new HeldCategory(category, index == 0, Since("2010-07-01")))],
            }
        );

    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DatePeriod Since(string from, string? to = null) => new(Day(from), to is null ? null : Day(to));

    public Someone With(Func<Member, Member> change) => this with { Member = change(Member) };

    /// <param name="at">The sector of the organisation where the post is held; null for one without.</param>
    public Someone As(MemberPosition? position, string from = "2015-01-01", string? to = null, MemberCategory? at = null) =>
        position is { } held ? With(member => member with { Positions = [.. member.Positions, new(held, at?.ToString() ?? "o", Since(from, to))] }) : this;

    /// <param name="source">The batch it was entered by: what "once" is counted in.</param>
    public Someone Earned(long seconds, CreditForm form, string on, OrganisationLevel? venue = null, string source = "test")
    {
        Post(new($"m/test/{_ledger.Count + 1}", "m", form, (int)seconds, Day(on), new(CreditSourceKind.Batch, source)) { VenueLevel = venue });
        return this;
    }

    public Someone Hours(double hours, CreditForm form, string on, OrganisationLevel? venue = null) =>
        Earned((long)(hours * Policy.SecondsPerHour), form, on, venue);

    /// <summary>Reverses the last credit.</summary>
    public Someone Reversed()
    {
        var credit = _ledger[^1];
        Post(
            new(credit.Id + "/reversal", "m", credit.Form, -credit.Seconds, credit.EarnedOn, new(CreditSourceKind.Reversal, credit.Id))
            {
                VenueLevel = credit.VenueLevel,
                Reverses = credit.Id,
            }
        );
        return this;
    }

    public Standing Standing(int year, string today) => PolicyEvaluator.Evaluate(Policy, new(Member, _ledger, Organisations), year, Day(today));

    public Obligation Row(string rule, int year, string today) => Assert.Single(Standing(year, today).Obligations, row => row.Rule.Id == rule);

    private static Organisation Place(string id, MemberCategory? sector) =>
        new()
        {
            Id = id,
            Name = id,
            Level = OrganisationLevel.Basic,
            Sector = sector,
            Lineage = [id],
            Existence = Since("1990-01-01"),
        };

    private void Post(NewCredit credit) => _ledger.Add(LedgerChain.Next(credit, _ledger.LastOrDefault(), Policy.Reference, default));
}
