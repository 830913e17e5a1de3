using System.ComponentModel;

namespace ELearning.Content;

/// <summary>Where a member stands in a year under the policy in force: the worst of the rows that have a figure.</summary>
/// <param name="Policy">Null for years before any policy we hold.</param>
public sealed record Standing(string MemberId, int Year, ComplianceStatus Status, Policy? Policy, IReadOnlyList<Obligation> Obligations) : IOfMember
{
    /// <summary>Whether it says nothing else than the other one.</summary>
    internal bool IsSameAs(Standing other) => Status == other.Status && Policy == other.Policy && Obligations.SequenceEqual(other.Obligations);
}

/// <summary>One rule evaluated for one member and year; always in whole seconds, hours are derived for display.</summary>
/// <param name="RequiredSeconds">Null where the rule has no figure in hours.</param>
/// <param name="RequiredTimes">How many eligible credits are asked for; null where the rule counts hours.</param>
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
    public long? MissingSeconds => RequiredSeconds is { } required ? Math.Max(0, required - CreditedSeconds) : null;
}

/// <summary>Why a row has its status; the API words it.</summary>
public enum ObligationReason
{
    HoursMet,
    HoursOpen,
    HoursMissed,
    TimesMet,
    TimesOpen,
    TimesMissed,
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

    [Description("The policy gives no figure. 「无学时指标」")]
    NoFigure,
}
