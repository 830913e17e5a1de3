using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// The feed of the events of all processes for the listeners of this one. The log is looked at only while somebody listens, by one poller for all of them: at
/// intervals, and at once when this process writes. Each look goes back over <see cref="Overlap"/>, because ids are made by clocks that differ and become
/// visible in another order than they were made in; what was passed on is not passed on again.
/// </summary>
/// <remarks>
/// A listener that does not keep up loses its oldest events, not its newest, and holds nobody else up: events are hints, so the newest is what it needs.
/// </remarks>
public sealed class EventFeed
{
    /// <summary>Clocks of processes may differ by this much, writing time included.</summary>
    internal static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    /// <summary>How many events a listener may be behind.</summary>
    internal const int LargestBacklog = 64;

    private readonly EventStore _store;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly ILogger<EventFeed> _logger;
    private readonly Lock _gate = new();
    private readonly List<Listener> _listeners = [];
    private Poller? _poller;

    internal EventFeed(EventStore store, IOptions<EventOptions> options, TimeProvider time, ILogger<EventFeed> logger) =>
        (_store, _time, _logger, _interval) = (store, time, logger, options.Value.PollInterval);

    internal bool IsPolling
    {
        get
        {
            lock (_gate)
            {
                return _poller is not null;
            }
        }
    }

    /// <summary>Done when the poller of this moment has ended; done already where there is none.</summary>
    internal Task PollingEnds
    {
        get
        {
            lock (_gate)
            {
                return _poller?.Ended ?? Task.CompletedTask;
            }
        }
    }

    /// <summary>Follows the events from the call on, not from the first read on, until the enumeration or the token ends.</summary>
    /// <param name="afterPosition">Id of the last event heard, to hear first what was missed since; null for what happens from now on.</param>
    public IAsyncEnumerable<DomainEvent> FollowAsync(string? afterPosition, EventFilter filter, CancellationToken cancellationToken)
    {
        var listener = new Listener(filter);
        lock (_gate)
        {
            _listeners.Add(listener);
            _poller ??= Poller.Start(this);
        }
        var registration = cancellationToken.Register(() => Leave(listener));
        return ReadAsync(listener, afterPosition, registration, cancellationToken);
    }

    /// <summary>
    /// The subjects of one kind of event since a moment. It goes back by <see cref="Overlap"/>, so that one who asks again and again misses none and is told
    /// some twice.
    /// </summary>
    public Task<IReadOnlySet<string>> SubjectsSinceAsync(DomainEventKind kind, DateTimeOffset since, CancellationToken cancellationToken) =>
        _store.SubjectsAfterAsync(Ids.FirstAt(since - Overlap), kind, cancellationToken);

    /// <summary>Makes the poller look at once, because this process has written.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            _poller?.Wake();
        }
    }

    private async IAsyncEnumerable<DomainEvent> ReadAsync(
        Listener listener,
        string? after,
        CancellationTokenRegistration registration,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        try
        {
            var replayed = new HashSet<string>();
            while (after is not null)
            {
                var missed = await _store.AfterAsync(after, cancellationToken);
                foreach (var told in missed.Where(listener.Filter.Matches))
                {
                    replayed.Add(told.Id);
                    yield return told;
                }
                after = missed.Count == EventStore.LargestBatch ? missed[^1].Id : null;
            }
            await foreach (var told in listener.Backlog.Reader.ReadAllAsync(cancellationToken))
            {
                if (!replayed.Remove(told.Id))
                    yield return told;
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
        lock (_gate)
        {
            _listeners.Remove(listener);
            listener.Backlog.Writer.TryComplete();
            if (_listeners.Count > 0)
                return;
            _poller?.Dispose();
            _poller = null;
        }
    }

    private void PassOn(DomainEvent told)
    {
        lock (_gate)
        {
            foreach (var listener in _listeners.Where(listener => listener.Filter.Matches(told)))
            {
                listener.Backlog.Writer.TryWrite(told);
            }
        }
    }

    private sealed record Listener(EventFilter Filter)
    {
        public Channel<DomainEvent> Backlog { get; } =
            Channel.CreateBounded<DomainEvent>(new BoundedChannelOptions(LargestBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    }

    /// <summary>The poller, which looks at the log as long as there are listeners.</summary>
    private sealed class Poller : IDisposable
    {
        private readonly EventFeed _feed;
        private readonly DateTimeOffset _begun;
        private readonly CancellationTokenSource _stopping = new();
        private readonly CancellationToken _stopped;
        private readonly Channel<bool> _pulse = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        private readonly ITimer _timer;

        private Poller(EventFeed feed)
        {
            (_feed, _begun, _stopped) = (feed, feed._time.GetUtcNow(), _stopping.Token);
            _timer = feed._time.CreateTimer(_ => Wake(), null, feed._interval, feed._interval);
        }

        public Task Ended { get; private set; } = Task.CompletedTask;

        public static Poller Start(EventFeed feed)
        {
            // It outlives the request of its first listener and must not run in that one's name.
            using var alone = ExecutionContext.SuppressFlow();
            var poller = new Poller(feed);
            poller.Wake();
            poller.Ended = Task.Run(poller.RunAsync);
            return poller;
        }

        public void Wake() => _pulse.Writer.TryWrite(true);

        public void Dispose()
        {
            _timer.Dispose();
            _stopping.Cancel();
            _stopping.Dispose();
        }

        private async Task RunAsync()
        {
            // What was there before anybody listened counts as passed on.
            var passed = new HashSet<string>();
            var first = Ids.FirstAt(_begun);
            var looked = _begun;
            try
            {
                await foreach (var _ in _pulse.Reader.ReadAllAsync(_stopped))
                {
                    try
                    {
                        var now = _feed._time.GetUtcNow();
                        var from = Ids.FirstAt(looked - Overlap);
                        await LookAsync(from, passed, first);
                        passed.RemoveWhere(id => string.CompareOrdinal(id, from) < 0);
                        (looked, first) = (now, "");
                    }
                    catch (Exception fault) when (fault is not OperationCanceledException)
                    {
                        _feed._logger.LogWarning(fault, "Events could not be looked for; the next look goes back as far as the last one that succeeded");
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
                found = await _feed._store.AfterAsync(position, _stopped);
                foreach (var told in found.Where(told => passed.Add(told.Id) && string.CompareOrdinal(told.Id, first) >= 0))
                    _feed.PassOn(told);
                position = found.Count > 0 ? found[^1].Id : position;
            } while (found.Count == EventStore.LargestBatch);
        }
    }
}
