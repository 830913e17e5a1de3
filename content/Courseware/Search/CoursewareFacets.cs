namespace ELearning.Content;

/// <summary>The counts of a list of courseware by the values it can be filtered by: the most frequent first, without those that do not occur.</summary>
public sealed record CoursewareFacets(
    IReadOnlyList<FacetCount<Subject>> Subjects,
    IReadOnlyList<FacetCount<CoursewareOrigin>> Origins,
    IReadOnlyList<FacetCount<CoursewareKind>> Kinds,
    IReadOnlyList<FacetCount<MemberCategory>> Audience
)
{
    /// <param name="groups">The counts of each combination of values.</param>
    internal static CoursewareFacets Of(IReadOnlyCollection<FacetGroup> groups) =>
        new(
            Sum(groups, group => group.Subjects),
            Sum<CoursewareOrigin>(groups, group => [group.Origin]),
            Sum<CoursewareKind>(groups, group => [group.Kind]),
            Sum(groups, group => group.Audience)
        );

    private static IReadOnlyList<FacetCount<T>> Sum<T>(IEnumerable<FacetGroup> groups, Func<FacetGroup, IEnumerable<T>> values)
        where T : struct, Enum =>
        [
            .. groups
                .SelectMany(group => values(group).Select(value => (value, group.Count)))
                .GroupBy(entry => entry.value, entry => entry.Count, (value, counts) => new FacetCount<T>(value, counts.Sum()))
                .OrderByDescending(facet => facet.Count)
                .ThenBy(facet => facet.Value),
        ];
}

/// <param name="Count">How many courseware have the value.</param>
public sealed record FacetCount<T>(T Value, long Count);

internal sealed record FacetGroup(IReadOnlyList<Subject> Subjects, CoursewareOrigin Origin, CoursewareKind Kind, long Count)
{
    /// <summary>Empty where the documents were published before an audience was asked for.</summary>
    public IReadOnlyList<MemberCategory> Audience { get; init; } = [];
}
