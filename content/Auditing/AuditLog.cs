using System.Diagnostics;

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

    /// <summary>The trace of the request where it has one, so that logs and audit can be read together.</summary>
    public string Correlation => Activity.Current?.TraceId.ToHexString() ?? Ids.New(time);

    /// <summary>As precise as it is kept.</summary>
    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <returns>The entries as they are kept.</returns>
    public async Task<IReadOnlyList<AuditEntry>> AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var now = Now;
        var ids = entries.Select(_ => Ids.New(time)).Order(StringComparer.Ordinal);
        var added = entries.Zip(ids, (entry, id) => entry with { Id = id, At = now }).ToList();
        await store.AddAsync(added, cancellationToken);
        return added;
    }

    /// <summary>Adds an entry under an id of the caller's making: an act that is completed again after a crash is on record once.</summary>
    public Task AddOnceAsync(AuditEntry entry, CancellationToken cancellationToken) => Tolerating.DuplicatesAsync(() => store.AddAsync([entry with { At = Now }], cancellationToken));

    /// <summary>Does what is done outside GraphQL: written before it is tried, and then how it ended.</summary>
    public async Task<T> RecordAsync<T>(AuditEntry act, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var attempted = (await AddAsync([act with { Result = Attempted }], cancellationToken))[0];
        T done;
        try
        {
            done = await work();
        }
        catch (Exception fault)
        {
            await CompleteAsync(attempted with { Result = ResultOf(fault) }, CancellationToken.None);
            throw;
        }

        await CompleteAsync(attempted with { Result = Done }, CancellationToken.None);
        return done;
    }

    /// <summary>Adds how an attempted act ended, once: its result, what kind of act it turned out to be, and whom it made.</summary>
    public Task CompleteAsync(AuditEntry ended, CancellationToken cancellationToken) => store.CompleteAsync(ended, cancellationToken);

    /// <summary>What concerns organisations of the scope; newest first unless sorted otherwise.</summary>
    public Task<Page<AuditEntry>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        store.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("at", true)], page, cancellationToken);

    private static string ResultOf(Exception fault) => fault switch
    {
        ContentError error => ContentError.NameOf(error.Code),
        OperationCanceledException => Cancelled,
        _ => "INTERNAL",
    };
}
