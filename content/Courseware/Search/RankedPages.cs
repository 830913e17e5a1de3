namespace ELearning.Content;

/// <summary>
/// Pages of one list that is made of a list for each rank, the best first. A cursor is the rank and the cursor within its list, and so as stable as the latter.
/// </summary>
internal static class RankedPages
{
    /// <param name="read">A page of one rank; its cursor, if any, lies in that rank.</param>
    /// <returns>The page, without the total.</returns>
    public static async Task<Page<T>> ReadAsync<T>(PageRequest page, Func<SearchRank, PageRequest, Task<Page<T>>> read)
    {
        var (first, within) = Split(page);
        List<Edge<T>> edges = [];
        var more = false;
        var order = page.Backward ? SearchRules.Ranks.Reverse() : SearchRules.Ranks;
        foreach (var rank in order.SkipWhile(rank => first is not null && rank != first))
        {
            // When the page is full, one entry more tells whether the list goes on.
            var isFull = edges.Count > 0 && edges.Count == page.Limit;
            var found = await read(
                rank,
                page with
                {
                    Limit = isFull ? 1 : page.Limit - edges.Count,
                    Cursor = rank == first ? within : null,
                    WithTotal = false,
                }
            );
            if (!isFull)
                edges.InsertRange(page.Backward ? 0 : edges.Count, found.Edges.Select(edge => edge with { Cursor = Join(rank, edge.Cursor) }));
            more =
                isFull ? found.Edges.Count > 0
                : page.Backward ? found.HasPreviousPage
                : found.HasNextPage;
            if (more)
                break;
        }
        return new(edges, page.Backward ? page.Cursor is not null : more, page.Backward ? more : page.Cursor is not null, null);
    }

    private static string Join(SearchRank rank, string cursor) => $"{(int)rank}.{cursor}";

    private static (SearchRank? Rank, string? Cursor) Split(PageRequest page) =>
        page.Cursor switch
        {
            null => (null, null),
            [var rank, '.', .. var cursor] when SearchRules.Ranks.Contains((SearchRank)(rank - '0')) => ((SearchRank)(rank - '0'), cursor),
            _ => throw ContentError.Invalid(page.Backward ? "before" : "after", InputFault.Malformed),
        };
}
