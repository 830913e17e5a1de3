namespace ELearning.Content;

/// <summary>Pages of a whole list that is in memory and in the order of a key; the cursor is the key of the entry beside which a page begins.</summary>
public static class KeyedPages
{
    public static Page<T> Of<T>(IReadOnlyList<T> sorted, Func<T, string> key, PageRequest page)
    {
        if (page.Limit is < 1 or > 100)
            throw ContentError.OutOfRange(page.Backward ? "last" : "first", 1, 100);
        int Side(T item) => page.Cursor is null ? 0 : string.CompareOrdinal(key(item), page.Cursor);
        IReadOnlyList<T> beyond = [.. sorted.Where(item => page.Cursor is null || (page.Backward ? Side(item) < 0 : Side(item) > 0))];
        IReadOnlyList<T> shown = [.. page.Backward ? beyond.TakeLast(page.Limit) : beyond.Take(page.Limit)];
        var isMoreBeyond = beyond.Count > shown.Count;
        var isMoreBefore = sorted.Count > beyond.Count;
        return new(
            [.. shown.Select(item => new Edge<T>(item, key(item)))],
            HasNextPage: page.Backward ? isMoreBefore : isMoreBeyond,
            HasPreviousPage: page.Backward ? isMoreBeyond : isMoreBefore,
            page.WithTotal ? sorted.Count : null
        );
    }
}
