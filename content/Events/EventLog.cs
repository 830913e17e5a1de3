using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Tells all processes that something happened, after it has. An event is a hint, never the fact: where a process dies in between, or the log cannot be
/// written, the fact stands, and whoever
/// listens learns it by looking, as they do when they begin to listen.
/// </summary>
internal sealed class EventLog(EventStore store, EventFeed feed, TimeProvider time, ILogger<EventLog> logger) : IEvents
{
    /// <summary>
    /// How long an event can be read: as long as anybody could have been away and still want to know what happened rather than how things are.
    /// </summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    public async Task TellAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken)
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

    /// <summary>Drops what nobody asks for any more. A rule of the database would go by its clock and not by ours.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => store.DropBeforeAsync(Ids.FirstAt(time.GetUtcNow() - Kept), cancellationToken);
}
