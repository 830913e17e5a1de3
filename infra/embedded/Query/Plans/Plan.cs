namespace ELearning.Embedded;

/// <summary>How candidates are found. Whatever the plan, the matcher runs on every candidate: a plan may only narrow.</summary>
/// <param name="Branches">Index scans whose union holds every match; empty = all documents of the collection.</param>
/// <param name="SortsByPlan">True when candidates come in the order asked for.</param>
/// <param name="Backward">True when scans run from the greatest key to the least.</param>
/// <param name="Exact">True when the candidates are the matches, no more and no fewer: then they can be counted without being read.</param>
internal sealed record Plan(IReadOnlyList<IndexScan> Branches, bool SortsByPlan, bool Backward, bool Exact)
{
    public bool IsCollectionScan => Branches.Count == 0;
}

/// <summary>One index and the key ranges to read of it: disjoint and in key order.</summary>
/// <param name="Repeats">True when a document may stand in the ranges more than once.</param>
internal sealed record IndexScan(IndexInfo Index, IReadOnlyList<KeyRange> Ranges, bool Repeats);

/// <summary>Keys in [Low, High); null = open end.</summary>
internal readonly record struct KeyRange(byte[]? Low, byte[]? High);
