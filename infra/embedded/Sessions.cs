using System.Collections.Concurrent;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Sessions and their retryable writes: the last transaction number of each and the answer to it. In memory only: after a restart a repeated
/// write runs again.
/// </summary>
internal sealed class Sessions(TimeProvider clock)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<BsonValue, Session> _sessions = new();
    private long _lastSweep = clock.GetUtcNow().Ticks;

    /// <summary>Runs a write once: a repeated number gets the first answer, also while that is still being worked on.</summary>
    public async ValueTask<Reply> RunOnceAsync(BsonValue session, long number, Func<ValueTask<Reply>> write)
    {
        RemoveExpired();
        var entry = _sessions.GetOrAdd(session, _ => new Session());
        TaskCompletionSource<Reply> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<Reply>? first = null;
        lock (entry)
        {
            entry.LastUsed = clock.GetUtcNow();
            if (number < entry.Number)
                throw new MongoError(
                    MongoErrorCode.TransactionTooOld,
                    $"Retryable write with txnNumber {number} is prohibited on session because a newer retryable write with txnNumber {entry.Number} "
                        + $"has already started on this session."
                );
            if (number == entry.Number)
                first = entry.Answer;
            else
                (entry.Number, entry.Answer) = (number, mine.Task);
        }

        if (first is not null)
            return await first;
        try
        {
            var reply = await write();
            mine.SetResult(reply);
            return reply;
        }
        catch (Exception error)
        {
            // Nothing was written, so a repetition may try again.
            lock (entry)
            {
                if (entry.Number == number)
                    entry.Number = number - 1;
            }

            mine.SetException(error);
            _ = mine.Task.Exception;
            throw;
        }
    }

    public void End(BsonValue session) => _sessions.TryRemove(session, out _);

    private void RemoveExpired()
    {
        var now = clock.GetUtcNow();
        if (now.Ticks - _lastSweep < Sweep.Ticks)
            return;
        _lastSweep = now.Ticks;
        var expired = now - Lifetime;
        foreach (var (key, session) in _sessions)
        {
            if (session.LastUsed < expired)
                _sessions.TryRemove(key, out _);
        }
    }

    private sealed class Session
    {
        public long Number = long.MinValue;
        public Task<Reply>? Answer;
        public DateTimeOffset LastUsed;
    }
}
