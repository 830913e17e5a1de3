namespace ELearning;

/// <summary>One page of a list. The cursor names the last item seen (its sort values and id), so inserts never shift a page.</summary>
/// <param name="Limit">1 to 100.</param>
/// <param name="Cursor">Opaque; after it (or before it when <paramref name="Backward"/>) the page begins; null for the first page.</param>
/// <param name="Backward">True for <c>last/before</c>: the last items before the cursor, still answered in list order.</param>
/// <param name="WithTotal">Count all that match; asked for only when somebody reads it.</param>
/// <param name="Payer">Who pays where the list has to be looked through for this page; null where it costs no more than the page.</param>
public sealed record PageRequest(int Limit = 20, string? Cursor = null, bool Backward = false, bool WithTotal = false, IListPayer? Payer = null);

/// <summary>
/// Pays for a list that has to be looked through, because it is filtered, sorted or counted: as much as it is long, before it is looked through.
/// </summary>
public interface IListPayer
{
    /// <summary>Throws where the caller cannot pay.</summary>
    /// <param name="list">Names the list with what bounds it, such as the caller's scope: of the same name the length is remembered for a while.</param>
    /// <param name="length">How many entries it has, whatever the filter.</param>
    Task PayAsync(string list, Func<Task<long>> length);
}

public sealed record Edge<T>(T Node, string Cursor);

/// <param name="TotalCount">Null when it was not asked for.</param>
public sealed record Page<T>(IReadOnlyList<Edge<T>> Edges, bool HasNextPage, bool HasPreviousPage, long? TotalCount)
{
    public IEnumerable<T> Nodes => Edges.Select(edge => edge.Node);

    public Page<TOther> Select<TOther>(Func<T, TOther> map) =>
        new([.. Edges.Select(edge => new Edge<TOther>(map(edge.Node), edge.Cursor))], HasNextPage, HasPreviousPage, TotalCount);
}
