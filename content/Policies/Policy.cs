using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A training policy: dated data read from a file (<c>policies/*.json</c>); another one can be added without code.</summary>
public sealed record Policy(
    string Id,
    int Version,
    BilingualText Title,
    DatePeriod InForce,
    int SecondsPerHour,
    StudyRules Study,
    int LargestClaimHours,
    IReadOnlyList<PolicyRule> Rules,
    IReadOnlyList<DutyRule> Duties
)
{
    public PolicyReference Reference => new(Id, Version, SecondsPerHour);
}

/// <summary>A rule about members: who, how much, by which forms, in which window.</summary>
/// <param name="Id">Names the rule: <c>R1</c>, <c>P2.once</c>.</param>
/// <param name="Clause">Section and item of the source text: <c>一.3</c>.</param>
/// <param name="Categories">Who by category; empty for any.</param>
/// <param name="Backgrounds">Who besides the categories; adds to them.</param>
/// <param name="Positions">Who by position; empty for any.</param>
/// <param name="Hours">Ordinary figure in 学时; null where the text gives none.</param>
/// <param name="LeaderHours">Replaces <paramref name="Hours"/> for holders of <paramref name="LeaderPositions"/>.</param>
/// <param name="Times">How many eligible credits are asked for instead of hours (每年至少一次).</param>
/// <param name="VenueAtLeast">The lowest level of venue or organiser that may fill the rule.</param>
/// <param name="OnlineCeilingHours">The most that online hours may fill of it; null for no ceiling.</param>
/// <param name="BySkill">A recorded skill fills it, not hours.</param>
public sealed record PolicyRule(
    string Id,
    string Clause,
    BilingualText Title,
    RuleStrength Strength,
    IReadOnlyList<MemberCategory> Categories,
    IReadOnlyList<MemberBackground> Backgrounds,
    IReadOnlyList<MemberPosition> Positions,
    int? Hours,
    int? LeaderHours,
    IReadOnlyList<MemberPosition> LeaderPositions,
    int? Times,
    IReadOnlyList<CreditForm> EligibleForms,
    OrganisationLevel? VenueAtLeast,
    int? OnlineCeilingHours,
    RuleWindow Window,
    bool BySkill
);

/// <summary>A duty of organisations, never evaluated on members.</summary>
/// <param name="Levels">Of which levels; empty for all.</param>
/// <param name="Sectors">Only where the organisation, or members below it, are of these; empty for any.</param>
public sealed record DutyRule(
    string Id,
    string Clause,
    BilingualText Title,
    RuleStrength Strength,
    IReadOnlyList<OrganisationLevel> Levels,
    IReadOnlyList<MemberCategory> Sectors
);

/// <summary>The figures of the study clock; see the policy file for this policy's values.</summary>
/// <param name="Heartbeat">What the server asks of clients.</param>
/// <param name="Lease">Capacity of the time bucket, and how long a silent session keeps its right to earn.</param>
/// <param name="IdleClose">After this silence a session is closed and what is confirmed is posted, where what is pending fits into the allowance.</param>
/// <param name="AskedLater">After this silence a session whose member was never asked is closed all the same, and what the allowance does not reach is
/// dropped.</param>
/// <param name="PresenceChecksPerHour">Average number of checks in one 学时 of counted time.</param>
/// <param name="PresenceDue">Time to answer, from the check's first issue.</param>
/// <param name="UnprovenAllowance">Counted time of a member that is confirmed without a proof of presence, since the last check was passed.</param>
/// <param name="FailedChecksPerDay">After so many checks wrong or missed the rest of the day earns nothing.</param>
/// <param name="DailyCeiling">Online time counted per member and day.</param>
/// <param name="LargestIntervalCount">Intervals kept per chapter; beyond that time is refused as fragmented.</param>
public sealed record StudyRules(
    TimeSpan Heartbeat,
    TimeSpan Lease,
    TimeSpan IdleClose,
    TimeSpan AskedLater,
    int PresenceChecksPerHour,
    TimeSpan PresenceDue,
    TimeSpan UnprovenAllowance,
    int FailedChecksPerDay,
    TimeSpan DailyCeiling,
    int LargestIntervalCount
);

[Description("The days in which a figure is to be reached.")]
public enum RuleWindow
{
    [Description("The calendar year.")]
    CalendarYear,

    [Description("One year from admission, rolling.")]
    YearFromAdmission,

    [Description("Open from the appointment.")]
    FromAppointment,

    [Description("Before taking post: listed in the year in which the post is taken.")]
    BeforeAppointment,

    [Description("The whole term of service in the position.")]
    ServiceTerm,

    [Description("Open.")]
    Open,
}

/// <summary>How binding a rule is.</summary>
[Description("How binding a rule is.")]
public enum RuleStrength
{
    [Description("不少于、至少: a miss is NON_COMPLIANT. 「硬指标」")]
    Hard,

    [Description("一般不少于: a miss is BELOW_NORM. 「一般要求」")]
    Norm,

    [Description("A duty with no figure. 「职责」")]
    Duty,

    [Description("倡导、鼓励、探索: never worsens a standing. 「倡导」")]
    Advocated,
}
