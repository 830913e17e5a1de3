using BitFaster.Caching.Lru;

namespace ELearning.Api;

/// <summary>
/// Which member a token's subject is joined to, remembered for a minute: a heartbeat then costs the database its one read and one write and nothing for asking
/// who is beating. Only a join that exists is remembered, so a new one holds at once. One taken back is forgotten at once by the process that took it back,
/// and by the others when <see cref="JoinWatch"/> hears of it; the minute bounds what nobody hears of.
/// </summary>
internal sealed class JoinedMembers(TimeProvider time)
{
    internal static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private const int Capacity = 50_000;
    private readonly ConcurrentLru<string, Join> _joined = new(Capacity);
    private long _forgotten;
    private long _last = DateTimeOffset.MinValue.UtcTicks;

    /// <summary>Whether any join may still be remembered.</summary>
    public bool IsEmpty => time.GetUtcNow().UtcTicks - Interlocked.Read(ref _last) >= Lifetime.Ticks;

    public async Task<string?> FindAsync(string subject, Func<Task<string?>> ask)
    {
        if (_joined.TryGet(subject, out var known) && time.GetUtcNow() < known.Until)
            return known.MemberId;
        var forgotten = Interlocked.Read(ref _forgotten);
        if (await ask() is not { } memberId)
            return null;
        // What was forgotten while the answer was on its way may be this very answer.
        if (forgotten != Interlocked.Read(ref _forgotten))
            return memberId;
        var now = time.GetUtcNow();
        Interlocked.Exchange(ref _last, now.UtcTicks);
        _joined.AddOrUpdate(subject, new Join(memberId, now + Lifetime));
        return memberId;
    }

    /// <summary>Forgets who is joined to these members. Called after the change, so that whoever asks from now on is answered by what holds.</summary>
    public void Forget(IReadOnlySet<string> memberIds)
    {
        Interlocked.Increment(ref _forgotten);
        foreach (var (subject, join) in _joined)
        {
            if (memberIds.Contains(join.MemberId))
                _joined.TryRemove(subject);
        }
    }

    private sealed record Join(string MemberId, DateTimeOffset Until);
}
