namespace ELearning.Content;

/// <summary>Adds up the standings of an organisation's members one after the other, without keeping the members.</summary>
internal sealed class ReportTally
{
    private readonly SortedDictionary<MemberCategory, Dictionary<ComplianceStatus, int>> _byCategory = [];

    public long CreditedSeconds { get; private set; }

    public StatusCounts Counts => Count(_byCategory.Values.SelectMany(counts => counts));

    public IReadOnlyList<CategoryCounts> ByCategory => [.. _byCategory.Select(group => new CategoryCounts(group.Key, Count(group.Value)))];

    public void Add(ComplianceStatus status, MemberCategory category, long creditedSeconds)
    {
        if (!_byCategory.TryGetValue(category, out var counts))
            _byCategory[category] = counts = [];
        counts[status] = counts.GetValueOrDefault(status) + 1;
        CreditedSeconds += creditedSeconds;
    }

    private static StatusCounts Count(IEnumerable<KeyValuePair<ComplianceStatus, int>> counts)
    {
        var all = counts.ToLookup(pair => pair.Key, pair => pair.Value);
        int Of(ComplianceStatus status) => all[status].Sum();
        return new(
            all.Sum(group => group.Sum()),
            Of(ComplianceStatus.Compliant),
            Of(ComplianceStatus.OnTrack),
            Of(ComplianceStatus.BelowNorm),
            Of(ComplianceStatus.NonCompliant),
            Of(ComplianceStatus.NoFigure),
            Of(ComplianceStatus.NotRecorded)
        );
    }
}
