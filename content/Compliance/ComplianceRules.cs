namespace ELearning.Content;

/// <summary>The rules of standings and reports; pure.</summary>
internal static class ComplianceRules
{
    private const int FirstYear = 1921;
    private const int LastYear = 2999;

    public static void CheckYear(int year)
    {
        if (year is < FirstYear or > LastYear)
            throw ContentError.OutOfRange("year", FirstYear, LastYear);
    }

    /// <summary>The day that decides what held in a year: its last day, or today where that is earlier.</summary>
    public static DateOnly ReferenceDay(int year, DateOnly today) => DatePeriod.Year(year).To is { } end && end < today ? end : today;

    /// <summary>Whether the policy gives the organisation a duty that its venues decide.</summary>
    public static bool AsksForBases(Organisation organisation, Policy? policy) =>
        policy?.Duties.Any(duty => IsOf(duty, organisation) && BaseRules.Decides(duty, organisation.Level)) == true;

    /// <summary>The duties of this organisation: by its level, and by its sector or that of members below it.</summary>
    /// <param name="bases">What is recorded of venues in its subtree today.</param>
    public static IReadOnlyList<Duty> DutiesOf(
        Organisation organisation,
        Policy? policy,
        IReadOnlyCollection<MemberCategory> categoriesBelow,
        BaseCounts bases
    ) =>
        [
            .. (policy?.Duties ?? [])
                .Where(duty => IsOf(duty, organisation))
                .Where(duty => duty.Sectors.Count == 0 || duty.Sectors.Any(sector => sector == organisation.Sector || categoriesBelow.Contains(sector)))
                .Select(duty =>
                    BaseRules.Decides(duty, organisation.Level) ? BaseRules.Judge(duty, organisation.Level, bases) : new Duty(duty, DutyStatus.NotRecorded, [])
                ),
        ];

    private static bool IsOf(DutyRule duty, Organisation organisation) => duty.Levels.Count == 0 || duty.Levels.Contains(organisation.Level);
}
