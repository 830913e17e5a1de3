namespace ELearning.Content;

/// <summary>What is recorded of the venues in an organisation's subtree on a day.</summary>
/// <param name="Venues">All that were ever entered, closed ones too.</param>
/// <param name="Province">Bases recognised by the province.</param>
/// <param name="City">Bases recognised by the city.</param>
/// <param name="County">Bases recognised by the county.</param>
internal sealed record BaseCounts(int Venues, int Province, int City, int County)
{
    public static BaseCounts None { get; } = new(0, 0, 0, 0);

    /// <summary>With another venue: a base counts at each level at which it is recognised on the day.</summary>
    public BaseCounts With(IEnumerable<BaseRecognition> recognitions, DateOnly day)
    {
        var levels = recognitions.On(day).Select(held => held.Level).ToHashSet();
        return new(
            Venues + 1,
            Province + (levels.Contains(BaseLevel.Province) ? 1 : 0),
            City + (levels.Contains(BaseLevel.City) ? 1 : 0),
            County + (levels.Contains(BaseLevel.County) ? 1 : 0)
        );
    }

    public int Of(BaseLevel level) =>
        level switch
        {
            BaseLevel.Province => Province,
            BaseLevel.City => City,
            _ => County,
        };
}

/// <summary>The duty B.bases (三.4): a minimum without a year, so it is met or open as of today, and never missed for a year; pure.</summary>
internal static class BaseRules
{
    public const string RuleId = "B.bases";

    private static readonly Dictionary<BaseLevel, BilingualText> Names = new()
    {
        [BaseLevel.Province] = new("省级教学实践示范基地", "provincial demonstration bases"),
        [BaseLevel.City] = new("市级教学实践示范基地", "city demonstration bases"),
        [BaseLevel.County] = new("县级教学实践示范基地", "county demonstration bases"),
    };

    /// <summary>Whether how the duty stands can be decided from venues at all.</summary>
    public static bool Decides(DutyRule duty, OrganisationLevel level) => duty.Id == RuleId && Needed(level).Count > 0;

    public static Duty Judge(DutyRule duty, OrganisationLevel level, BaseCounts counts)
    {
        // Where nobody has begun to enter venues, none is told that there are too few of them.
        if (counts.Venues == 0)
            return new(duty, DutyStatus.NotRecorded, []);
        var needed = Needed(level);
        return new(
            duty,
            needed.All(one => counts.Of(one.Level) >= one.Least) ? DutyStatus.Met : DutyStatus.Open,
            [.. needed.Select(one => new DutyCount(Names[one.Level], counts.Of(one.Level), one.Least))]
        );
    }

    private static IReadOnlyList<(BaseLevel Level, int Least)> Needed(OrganisationLevel level) =>
        level switch
        {
            OrganisationLevel.County => [(BaseLevel.Province, 1), (BaseLevel.City, 3)],
            OrganisationLevel.Township => [(BaseLevel.County, 1)],
            _ => [],
        };
}
