using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Events of all processes for the listeners of this one. The log is looked at only while somebody listens, by one poller for all of them: at intervals, and at once when this process writes.
/// Each look goes back over <see cref="Overlap"/>, because ids are made by clocks that differ and become visible in another order than they were made in; what was passed on is not passed on again.
/// </summary>
/// <remarks>A listener that does not keep up loses its oldest events, not its newest, and holds nobody else up: events are hints, so the newest is what it needs.</remarks>
public sealed class EventFeed
{
    /// <summary>Clocks of processes may differ by this much, writing time included.</summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>Events a listener may be behind by.</summary>
    internal const int LargestBacklog = 64;

    private readonly EventStore store;
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly ILogger<EventFeed> logger;
    private readonly Lock gate = new();
    private readonly List<Listener> listeners = [];
    private Poller? poller;

    internal EventFeed(EventStore store, IOptions<EventOptions> options, TimeProvider time, ILogger<EventFeed> logger) =>
        (this.store, this.time, this.logger, interval) = (store, time, logger, options.Value.PollInterval);

    internal bool IsPolling
    {
        get
        {
            lock (gate)
            {
                return poller is not null;
            }
        }
    }

    /// <summary>Listening begins with the call, not with the first read, and ends with the enumeration or the token.</summary>
    /// <param name="afterPosition">Id of the last event heard, to hear first what was missed since; null for what happens from now on.</param>
    public IAsyncEnumerable<DomainEvent> FollowAsync(string? afterPosition, EventFilter filter, CancellationToken cancellationToken)
    {
        var listener = new Listener(filter);
        lock (gate)
        {
            listeners.Add(listener);
            poller ??= Poller.Start(this);
        }
        var registration = cancellationToken.Register(() => Leave(listener));
        return ReadAsync(listener, afterPosition, registration, cancellationToken);
    }

    /// <summary>This process has written.</summary>
    internal void Wake()
    {
        lock (gate)
        {
            poller?.Wake();
        }
    }

    private async IAsyncEnumerable<DomainEvent> ReadAsync(Listener listener, string? after, CancellationTokenRegistration registration, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            var replayed = new HashSet<string>();
            while (after is not null)
            {
                var missed = await store.AfterAsync(after, cancellationToken);
                foreach (var told in missed.Where(listener.Filter.Matches))
                {
                    replayed.Add(told.Id);
                    yield return told;
                }
                after = missed.Count == EventStore.LargestBatch ? missed[^1].Id : null;
            }
            await foreach (var told in listener.Backlog.Reader.ReadAllAsync(cancellationToken))
            {
                if (!replayed.Remove(told.Id)) yield return told;
            }
        }
        finally
        {
            await registration.DisposeAsync();
            Leave(listener);
        }
    }

    private void Leave(Listener listener)
    {
        lock (gate)
        {
            listeners.Remove(listener);
            listener.Backlog.Writer.TryComplete();
            if (listeners.Count > 0) return;
            poller?.Dispose();
            poller = null;
        }
    }

    private void PassOn(DomainEvent told)
    {
        lock (gate)
        {
            foreach (var listener in listeners.Where(listener => listener.Filter.Matches(told)))
            {
                listener.Backlog.Writer.TryWrite(told);
            }
        }
    }

    private sealed record Listener(EventFilter Filter)
    {
        public Channel<DomainEvent> Backlog { get; } = Channel.CreateBounded<DomainEvent>(new BoundedChannelOptions(LargestBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    }

    /// <summary>Looks at the log from its first listener to its last.</summary>
    private sealed class Poller : IDisposable
    {
        private readonly EventFeed feed;
        private readonly DateTimeOffset begun;
        private readonly CancellationTokenSource stopping = new();
        private readonly CancellationToken stopped;
        private readonly Channel<bool> pulse = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly ITimer timer;

        private Poller(EventFeed feed)
        {
            (this.feed, begun, stopped) = (feed, feed.time.GetUtcNow(), stopping.Token);
            timer = feed.time.CreateTimer(_ => Wake(), null, feed.interval, feed.interval);
        }

        public static Poller Start(EventFeed feed)
        {
            // It outlives the request of its first listener and must not run in that one's name.
            using var alone = ExecutionContext.SuppressFlow();
            var poller = new Poller(feed);
            poller.Wake();
            _ = Task.Run(poller.RunAsync);
            return poller;
        }

        public void Wake() => pulse.Writer.TryWrite(true);

        public void Dispose()
        {
            timer.Dispose();
            stopping.Cancel();
            stopping.Dispose();
        }

        private async Task RunAsync()
        {
            // What was there before anybody listened counts as passed on.
            var passed = new HashSet<string>();
            var first = Ids.FirstAt(begun);
            var looked = begun;
            try
            {
                await foreach (var _ in pulse.Reader.ReadAllAsync(stopped))
                {
                    try
                    {
                        var now = feed.time.GetUtcNow();
                        var from = Ids.FirstAt(looked - Overlap);
                        await LookAsync(from, passed, first);
                        passed.RemoveWhere(id => string.CompareOrdinal(id, from) < 0);
                        (looked, first) = (now, "");
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException)
                    {
                        feed.logger.LogWarning(fault, "Events could not be looked for; the next look goes back as far as the last one that succeeded");
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Nobody listens any more.
            }
        }

        private async Task LookAsync(string position, HashSet<string> passed, string first)
        {
            IReadOnlyList<DomainEvent> found;
            do
            {
                found = await feed.store.AfterAsync(position, stopped);
                foreach (var told in found.Where(told => passed.Add(told.Id) && string.CompareOrdinal(told.Id, first) >= 0)) feed.PassOn(told);
                position = found.Count > 0 ? found[^1].Id : position;
            }
            while (found.Count == EventStore.LargestBatch);
        }
    }
}
