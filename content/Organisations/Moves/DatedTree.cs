namespace ELearning.Content;

/// <summary>The tree as it stood on a day that may be long ago: today's with the moves since then taken back. Immutable.</summary>
internal sealed class DatedTree
{
    private readonly MovedTree _today;
    private readonly Dictionary<string, OrganisationMove> _firstSince;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _stored;

    /// <param name="since">The moves in effect today and not yet on that day.</param>
    /// <param name="stored">The stored ancestors of every organisation that a move since is of or went away from.</param>
    public DatedTree(MovedTree today, IEnumerable<OrganisationMove> since, IReadOnlyDictionary<string, IReadOnlyList<string>> stored)
    {
        (_today, _stored) = (today, stored);
        _firstSince = since
            .GroupBy(move => move.OrganisationId)
            .ToDictionary(group => group.Key, group => group.OrderBy(move => move.Day).ThenBy(move => move.Id).First());
    }

    /// <summary>Whether the tree is today's.</summary>
    public bool IsToday => _firstSince.Count == 0;

    /// <summary>The ids of those that have gone elsewhere since, and stood right below one of the organisations.</summary>
    public IReadOnlyList<string> GoneFrom(IReadOnlyCollection<string> parentIds) =>
        [.. _firstSince.Values.Where(move => parentIds.Contains(move.FromId)).Select(move => move.OrganisationId)];

    /// <summary>Below which a stood that day, where that is not where it stands today; null where it is.</summary>
    public string? ParentBefore(string organisationId) => _firstSince.GetValueOrDefault(organisationId)?.FromId;

    /// <summary>The ancestors, and itself, on that day of the organisation that a stored list ends with.</summary>
    public IReadOnlyList<string> Lineage(IReadOnlyList<string> stored)
    {
        var path = _today.Lineage(stored);
        if (IsToday || !path.Any(_firstSince.ContainsKey))
            return path;
        var upwards = new List<string>();
        for (var i = path.Count - 1; i >= 0; )
        {
            upwards.Add(path[i]);
            if (_firstSince.TryGetValue(path[i], out var move))
            {
                path = _today.Lineage(_stored.GetValueOrDefault(move.FromId) ?? [move.FromId]);
                i = path.Count - 1;
            }
            else
            {
                i--;
            }
        }
        upwards.Reverse();
        return upwards;
    }

    /// <summary>The organisations to look under today for all that was in the subtrees on that day.</summary>
    public IReadOnlyList<string> Reaching(IReadOnlyCollection<string> organisationIds) =>
        [
            .. organisationIds
                .Concat(_firstSince.Keys.Concat(_today.Tops).Where(top => Lineage(_stored.GetValueOrDefault(top) ?? [top]).Any(organisationIds.Contains)))
                .Distinct(),
        ];
}
