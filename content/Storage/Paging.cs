namespace ELearning.Content;

/// <summary>One page of a list. The cursor names the last item seen (its sort values and id), so inserts never shift a page.</summary>
/// <param name="Limit">1 to 100.</param>
/// <param name="Cursor">Opaque; after it (or before it when <paramref name="Backward"/>) the page begins; null for the first page.</param>
/// <param name="Backward">True for <c>last/before</c>: the last items before the cursor, still answered in list order.</param>
/// <param name="WithTotal">Count all that match; asked for only when somebody reads it.</param>
public sealed record PageRequest(int Limit = 20, string? Cursor = null, bool Backward = false, bool WithTotal = false);

public sealed record Edge<T>(T Node, string Cursor);

/// <param name="TotalCount">Null when it was not asked for.</param>
public sealed record Page<T>(IReadOnlyList<Edge<T>> Edges, bool HasNextPage, bool HasPreviousPage, long? TotalCount)
{
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);

    public Page<TOther> Select<TOther>(Func<T, TOther> map) =>
        new([.. Edges.Select(edge => new Edge<TOther>(map(edge.Node), edge.Cursor))], HasNextPage, HasPreviousPage, TotalCount);
}
