namespace ELearning.Content;

/// <summary>
/// The audit log: added to, never changed. A read is written before it is answered. A change is written before it is tried, as attempted, and its result is added when it is known: a crash in
/// between leaves an entry that says so, and the changed data says whether it was done.
/// </summary>
public sealed class AuditLog
{
    /// <summary>Result of an act whose end is not known: it is under way, or the process died.</summary>
    public const string Attempted = "ATTEMPTED";

    /// <summary>Result of an act whose client went away before its end: some of it may be done.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Result of an act that was done.</summary>
    public const string Done = "OK";

    private readonly AuditStore store;
    private readonly TimeProvider time;

    internal AuditLog(AuditStore store, TimeProvider time) => (this.store, this.time) = (store, time);

    public static IReadOnlyList<QueryField> Queryable => AuditStore.Map.Fields;

    /// <returns>The entries as they are kept.</returns>
    public async Task<IReadOnlyList<AuditEntry>> AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var ids = entries.Select(_ => Ids.New(time)).Order(StringComparer.Ordinal);
        var added = entries.Zip(ids, (entry, id) => entry with { Id = id, At = now }).ToList();
        await store.AddAsync(added, cancellationToken);
        return added;
    }

    /// <summary>Adds how an attempted act ended, once: its result, what kind of act it turned out to be, and whom it made.</summary>
    public Task CompleteAsync(AuditEntry ended, CancellationToken cancellationToken) => store.CompleteAsync(ended, cancellationToken);

    /// <summary>What concerns organisations of the scope; newest first unless sorted otherwise.</summary>
    public Task<Page<AuditEntry>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        store.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("at", true)], page, cancellationToken);
}
