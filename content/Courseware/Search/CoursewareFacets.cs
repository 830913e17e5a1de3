namespace ELearning.Content;

/// <summary>How the courseware of a list spreads over what it can be filtered by; the most frequent first, none that does not occur.</summary>
public sealed record CoursewareFacets(
    IReadOnlyList<FacetCount<Subject>> Subjects,
    IReadOnlyList<FacetCount<CoursewareOrigin>> Origins,
    IReadOnlyList<FacetCount<CoursewareKind>> Kinds,
    IReadOnlyList<FacetCount<MemberCategory>> Audience
)
{
    /// <param name="groups">So many courseware have just these values.</param>
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

/// <param name="Count">Courseware that has the value.</param>
public sealed record FacetCount<T>(T Value, long Count);

internal sealed record FacetGroup(IReadOnlyList<Subject> Subjects, CoursewareOrigin Origin, CoursewareKind Kind, long Count)
{
    /// <summary>Left out of documents that were published before it was asked for.</summary>
    public IReadOnlyList<MemberCategory> Audience { get; init; } = [];
}
