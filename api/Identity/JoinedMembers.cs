using BitFaster.Caching.Lru;

namespace ELearning.Api;

/// <summary>
/// Which member a token's subject is joined to, remembered for a minute: a heartbeat then costs the database its one read and one write and nothing for asking
/// who is beating. Only a join that exists is remembered, so a new one holds at once; one taken back holds for at most a minute longer in each process.
/// </summary>
internal sealed class JoinedMembers(TimeProvider time)
{
    private const int Capacity = 50_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentLru<string, Join> _joined = new(Capacity);

    public async Task<string?> FindAsync(string subject, Func<Task<string?>> ask)
    {
        if (_joined.TryGet(subject, out var known) && time.GetUtcNow() < known.Until)
            return known.MemberId;
        if (await ask() is not { } memberId)
            return null;
        _joined.AddOrUpdate(subject, new Join(memberId, time.GetUtcNow() + Lifetime));
        return memberId;
    }

    private sealed record Join(string MemberId, DateTimeOffset Until);
}
