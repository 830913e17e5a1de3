using GraphQL;

namespace ELearning.GraphQL;

/// <summary>How long lists are, by what bounds them, remembered for a minute.</summary>
internal sealed class ListLengths(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private const int Most = 1_000;

    private readonly Remembered<string, long> _lengths = new(time, Lifetime, Most);

    public ValueTask<long> OfAsync(string list, Func<Task<long>> length) => _lengths.GetAsync(list, length);
}

/// <summary>
/// Pays for a list by its length, once for each branch of an <c>or</c>: filtered, sorted or counted, it may have to be looked through from end to end, and none
/// is read beyond what the caller may see. A page of the list as it stands is served by an index and costs no more than itself, and so does one whose filter
/// names a value that few entries have, such as a number that only one has.
/// </summary>
internal sealed class ListPayer(WorkCharge charge, ListLengths lengths, int branches) : IListPayer
{
    /// <summary>The request with its payer, where it takes one.</summary>
    public static ListRequest For(IResolveFieldContext context, ListRequest list, IReadOnlyList<QueryField> fields, bool isAlwaysPaid)
    {
        var isLookedThrough = isAlwaysPaid || ((list.Where is not null || list.Order.Count > 0 || list.Page.WithTotal) && !IsNarrow(list.Where, fields));
        return isLookedThrough
            ? list with
            {
                Page = list.Page with { Payer = new ListPayer(context.Service<WorkCharge>(), context.Service<ListLengths>(), BranchesOf(list.Where)) },
            }
            : list;
    }

    public async Task PayAsync(string list, Func<Task<long>> length) => charge.Pay(branches * await lengths.OfAsync(list, length), WorkCharge.EntriesForOne);

    private static bool IsNarrow(Filter? filter, IReadOnlyList<QueryField> fields) =>
        filter switch
        {
            AndFilter and => and.Parts.Any(part => IsNarrow(part, fields)),
            FieldFilter { Operator: FilterOperator.Eq or FilterOperator.In or FilterOperator.Some } one => fields.Any(field =>
                field.Narrow && field.Name == one.Field
            ),
            _ => false,
        };

    private static int BranchesOf(Filter? filter) =>
        filter switch
        {
            AndFilter and => and.Parts.Select(BranchesOf).DefaultIfEmpty(1).Max(),
            OrFilter or => Math.Max(1, or.Parts.Sum(BranchesOf)),
            _ => 1,
        };
}
