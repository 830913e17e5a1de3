namespace ELearning.Content;

/// <summary>
/// What moves that are not retired yet make of stored ancestors on a day. Documents keep the ancestors of their organisation as they were when they were
/// written, or as the rewriting that follows a move left them: of each link from an organisation to the one above it is known that it is right unless a move
/// that is not retired is of that organisation. So the deepest such organisation in a stored list is put where it stands, and what is below it is right. Where
/// no move is open everything is as stored. Immutable.
/// </summary>
public sealed class MovedTree
{
    private readonly Dictionary<string, Top> _tops = [];

    private MovedTree() { }

    /// <summary>Nothing moves.</summary>
    public static MovedTree AsStored { get; } = new();

    internal bool IsAsStored => _tops.Count == 0;

    /// <summary>Tells trees of other moves apart, for what is remembered by what it was asked with.</summary>
    internal string Mark => string.Join(',', _tops.Values.SelectMany(top => top.Moves).Select(move => move.Id).Order());

    /// <summary>The organisations that moved.</summary>
    internal IReadOnlyCollection<string> Tops => _tops.Keys;

    /// <summary>Whether an organisation would stand below itself.</summary>
    internal bool IsCyclic { get; private set; }

    /// <summary>
    /// Whether of two organisations that move each stood above the other at some time: then a list of ancestors does not tell without its order which is the
    /// deeper.
    /// </summary>
    internal bool IsInverted => _tops.Values.Any(one => one.Above.Contains(one.Id) || _tops.Values.Any(other => IsAbove(one, other) && IsAbove(other, one)));

    /// <param name="moves">Those in effect, neither called off nor retired.</param>
    /// <param name="stored">The stored ancestors, and itself, of each organisation that a move is of or goes to, of whatever time.</param>
    internal static MovedTree Of(IEnumerable<OrganisationMove> moves, IReadOnlyDictionary<string, IReadOnlyList<string>> stored)
    {
        var byTop = moves
            .OrderBy(move => move.Day)
            .ThenBy(move => move.Id)
            .GroupBy(move => move.OrganisationId)
            .ToDictionary(group => group.Key, group => group.ToList());
        if (byTop.Count == 0)
            return AsStored;
        var tree = new MovedTree();
        var (placed, under) = (new Dictionary<string, IReadOnlyList<string>>(), new HashSet<string>());
        foreach (var (id, own) in byTop)
        {
            tree._tops[id] = new(id, Place(id), [.. own.SelectMany(move => move.Above).Concat(StoredOf(id).SkipLast(1))], own);
        }
        foreach (var top in tree._tops.Values)
        {
            top.Above.UnionWith(top.Lineage.SkipLast(1));
        }
        // What stood above something that stood above it may have stood above it, too.
        for (var grown = true; grown; )
        {
            grown = false;
            foreach (var top in tree._tops.Values)
            {
                var before = top.Above.Count;
                top.Above.UnionWith(tree._tops.Values.Where(other => top.Above.Contains(other.Id)).SelectMany(other => other.Above).ToList());
                grown |= top.Above.Count > before;
            }
        }
        return tree;

        IReadOnlyList<string> StoredOf(string id) => stored.GetValueOrDefault(id) ?? [id];

        IReadOnlyList<string> Place(string id)
        {
            if (placed.TryGetValue(id, out var known))
                return known;
            if (!under.Add(id))
            {
                tree.IsCyclic = true;
                return [id];
            }
            var lineage = StoredOf(byTop[id][^1].ToId);
            var at = LastIndex(lineage, byTop.ContainsKey);
            IReadOnlyList<string> above = at < 0 ? lineage : [.. Place(lineage[at]), .. lineage.Skip(at + 1)];
            under.Remove(id);
            return placed[id] = [.. above, id];
        }
    }

    /// <summary>The ancestors, and itself, of the organisation that a stored list ends with.</summary>
    internal IReadOnlyList<string> Lineage(IReadOnlyList<string> stored)
    {
        if (IsAsStored)
            return stored;
        var at = LastIndex(stored, _tops.ContainsKey);
        return at < 0 ? stored : [.. _tops[stored[at]].Lineage, .. stored.Skip(at + 1)];
    }

    /// <summary>The same for a list of several organisations with all above them: without what is only there for the sake of an old place.</summary>
    /// <param name="lineageOf">Ancestors and itself of each organisation of the list, where they stand.</param>
    internal IReadOnlyList<string> Joined(IReadOnlyList<string> stored, Func<string, IReadOnlyList<string>?> lineageOf)
    {
        var moved = stored.Where(_tops.ContainsKey).ToList();
        if (moved.Count == 0)
            return stored;
        var old = moved.SelectMany(id => _tops[id].Above).ToHashSet();
        return [.. stored.Where(id => !old.Contains(id)).SelectMany(id => lineageOf(id) ?? Lineage([id])).Distinct()];
    }

    /// <summary>The condition on a stored list of ancestors to be of something in one of the subtrees.</summary>
    internal IReadOnlyList<LineageClause> Within(IReadOnlyCollection<string> organisationIds)
    {
        var asked = organisationIds as IReadOnlySet<string> ?? organisationIds.ToHashSet();
        // A move at which nothing that is asked for stood above the top changes nothing: what is asked for is the top itself, or below, or elsewhere.
        var relevant = _tops.Values.Where(top => top.Above.Overlaps(asked)).Select(top => top.Id).ToHashSet();
        if (relevant.Count == 0)
            return [new(null, asked, [])];
        relevant.UnionWith(_tops.Values.Where(top => top.Above.Overlaps(relevant)).Select(top => top.Id).ToList());
        var clauses = new List<LineageClause> { new(null, asked, [.. relevant.Order(StringComparer.Ordinal)]) };
        foreach (var top in relevant.Order(StringComparer.Ordinal).Select(id => _tops[id]))
        {
            // Where the list names a deeper one that moved, that one decides.
            string[] deeper = [.. relevant.Where(other => _tops[other].Above.Contains(top.Id)).Order(StringComparer.Ordinal)];
            if (top.Lineage.Any(asked.Contains))
                clauses.Add(new(top.Id, null, deeper));
            else if (asked.Where(id => !top.Above.Contains(id)).ToHashSet() is { Count: > 0 } below)
                clauses.Add(new(top.Id, below, deeper));
        }
        return clauses;
    }

    /// <summary>The organisations to look under for all that is in the subtrees: a list of ancestors that names none of them is of nothing there.</summary>
    internal IReadOnlyList<string> Reaching(IReadOnlyCollection<string> organisationIds) =>
        IsAsStored && organisationIds is IReadOnlyList<string> list
            ? list
            : [.. organisationIds.Concat(_tops.Values.Where(top => top.Lineage.Any(organisationIds.Contains)).Select(top => top.Id)).Distinct()];

    /// <summary>The organisation where it stands.</summary>
    internal Organisation Placed(Organisation organisation)
    {
        if (IsAsStored)
            return organisation;
        var placed = _tops.TryGetValue(organisation.Id, out var top) ? top.Moves.Aggregate(organisation, MoveRules.Moved) : organisation;
        var lineage = Lineage(organisation.Lineage);
        return lineage.SequenceEqual(placed.Lineage) ? placed : placed with { Lineage = lineage };
    }

    /// <summary>The member with each membership where its organisation stands.</summary>
    internal Member Placed(Member member) =>
        IsAsStored || !member.Memberships.Any(held => held.Lineage.Any(_tops.ContainsKey))
            ? member
            : member with
            {
                Memberships = [.. member.Memberships.Select(held => held with { Lineage = Lineage(held.Lineage) })],
            };

    /// <summary>The ids of those that moved and stand right below one of the organisations now.</summary>
    internal IReadOnlyList<string> MovedBelow(IReadOnlyCollection<string> parentIds) =>
        [.. _tops.Values.Where(top => parentIds.Contains(top.Moves[^1].ToId)).Select(top => top.Id)];

    private static bool IsAbove(Top one, Top other) => one.Id != other.Id && other.Above.Contains(one.Id);

    private static int LastIndex(IReadOnlyList<string> lineage, Func<string, bool> isTop)
    {
        for (var i = lineage.Count - 1; i >= 0; i--)
        {
            if (isTop(lineage[i]))
                return i;
        }
        return -1;
    }

    /// <param name="Lineage">Its ancestors and itself, where it stands.</param>
    /// <param name="Above">All that may stand above it in a list that is not rewritten yet, or is.</param>
    /// <param name="Moves">Its moves, the last one last.</param>
    private sealed record Top(string Id, IReadOnlyList<string> Lineage, HashSet<string> Above, IReadOnlyList<OrganisationMove> Moves);
}

/// <summary>One way for a list of ancestors to satisfy a condition.</summary>
/// <param name="With">It names this one; null for whatever it names.</param>
/// <param name="AnyOf">It names one of these; null for whatever it names.</param>
/// <param name="NoneOf">It names none of these.</param>
internal sealed record LineageClause(string? With, IReadOnlySet<string>? AnyOf, IReadOnlyList<string> NoneOf)
{
    public bool Holds(IReadOnlyCollection<string> lineage) =>
        (With is null || lineage.Contains(With)) && (AnyOf is null || lineage.Any(AnyOf.Contains)) && !NoneOf.Any(lineage.Contains);
}
