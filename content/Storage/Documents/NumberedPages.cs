using System.Globalization;

namespace ELearning.Content;

/// <summary>
/// A page of things numbered 1 to <c>last</c> without gaps, newest first; the cursor is a number. Of the oldest some may be forgotten: with them the list ends,
/// though the total counts them.
/// </summary>
internal sealed record NumberedPages(IReadOnlyList<int> Numbers, int Last)
{
    public static NumberedPages Of(int last, PageRequest page)
    {
        if (page.Limit is < 1 or > 100)
            throw ContentError.Invalid(page.Backward ? "last" : "first", InputFault.OutOfRange, 100);
        int? cursor =
            page.Cursor is null ? null
            : int.TryParse(page.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
            : throw ContentError.Invalid(page.Backward ? "before" : "after", InputFault.Malformed);
        var newest = page.Backward ? Math.Min(last, (cursor ?? 0) + page.Limit) : Math.Min(last, (cursor ?? int.MaxValue) - 1);
        var oldest = page.Backward ? Math.Max(1, (cursor ?? 0) + 1) : Math.Max(1, newest - page.Limit + 1);
        return new([.. Enumerable.Range(oldest, Math.Max(0, newest - oldest + 1)).Reverse()], last);
    }

    /// <param name="item">Null for what is forgotten.</param>
    public Page<T> Fill<T>(Func<int, T?> item, PageRequest page)
        where T : class
    {
        var found = Numbers.Select(number => (Number: number, Item: item(number))).ToList();
        return new(
            [.. found.Where(one => one.Item is not null).Select(one => new Edge<T>(one.Item!, one.Number.ToString(CultureInfo.InvariantCulture)))],
            HasNextPage: found is [.., { Number: > 1, Item: not null }],
            HasPreviousPage: Numbers.Count > 0 && Numbers[0] < Last,
            page.WithTotal ? Last : null
        );
    }
}
