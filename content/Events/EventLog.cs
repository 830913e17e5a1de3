using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// The log by which all processes hear that something has happened. An event is a hint, never the fact: where a process dies between the two, or the log cannot
/// be written, the fact stands, and listeners learn it by looking, as they do when they begin to listen.
/// </summary>
internal sealed class EventLog(EventStore store, EventFeed feed, TimeProvider time, ILogger<EventLog> logger) : IEvents
{
    /// <summary>How long an event can be read. Whoever was away for longer looks how things are instead of asking what happened.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public async Task AppendAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken)
    {
        if (happened.Count == 0)
            return;
        try
        {
            var ids = happened.Select(_ => Ids.New(time)).Order(StringComparer.Ordinal);
            await store.AddAsync([.. happened.Zip(ids, (told, id) => told with { Id = id })], cancellationToken);
            feed.Wake();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogWarning(fault, "{Kind} of {Subject} happened and could not be told", happened[0].Kind, happened[0].SubjectId);
        }
    }

    /// <summary>Drops events past their <see cref="Lifetime"/>. An expiry by the database would go by its clock and not by ours.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => store.DropBeforeAsync(Ids.FirstAt(time.GetUtcNow() - Lifetime), cancellationToken);
}
