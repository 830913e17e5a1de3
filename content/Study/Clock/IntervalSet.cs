namespace ELearning.Content;

/// <summary>A piece of a chapter, <c>[Start, End)</c> in whole milliseconds.</summary>
internal readonly record struct Interval(long Start, long End)
{
    public long Length => End - Start;
}

/// <summary>Content of a chapter as sorted, disjoint, never touching intervals in milliseconds. Immutable; every operation is linear.</summary>
internal sealed class IntervalSet : IEquatable<IntervalSet>
{
    /// <summary>Start, end, start, end …: the form it is stored in.</summary>
    private readonly long[] _edges;

    private IntervalSet(long[] edges) => _edges = edges;

    public static IntervalSet Empty { get; } = new([]);

    public IReadOnlyList<long> Edges => _edges;

    public int Count => _edges.Length / 2;

    public long Length
    {
        get
        {
            long length = 0;
            for (var i = 0; i < _edges.Length; i += 2)
                length += _edges[i + 1] - _edges[i];
            return length;
        }
    }

    public IEnumerable<Interval> Intervals
    {
        get
        {
            for (var i = 0; i < _edges.Length; i += 2)
                yield return new Interval(_edges[i], _edges[i + 1]);
        }
    }

    public static IntervalSet Of(Interval interval) => interval.Length > 0 ? new([interval.Start, interval.End]) : Empty;

    /// <summary>Reads the stored form; what is not sorted and disjoint was not written by us.</summary>
    public static IntervalSet FromEdges(IReadOnlyList<long> edges)
    {
        if (edges.Count % 2 != 0)
            throw new FormatException("An interval without an end.");
        for (var i = 1; i < edges.Count; i++)
        {
            if (edges[i] <= edges[i - 1])
                throw new FormatException("Intervals out of order.");
        }
        return edges.Count == 0 ? Empty : new([.. edges]);
    }

    public IntervalSet Union(IntervalSet other)
    {
        if (other._edges.Length == 0)
            return this;
        if (_edges.Length == 0)
            return other;
        var union = new List<long>(_edges.Length + other._edges.Length);
        for (int i = 0, j = 0; i < _edges.Length || j < other._edges.Length; )
        {
            var mine = j >= other._edges.Length || (i < _edges.Length && _edges[i] <= other._edges[j]);
            var (start, end) = mine ? (_edges[i], _edges[i + 1]) : (other._edges[j], other._edges[j + 1]);
            if (mine)
                i += 2;
            else
                j += 2;
            if (union.Count > 0 && start <= union[^1])
            {
                union[^1] = Math.Max(union[^1], end);
            }
            else
            {
                union.Add(start);
                union.Add(end);
            }
        }
        return new([.. union]);
    }

    public IntervalSet Except(IntervalSet other)
    {
        if (_edges.Length == 0 || other._edges.Length == 0)
            return this;
        var rest = new List<long>(_edges.Length);
        var j = 0;
        for (var i = 0; i < _edges.Length; i += 2)
        {
            var (start, end) = (_edges[i], _edges[i + 1]);
            while (j < other._edges.Length && other._edges[j + 1] <= start)
                j += 2;
            for (var k = j; k < other._edges.Length && other._edges[k] < end && start < end; k += 2)
            {
                if (other._edges[k] > start)
                {
                    rest.Add(start);
                    rest.Add(other._edges[k]);
                }
                start = Math.Max(start, other._edges[k + 1]);
            }
            if (start < end)
            {
                rest.Add(start);
                rest.Add(end);
            }
        }
        return rest.Count == 0 ? Empty : new([.. rest]);
    }

    /// <summary>The first so many milliseconds.</summary>
    public IntervalSet Take(long milliseconds)
    {
        var taken = new List<long>();
        for (var i = 0; i < _edges.Length && milliseconds > 0; i += 2)
        {
            var length = Math.Min(milliseconds, _edges[i + 1] - _edges[i]);
            taken.Add(_edges[i]);
            taken.Add(_edges[i] + length);
            milliseconds -= length;
        }
        return taken.Count == 0 ? Empty : new([.. taken]);
    }

    public IntervalSet Intersect(IntervalSet other) => Except(Except(other));

    public bool Equals(IntervalSet? other) => other is not null && _edges.AsSpan().SequenceEqual(other._edges);

    public override bool Equals(object? obj) => Equals(obj as IntervalSet);

    public override int GetHashCode() => HashCode.Combine(_edges.Length, Length);

    public override string ToString() => string.Join(' ', Intervals.Select(interval => $"{interval.Start}-{interval.End}"));
}
