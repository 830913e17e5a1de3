using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Picks the index for a query, by rules and without statistics: longest equality prefix (with the points of $in), then one range, with a
/// bonus when the rest of the key is the order asked for; an $or whose every branch has an index is their union; else all documents are
/// read. A plan may only narrow: the matcher always runs, so a wrong choice costs time, never a result.
/// </summary>
internal static class Planner
{
    public static Plan Choose(CollectionInfo collection, QuerySpec query)
    {
        var conjuncts = Conjuncts.Of(query.Matcher.Root);
        if (query.Hint is not null)
            return Hinted(collection, query, conjuncts);

        var best = Best(collection, conjuncts, query.Sort);
        if (best is { HasBounds: true })
            return best.Plan;
        return Union(collection, query, conjuncts) ?? best?.Plan ?? All(conjuncts, backward: false);
    }

    private static Candidate? Best(CollectionInfo collection, Conjuncts conjuncts, SortOrder? sort) =>
        collection
            .Indexes.Where(index => IsUsable(index, conjuncts))
            .Select(index => Consider(index, conjuncts, sort))
            .Where(candidate => candidate.Score > 0)
            .OrderByDescending(candidate => candidate.Score)
            .ThenBy(candidate => candidate.Plan.Branches[0].Index.Fields.Count)
            .FirstOrDefault();

    private static Plan Hinted(CollectionInfo collection, QuerySpec query, Conjuncts conjuncts)
    {
        if (query.Hint is BsonDocument { ElementCount: 1 } natural && natural.GetElement(0).Name == "$natural")
            return All(conjuncts, backward: natural[0].ToDouble() < 0);
        var index =
            collection.Indexes.FirstOrDefault(i => query.Hint is BsonString name ? i.Name == name.Value : query.Hint is BsonDocument key && SameKey(i.Key, key))
            ?? throw MongoError.BadValue(
                "error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index"
            );
        return IsUsable(index, conjuncts)
            ? Consider(index, conjuncts, query.Sort).Plan
            : throw MongoError.BadValue(
                $"error processing query: planner returned error :: caused by :: the hinted index {index.Name} does not hold every document the "
                    + $"filter may match"
            );
    }

    private static Plan All(Conjuncts conjuncts, bool backward) =>
        new([], SortsByPlan: false, backward, Exact: conjuncts is { AreAll: true, Conditions.Count: 0 });

    public static bool SameKey(BsonDocument one, BsonDocument other) =>
        one.ElementCount == other.ElementCount
        && one.Elements.Zip(other.Elements).All(pair => pair.First.Name == pair.Second.Name && BsonOrder.Same(pair.First.Value, pair.Second.Value));

    // A partial or sparse index leaves documents out: the filter must say that it does not want those.
    private static bool IsUsable(IndexInfo index, Conjuncts conjuncts) =>
        (index.PartialMatcher is null || Implication.Holds(conjuncts, index.PartialMatcher.Root))
        && (!index.Sparse || index.Fields.Any(field => conjuncts.On(field.Path).Any(Implication.ExcludesMissing)));

    private static Plan? Union(CollectionInfo collection, QuerySpec query, Conjuncts conjuncts)
    {
        foreach (var or in conjuncts.Alternatives)
        {
            var branches = or.Children.Select(child => Best(collection, Conjuncts.Of(child, query.Matcher.Root), sort: null)).ToList();
            if (branches.All(branch => branch is { HasBounds: true }))
                return new Plan([.. branches.SelectMany(branch => branch!.Plan.Branches)], SortsByPlan: false, Backward: false, Exact: false);
        }

        return null;
    }

    private sealed record Candidate(Plan Plan, int Score, bool HasBounds);

    private static Candidate Consider(IndexInfo index, Conjuncts conjuncts, SortOrder? sort)
    {
        var score = 0;
        var fixedFields = new HashSet<string>();
        var used = new List<Conjunct>();
        List<List<Interval>> components = [];
        var points = 1;
        var exact = conjuncts.AreAll;
        var onePoint = 0u;
        for (var at = 0; at < index.Fields.Count; at++)
        {
            var field = index.Fields[at];
            var conditions = conjuncts.On(field.Path).Where(c => !index.Multikey || MayJoin(used, c)).ToList();
            if (Bounds.Of(conditions, index.IsMultikey(at)) is not { } intervals || points * intervals.Count > Bounds.MostPoints)
                break;
            exact &= Bounds.AreExact(conditions, index.IsMultikey(at));
            var ordered = field.Descending ? Enumerable.Reverse(intervals.Select(i => i.Inverted())).ToList() : intervals;
            components.Add(ordered);
            used.AddRange(conditions);
            points *= intervals.Count;
            if (!intervals.All(i => i.IsPoint))
            {
                score += intervals is [{ Low.Length: 1 } or { High.Length: 1 }] ? 4 : 6;
                break;
            }

            score += intervals.Count == 1 ? 10 : 8;
            if (intervals.Count == 1)
            {
                fixedFields.Add(field.Path);
                onePoint |= 1u << at;
            }
        }

        var hasBounds = score > 0;
        if (index.Unique && fixedFields.Count == index.Fields.Count)
            score += 30;
        var backward = false;
        var sorts = sort is not null && GivesOrder(index, sort, fixedFields, out backward);
        if (sorts)
            score += 7;
        // Two conditions on arrays may be met by two elements; what the key says of one element is then not all there is to say.
        exact &= used.Count == conjuncts.Conditions.Count && (!index.Multikey || used.Count <= 1);
        var scan = new IndexScan(index, Ranges(components), Repeats: (index.MultikeyFields & ~onePoint) != 0);
        var plan = new Plan([scan], sorts, backward, exact);
        return new Candidate(plan, score, hasBounds);
    }

    // In an array two conditions on fields of its elements may be met by two elements, while a key holds the fields of one: only conditions
    // of the same $elemMatch may narrow the key together.
    private static bool MayJoin(List<Conjunct> used, Conjunct next) =>
        used.All(before => before.Root != next.Root || (before.Element is not null && before.Element == next.Element && Inner(before) != Inner(next)));

    private static string Inner(Conjunct conjunct) => conjunct.Path[(conjunct.Element!.Path.Length + 1)..].Split('.', 2)[0];

    // An array sorts by its least or greatest element, of whatever field; the keys of one point of the index name another one. So the arrays
    // may be in the fields before, held at one point, and never in those that give the order.
    private static bool GivesOrder(IndexInfo index, SortOrder sort, HashSet<string> fixedFields, out bool backward)
    {
        bool? turned = null;
        backward = false;
        for (var at = 0; at < index.Fields.Count; at++)
        {
            if (index.IsMultikey(at) && (!fixedFields.Contains(index.Fields[at].Path) || sort.Fields.Any(f => f.Path == index.Fields[at].Path)))
                return false;
        }

        var wanted = sort.Fields.Where(f => !fixedFields.Contains(f.Path)).ToList();
        var next = 0;
        foreach (var field in index.Fields)
        {
            if (next == wanted.Count)
                break;
            if (fixedFields.Contains(field.Path))
                continue;
            var turn = field.Descending != wanted[next].Descending;
            if (field.Path != wanted[next].Path || (turned ?? turn) != turn)
                break;
            turned = turn;
            next++;
        }

        backward = turned ?? false;
        return next == wanted.Count;
    }

    // Every combination of the points, the last component possibly a stretch; in key order because each component is.
    private static List<KeyRange> Ranges(List<List<Interval>> components)
    {
        if (components.Count == 0)
            return [new KeyRange(null, null)];
        IEnumerable<byte[]> prefixes =
        [
            [],
        ];
        foreach (var component in components[..^1])
            prefixes = prefixes.SelectMany(prefix => component.Select(point => (byte[])[.. prefix, .. point.Low]));
        return
        [
            .. prefixes.SelectMany(prefix =>
                components[^1]
                    .Select(interval => new KeyRange(
                        interval.LowIncluded ? [.. prefix, .. interval.Low] : After([.. prefix, .. interval.Low]),
                        interval.HighIncluded ? After([.. prefix, .. interval.High]) : [.. prefix, .. interval.High]
                    ))
            ),
        ];
    }

    /// <summary>The least bytes greater than everything that starts with these; null when there are none.</summary>
    private static byte[]? After(byte[] prefix)
    {
        for (var last = prefix.Length - 1; last >= 0; last--)
        {
            if (prefix[last] == 0xFF)
                continue;
            var next = prefix[..(last + 1)];
            next[last]++;
            return next;
        }

        return null;
    }
}
