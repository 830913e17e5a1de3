using System.ComponentModel;

namespace ELearning.Content;

/// <summary>The standings of an organisation's subtree in a year.</summary>
public sealed record ComplianceReport(
    string OrganisationId,
    int Year,
    DateTimeOffset AsOf,
    StatusCounts Counts,
    long CreditedSeconds,
    Policy? Policy,
    IReadOnlyList<CategoryCounts> ByCategory,
    IReadOnlyList<Duty> Duties,
    IReadOnlyList<ChildCounts> Children
);

/// <summary>The six statuses add up to <see cref="Members"/>.</summary>
public sealed record StatusCounts(int Members, int Compliant, int OnTrack, int BelowNorm, int NonCompliant, int NoFigure, int NotRecorded);

public sealed record CategoryCounts(MemberCategory Category, StatusCounts Counts);

public sealed record ChildCounts(string OrganisationId, StatusCounts Counts);

/// <summary>A duty of the organisation itself; NOT_RECORDED until the product records what it needs, never met or missed by guess.</summary>
/// <param name="Counted">What the status rests on; empty where nothing is counted.</param>
public sealed record Duty(DutyRule Rule, DutyStatus Status, IReadOnlyList<DutyCount> Counted);

/// <summary>How many of something there are, and how many the duty asks for.</summary>
public sealed record DutyCount(BilingualText What, int Counted, int Needed);

[Description("How a duty of an organisation stands.")]
public enum DutyStatus
{
    [Description("The product holds no record that could decide it. 「无记录」")]
    NotRecorded,

    [Description("Met, by what is recorded. 「已履行」")]
    Met,

    [Description("Not met yet; the year has not ended, or the duty is of no year. 「待履行」")]
    Open,

    [Description("Missed. 「未履行」")]
    Missed,
}
