namespace ELearning.Content;

/// <summary>What auditors asked, and when. A look is written before it is answered: what cannot be recorded is not shown.</summary>
public sealed class LookBook
{
    private readonly LookStore store;
    private readonly TimeProvider time;

    internal LookBook(LookStore store, TimeProvider time) => (this.store, this.time) = (store, time);

    public static IReadOnlyList<QueryField> Queryable => LookStore.Map.Fields;

    public Task RecordAsync(string subject, string document, string? variables, CancellationToken cancellationToken) =>
        store.AddAsync(new(Ids.New(time), subject, DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()), document, variables), cancellationToken);

    /// <summary>Newest first unless sorted otherwise.</summary>
    public Task<Page<Look>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        store.ListAsync(filter, sorts.Count > 0 ? sorts : [new("at", true)], page, cancellationToken);
}
