using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A training policy: dated data read from a file (<c>policies/*.json</c>); another one can be added without code.</summary>
/// <param name="InForce">The days on which its figures hold.</param>
/// <param name="Planned">The years it was made for; null where it says none. Its figures continue until another policy is entered.</param>
/// <param name="LargestClaimHours">The most 学时 of one claim.</param>
/// <param name="DailyTrainingHours">The most 学时 of one day over a member's claims and activities; online time has a ceiling of its own.</param>
/// <param name="OnceAtLeastHours">How many 学时 of one class or claim make a time (每年至少一次), reversals taken off.</param>
/// <param name="Outside">Who is outside its target; null where nobody is.</param>
public sealed record Policy(
    string Id,
    int Version,
    BilingualText Title,
    DatePeriod InForce,
    DatePeriod? Planned,
    int SecondsPerHour,
    StudyRules Study,
    int LargestClaimHours,
    int DailyTrainingHours,
    int OnceAtLeastHours,
    OutsideTarget? Outside,
    IReadOnlyList<PolicyRule> Rules,
    IReadOnlyList<DutyRule> Duties
)
{
    public PolicyReference Reference => new(Id, Version, SecondsPerHour);

    /// <summary>Whether the years it was made for are over by then, and its figures go on only because no successor has been entered.</summary>
    public bool IsContinuedIn(int year) => Planned?.To is { } last && last.Year < year;
}

/// <summary>Who is outside the target of the plan (一.1: 未纳入干部教育培训范围).</summary>
/// <param name="Categories">Whoever holds one of these for more than half of a window is outside for that window.</param>
/// <param name="Rules">The rules that a category of theirs would give, and that are not listed then; what a post gives stays.</param>
public sealed record OutsideTarget(IReadOnlyList<MemberCategory> Categories, IReadOnlyList<string> Rules);

/// <summary>
/// A rule about members: who, how much, by which forms, in which window. It addresses whoever holds one of the categories, one of the backgrounds or one of the
/// posts; with none of them given, everybody.
/// </summary>
/// <param name="Id">Names the rule: <c>R1</c>, <c>P2.once</c>.</param>
/// <param name="Clause">Section and item of the source text: <c>一.3</c>.</param>
/// <param name="Organiser">Who organises the training, in the words of the source.</param>
/// <param name="Categories">Who by category.</param>
/// <param name="Backgrounds">Who by background.</param>
/// <param name="Positions">Who by post.</param>
/// <param name="Sectors">Of which sectors the organisation must be in which a post of <paramref name="Positions"/> is held; empty for any.</param>
/// <param name="Hours">Ordinary figure in 学时; null where the text gives none.</param>
/// <param name="LeaderHours">
/// Replaces <paramref name="Hours"/> for who holds one of <paramref name="LeaderPositions"/> in an organisation of the rule's categories, or in one without
/// sector where the rule is of the holder's own category.
/// </param>
/// <param name="Times">How many classes are asked for instead of hours (每年至少一次).</param>
/// <param name="VenueAtLeast">The lowest level of venue or organiser that may fill the rule.</param>
/// <param name="OnlineCeilingHours">The most that online hours may fill of it; null for no ceiling.</param>
/// <param name="BySkill">A recorded skill fills it, not hours.</param>
public sealed record PolicyRule(
    string Id,
    string Clause,
    BilingualText Title,
    RuleStrength Strength,
    BilingualText Organiser,
    IReadOnlyList<MemberCategory> Categories,
    IReadOnlyList<MemberBackground> Backgrounds,
    IReadOnlyList<MemberPosition> Positions,
    IReadOnlyList<MemberCategory> Sectors,
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
    [Description("The calendar year. 「自然年度」")]
    CalendarYear,

    [Description("One year from admission, rolling. 「入党后一年内」")]
    YearFromAdmission,

    [Description("The calendar year in which the post begins, as a nomination does. 「任职或入选当年」")]
    YearOfAppointment,

    [Description("Open from the appointment. 「任职以后」")]
    FromAppointment,

    [Description("Before taking post: listed in the year in which the post is taken. 「任职以前」")]
    BeforeAppointment,

    [Description("The whole term of service in the position. 「整个服务期」")]
    ServiceTerm,

    [Description("Open. 「不限期」")]
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

    [Description("A count that is stated without 不少于 or 至少 (每年举办1期): met or missed, never non-compliant. 「明确要求」")]
    Stated,

    [Description("A duty with no figure. 「职责」")]
    Duty,

    [Description("倡导、鼓励、探索: never worsens a standing. 「倡导」")]
    Advocated,
}
