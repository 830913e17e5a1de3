using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// The audit log: added to, never changed but for the count of what was refused. A read is written before it is answered. A change is written before it is
/// tried, as attempted, and its result is added when it is known: a crash in between leaves an entry that says so, and the changed data says whether it was
/// done.
/// </summary>
public sealed class AuditLog
{
    /// <summary>Result of an act whose end is not known: it is under way, or the process died.</summary>
    public const string Attempted = "ATTEMPTED";

    /// <summary>Result of an act whose client went away before its end: some of it may be done.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>Result of an act that was done.</summary>
    public const string Done = "OK";

    /// <summary>How long a database that does not answer is waited for, when all that is left to do is to write how an act ended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly AuditStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditLog> _logger;

    internal AuditLog(AuditStore store, TimeProvider time, ILogger<AuditLog> logger) => (_store, _time, _logger) = (store, time, logger);

    public static IReadOnlyList<QueryField> Queryable => AuditStore.Map.Fields;

    /// <summary>That of the request where there is one, so that logs and audit can be read together.</summary>
    public string Correlation => Content.Correlation.Current ?? Ids.New(_time);

    /// <summary>Adds what was refused, as far as a minute's entry does not stand for it already; see <see cref="AuditRules"/>.</summary>
    public async Task AddRefusedAsync(IReadOnlyList<AuditEntry> refused, CancellationToken cancellationToken)
    {
        foreach (var entry in AuditRules.Counted(refused, SchoolTime.Now(_time)))
        {
            await _store.CountAsync(entry, cancellationToken);
        }
    }

    /// <summary>The same of one act, though whoever was refused hangs up: who did so would leave no trace.</summary>
    /// <param name="refused">Makes the entry, which may ask the database.</param>
    public Task AddRefusedAsync(Func<CancellationToken, Task<AuditEntry>> refused) =>
        InPatienceAsync(async patience => await AddRefusedAsync([await refused(patience)], patience));

    /// <returns>The entries as they are kept.</returns>
    public async Task<IReadOnlyList<AuditEntry>> AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var now = SchoolTime.Now(_time);
        var ids = entries.Select(_ => Ids.New(_time)).Order(StringComparer.Ordinal);
        var added = entries.Zip(ids, (entry, id) => entry with { Id = id, At = now }).ToList();
        await _store.AddAsync(added, cancellationToken);
        return added;
    }

    /// <summary>Adds an entry under an id of the caller's making: an act that is completed again after a crash is on record once.</summary>
    public Task AddOnceAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        Tolerating.DuplicatesAsync(() => _store.AddAsync([entry with { At = SchoolTime.Now(_time) }], cancellationToken));

    /// <summary>Does what is done outside GraphQL: written before it is tried, and then how it ended.</summary>
    public async Task<T> RecordAsync<T>(AuditEntry act, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var attempted = (await AddAsync([act with { Result = Attempted }], cancellationToken))[0];
        T done;
        try
        {
            done = await work();
        }
        catch (ContentError refused)
        {
            await RefuseAsync(attempted with { Result = ResultOf(refused) });
            throw;
        }
        catch (Exception fault)
        {
            await GiveUpAsync(attempted with { Result = ResultOf(fault) });
            throw;
        }

        await CompleteAsync(attempted with { Result = Done });
        return done;
    }

    /// <summary>
    /// Adds how an attempted act ended, once: its result, what kind of act it turned out to be, and whom it made. Though the time of the request is over, or
    /// nobody waits for it.
    /// </summary>
    public async Task CompleteAsync(AuditEntry ended)
    {
        await InPatienceAsync(patience => _store.CompleteAsync(ended, patience));
    }

    /// <summary>The same of an act that changed nothing: it is counted with others like it, and is no longer attempted.</summary>
    public async Task RefuseAsync(AuditEntry refused)
    {
        await InPatienceAsync(async patience =>
        {
            await AddRefusedAsync([refused], patience);
            await _store.RemoveAsync(refused, patience);
        });
    }

    /// <summary>Waits for the database within limits; where it does not answer, the failure says that it is away and not that somebody cancelled.</summary>
    private async Task InPatienceAsync(Func<CancellationToken, Task> write)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        try
        {
            await write(patience.Token);
        }
        catch (OperationCanceledException silence) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException("The database did not take an audit entry in time.", silence);
        }
    }

    /// <summary>
    /// The same of an act that failed: the caller hears why it did, not that the database cannot write it down any more. Then the entry goes on to say
    /// attempted.
    /// </summary>
    public async Task GiveUpAsync(AuditEntry failed)
    {
        try
        {
            await CompleteAsync(failed);
        }
        catch (Exception unwritten)
        {
            _logger.LogWarning(unwritten, "Audit entry {EntryId} stays attempted; it ended as {Result}", failed.Id, failed.Result);
        }
    }

    /// <summary>Lists the entries that concern organisations of the scope, newest first unless sorted otherwise.</summary>
    public Task<Page<AuditEntry>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _store.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("at", true)], page, cancellationToken);

    private static string ResultOf(Exception fault) =>
        fault switch
        {
            ContentError error => ContentError.NameOf(error.Code),
            OperationCanceledException => Cancelled,
            _ when Outage.IsBehind(fault) => "UNAVAILABLE",
            _ => "INTERNAL",
        };
}
