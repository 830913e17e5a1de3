namespace ELearning.Embedded;

/// <summary>Runs one plan on one snapshot: candidates, matcher, sort, skip, limit. Counts what it read, for <c>explain</c>.</summary>
internal sealed class Scan(Snapshot snapshot, CollectionInfo collection, QuerySpec query, Deadline deadline)
{
    private const int DeadlineEvery = 128;

    public Plan Plan { get; } = Planner.Choose(collection, query);

    public long KeysExamined { get; private set; }

    public long DocumentsExamined { get; private set; }

    /// <summary>Whether the wanted number is found by counting keys, without reading a document.</summary>
    public bool CountsKeys => query.CountsOnly && Plan.Exact && Plan.Branches.Count <= 1;

    private bool SortsInMemory => query.Sort is not null && !Plan.SortsByPlan;

    /// <summary>Returns the documents meant, in order. Their bytes are valid until the next step: copy what is needed longer.</summary>
    public IEnumerable<StoredRow> Rows() => Slice(SortsInMemory ? Sorted() : Matching());

    /// <summary>Counts the documents meant.</summary>
    public long Count()
    {
        if (!CountsKeys)
            return Rows().LongCount();
        var most = query.Limit is { } limit && limit < long.MaxValue - query.Skip ? limit + query.Skip : long.MaxValue;
        long found = 0;
        if (Plan.IsCollectionScan)
        {
            found = snapshot.Count(collection);
        }
        else if (Plan.Branches[0] is { Repeats: true } scan)
        {
            var seen = new HashSet<long>();
            foreach (var rid in Keys(scan))
            {
                if (++KeysExamined % DeadlineEvery == 0)
                    deadline.Check();
                if (seen.Add(rid) && seen.Count >= most)
                    break;
            }

            found = seen.Count;
        }
        else
        {
            foreach (var range in Plan.Branches[0].Ranges)
            {
                deadline.Check();
                found += snapshot.CountKeys(Plan.Branches[0].Index, range.Low, range.High, most - found);
            }

            KeysExamined += found;
        }

        return Math.Max(0, Math.Min(found, most) - query.Skip);
    }

    private IEnumerable<StoredRow> Slice(IEnumerable<StoredRow> rows)
    {
        var skip = query.Skip;
        var left = query.Limit ?? long.MaxValue;
        if (left == 0)
            yield break;
        foreach (var row in rows)
        {
            if (skip-- > 0)
                continue;
            yield return row;
            if (--left == 0)
                yield break;
        }
    }

    private IEnumerable<StoredRow> Matching()
    {
        foreach (var row in Candidates())
        {
            if (++DocumentsExamined % DeadlineEvery == 0)
                deadline.Check();
            if (query.Matcher.Matches(row.View))
                yield return row;
        }
    }

    private IEnumerable<StoredRow> Candidates()
    {
        if (Plan.IsCollectionScan)
        {
            foreach (var row in snapshot.Documents(collection, Plan.Backward))
                yield return row;
            yield break;
        }

        var seen = Plan.Branches is not [{ Repeats: false }] ? new HashSet<long>() : null;
        foreach (var rid in Plan.Branches.SelectMany(Keys))
        {
            if (++KeysExamined % DeadlineEvery == 0)
                deadline.Check();
            if (seen is not null && !seen.Add(rid))
                continue;
            if (snapshot.Document(collection, rid) is { } row)
                yield return row;
        }
    }

    private IEnumerable<long> Keys(IndexScan scan) =>
        (Plan.Backward ? scan.Ranges.Reverse() : scan.Ranges).SelectMany(range => snapshot.Keys(scan.Index, range.Low, range.High, Plan.Backward));

    // Only keys and row ids are held; documents are read again in order. With a limit no more than skip + limit of them are kept.
    private IEnumerable<StoredRow> Sorted()
    {
        var keep = query.Limit is { } limit && limit < int.MaxValue - query.Skip ? limit + query.Skip : long.MaxValue;
        var greatestFirst = new PriorityQueue<SortKey, SortKey>(Comparer<SortKey>.Create((a, b) => b.CompareTo(a)));
        long held = 0;
        foreach (var row in Matching())
        {
            var key = new SortKey(query.Sort!.KeyOf(row.View), row.Rid);
            if (greatestFirst.Count < keep)
            {
                greatestFirst.Enqueue(key, key);
                held += key.Size;
            }
            else
            {
                held += key.Size - greatestFirst.EnqueueDequeue(key, key).Size;
            }

            if (held > Limits.Memory)
                throw new MongoError(
                    MongoErrorCode.QueryExceededMemoryLimitNoDiskUseAllowed,
                    $"Sort exceeded memory limit of {Limits.Memory} bytes: an index that gives the order is needed"
                );
        }

        var rids = new long[greatestFirst.Count];
        for (var i = rids.Length - 1; i >= 0; i--)
            rids[i] = greatestFirst.Dequeue().Rid;
        foreach (var rid in rids)
        {
            if (snapshot.Document(collection, rid) is { } row)
                yield return row;
        }
    }

    private readonly record struct SortKey(byte[] Key, long Rid) : IComparable<SortKey>
    {
        public long Size => Key.Length + 48;

        public int CompareTo(SortKey other)
        {
            var order = Key.AsSpan().SequenceCompareTo(other.Key);
            return order != 0 ? order : Rid.CompareTo(other.Rid);
        }
    }
}
