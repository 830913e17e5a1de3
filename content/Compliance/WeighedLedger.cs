using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A ledger weighed by the rules of a policy: what each entry counts for under a rule, and why; pure.</summary>
internal sealed class WeighedLedger
{
    private readonly Policy _policy;
    private readonly IReadOnlyList<Credit> _credits;
    private readonly Dictionary<string, Credit> _reversed;

    public WeighedLedger(Policy policy, IReadOnlyList<Credit> credits)
    {
        (_policy, _credits) = (policy, credits);
        var reversed = credits.Where(credit => credit.Reverses is not null).Select(credit => credit.Reverses!).ToHashSet();
        _reversed = credits.Where(credit => reversed.Contains(credit.Id)).ToDictionary(credit => credit.Id);
    }

    /// <summary>The seconds that fill the rule, and the classes or claims of at least <see cref="Policy.OnceAtLeastHours"/>.</summary>
    public (long Seconds, int Times) Count(PolicyRule rule, DatePeriod window, DatePeriod calendar)
    {
        var (total, online) = (0L, 0L);
        Dictionary<CreditSource, long>? sources = null;
        foreach (var credit in _credits)
        {
            if (!window.Contains(credit.EarnedOn) || credit.EarnedOn > calendar.To || Unfit(credit, rule) is not null)
                continue;
            total += credit.Seconds;
            online += credit.Form == CreditForm.Online ? credit.Seconds : 0;
            if (rule.Times is not null)
            {
                var source = SourceOf(credit);
                sources ??= [];
                sources[source] = sources.GetValueOrDefault(source) + credit.Seconds;
            }
        }
        return (total - AboveCeiling(rule, online), sources?.Values.Count(IsOnce) ?? 0);
    }

    /// <summary>What of the ledger counted in the window as seen at the end of the year, and what of that year did not; newest first.</summary>
    public IReadOnlyList<WeighedCredit> Weigh(PolicyRule rule, DatePeriod window, DatePeriod calendar)
    {
        var reach = rule.OnlineCeilingHours is { } ceiling ? (long)ceiling * _policy.SecondsPerHour : long.MaxValue;
        var fitting = _credits.Where(credit => window.Contains(credit.EarnedOn) && Unfit(credit, rule) is null).ToList();
        var sources = fitting.GroupBy(SourceOf).ToDictionary(source => source.Key, source => source.Sum(credit => (long)credit.Seconds));
        var weighed = new List<WeighedCredit>();
        foreach (var credit in _credits.Where(credit => credit.EarnedOn <= calendar.To).OrderBy(credit => credit.EarnedOn).ThenBy(credit => credit.Number))
        {
            if (!window.Contains(credit.EarnedOn))
            {
                if (calendar.Contains(credit.EarnedOn))
                    weighed.Add(new(credit, 0, CreditWeight.OutsideWindow));
            }
            else if (credit.Reverses is not null || _reversed.ContainsKey(credit.Id))
                weighed.Add(new(credit, 0, CreditWeight.Reversed));
            else if (Unfit(credit, rule) is { } unfit)
                weighed.Add(new(credit, 0, unfit));
            else if (rule.Times is not null && !IsOnce(sources[SourceOf(credit)]))
                weighed.Add(new(credit, 0, CreditWeight.TooShort));
            else if (credit.Form == CreditForm.Online)
            {
                var fits = (int)Math.Min(credit.Seconds, reach);
                reach -= fits;
                weighed.Add(new(credit, fits, fits < credit.Seconds ? CreditWeight.AboveCeiling : CreditWeight.Counted));
            }
            else
                weighed.Add(new(credit, credit.Seconds, CreditWeight.Counted));
        }
        weighed.Reverse();
        return weighed;
    }

    private static CreditWeight? Unfit(Credit credit, PolicyRule rule) =>
        !rule.EligibleForms.Contains(credit.Form) ? CreditWeight.OtherForm
        : rule.VenueAtLeast is { } least && !(credit.VenueLevel <= least) ? CreditWeight.VenueTooLow
        : null;

    /// <summary>A reversal belongs to the class or claim that it takes back.</summary>
    private CreditSource SourceOf(Credit credit) => credit.Reverses is { } id && _reversed.TryGetValue(id, out var original) ? original.Source : credit.Source;

    private bool IsOnce(long seconds) => seconds >= (long)_policy.OnceAtLeastHours * _policy.SecondsPerHour;

    private long AboveCeiling(PolicyRule rule, long online) =>
        rule.OnlineCeilingHours is { } ceiling ? Math.Max(0, online - ((long)ceiling * _policy.SecondsPerHour)) : 0;
}

/// <summary>An entry of the ledger as an obligation counts it.</summary>
/// <param name="CountedSeconds">What of it fills the rule; 0 where it does not count.</param>
public sealed record WeighedCredit(Credit Credit, int CountedSeconds, CreditWeight Weight);

[Description("Whether an entry of the ledger fills a rule, and if not, why.")]
public enum CreditWeight
{
    [Description("It fills the rule. 「计入」")]
    Counted,

    [Description("The rule asks for other forms of training. 「形式不符」")]
    OtherForm,

    [Description("The venue or organiser is not of the level that the rule asks for, or no level was recorded. 「级别不足」")]
    VenueTooLow,

    [Description("Earned outside the days of the rule. 「不在期限内」")]
    OutsideWindow,

    [Description("It was taken back, or takes one back. 「已冲销」")]
    Reversed,

    [Description("In part or whole above the most that online hours may fill. 「超出网上学时上限」")]
    AboveCeiling,

    [Description("The class or claim is too short to be one training. 「单次学时不足」")]
    TooShort,
}
