using System.ComponentModel;

namespace ELearning.Content;

/// <summary>Where a member stands in a year under the policy in force: the worst of the rows that have a figure.</summary>
/// <param name="Policy">Null for years before any policy we hold.</param>
public sealed record Standing(string MemberId, int Year, ComplianceStatus Status, Policy? Policy, IReadOnlyList<Obligation> Obligations) : IOfMember
{
    /// <summary>What it was evaluated from.</summary>
    public required StandingBasis Basis { get; init; }

    /// <summary>The first day of the records about the member; null where nobody said so. What began before is NOT_RECORDED while it is not met.</summary>
    public DateOnly? RecordsFrom { get; init; }

    /// <summary>Whether the policy's years are over and its figures go on because no successor has been entered.</summary>
    public bool IsContinued => Policy?.IsContinuedIn(Year) == true;

    /// <summary>What counted for an obligation of this standing, and what of the year did not; newest first.</summary>
    public IReadOnlyList<WeighedCredit> Weigh(Obligation row) =>
        Policy is null ? [] : new WeighedLedger(Policy, Basis.Credits).Weigh(row.Rule, row.Window, DatePeriod.Year(Year));

    /// <summary>Whether it says nothing else than the other one.</summary>
    internal bool IsSameAs(Standing other) => Status == other.Status && Policy == other.Policy && Obligations.SequenceEqual(other.Obligations);
}

/// <summary>One rule evaluated for one member and year; always in whole seconds, hours are derived for display.</summary>
/// <param name="RequiredSeconds">Null where the rule has no figure in hours.</param>
/// <param name="RequiredTimes">How many classes are asked for; null where the rule counts hours.</param>
public sealed record Obligation(
    PolicyRule Rule,
    DatePeriod Window,
    bool LeaderTier,
    long? RequiredSeconds,
    long CreditedSeconds,
    int? RequiredTimes,
    int CreditedTimes,
    ComplianceStatus Status,
    ObligationReason Reason
)
{
    /// <summary>Who was relieved of the figure by whom; null where nobody was.</summary>
    public Waiver? Waiver { get; init; }

    public long? MissingSeconds => RequiredSeconds is { } required ? Math.Max(0, required - CreditedSeconds) : null;
}

/// <summary>Why a row has its status; the API words it.</summary>
public enum ObligationReason
{
    HoursMet,
    HoursOpen,
    HoursMissed,
    HoursNotRecorded,
    TimesMet,
    TimesOpen,
    TimesMissed,
    TimesNotRecorded,
    Waived,
    NoFigure,
    OutcomeRecorded,
}

[Description("How a figure of the policy stands.")]
public enum ComplianceStatus
{
    [Description("The figure is met. 「已达标」")]
    Compliant,

    [Description("Not met yet, and the window has not ended. 「进行中」")]
    OnTrack,

    [Description("A norm (一般不少于) was missed. 「未达一般要求」")]
    BelowNorm,

    [Description("A hard figure (不少于、至少) was missed. 「未达标」")]
    NonCompliant,

    [Description("The policy gives no figure, or it was waived. 「无学时指标」")]
    NoFigure,

    [Description("Not met by what is recorded, and the records begin only within its time: nobody is blamed. 「记录不全」")]
    NotRecorded,
}
