namespace ELearning.Embedded;

/// <summary>How candidates are found. Whatever the plan, the matcher runs on every candidate: a plan may only narrow.</summary>
/// <param name="Branches">Index scans whose union holds every match; empty = all documents of the collection.</param>
/// <param name="SortsByPlan">True when candidates come in the order asked for.</param>
/// <param name="Backward">True when scans run from the greatest key to the least.</param>
internal sealed record Plan(IReadOnlyList<IndexScan> Branches, bool SortsByPlan, bool Backward)
{
    public bool IsCollectionScan => Branches.Count == 0;
}

/// <summary>One index and the key ranges to read of it: disjoint and in key order.</summary>
internal sealed record IndexScan(IndexInfo Index, IReadOnlyList<KeyRange> Ranges);

/// <summary>Keys in [Low, High); null = open end.</summary>
internal readonly record struct KeyRange(byte[]? Low, byte[]? High);
