using System.Globalization;

namespace ELearning.Content;

/// <summary>
/// A page of things numbered 1 to <c>last</c> without gaps, newest first; the cursor is a number. Of the oldest some may be forgotten: with them the list ends,
/// though the total counts them.
/// </summary>
public sealed record NumberedPages(IReadOnlyList<int> Numbers, int First, int Last)
{
    /// <param name="first">The oldest that is not forgotten, for a page backward: it begins there. Forward it is met on the way.</param>
    public static NumberedPages Of(int last, PageRequest page, int first = 1)
    {
        if (page.Limit is < 1 or > 100)
            throw ContentError.OutOfRange(page.Backward ? "last" : "first", 1, 100);
        int? cursor =
            page.Cursor is null ? null
            : int.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw ContentError.Invalid(page.Backward ? "before" : "after", InputFault.Malformed);
        var begin = Math.Max(first, (cursor ?? 0) + 1);
        var newest = page.Backward ? Math.Min(last, begin - 1 + page.Limit) : Math.Min(last, (cursor ?? int.MaxValue) - 1);
        var oldest = page.Backward ? begin : Math.Max(1, newest - page.Limit + 1);
        return new([.. Enumerable.Range(oldest, Math.Max(0, newest - oldest + 1)).Reverse()], first, last);
    }

    /// <summary>A page of a list that only grows, newest first: an entry's place is its number.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> growing, PageRequest page)
        where T : class => Of(growing.Count, page).Fill(number => growing[number - 1], page);

    /// <param name="item">Null for what is forgotten.</param>
    public Page<T> Fill<T>(Func<int, T?> item, PageRequest page)
        where T : class
    {
        var found = Numbers.Select(number => (Number: number, Item: item(number))).ToList();
        var hasOlder = found is [.., { Item: not null } oldest] && oldest.Number > First;
        return new(
            [.. found.Where(one => one.Item is not null).Select(one => new Edge<T>(one.Item!, one.Number.ToString(CultureInfo.InvariantCulture)))],
            HasNextPage: hasOlder,
            HasPreviousPage: Numbers.Count > 0 && Numbers[0] < Last,
            page.WithTotal ? Last : null
        );
    }
}
