using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Drops what nothing rests on any more: old entries of the audit log, study sessions ended long ago, what was counted in years before the last, and old
/// idempotency keys. All of it may be done
/// twice; a lease leaves the work to one process at a time.
/// </summary>
public sealed class RetentionSweeper
{
    internal const int BatchSize = 500;
    internal const string Work = "retention";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly string _holder;
    private readonly Leases _leases;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Func<DateTimeOffset, CancellationToken, Task<int>>> _drops;

    internal RetentionSweeper(
        AuditStore audit,
        SessionStore sessions,
        CoverageStore coverage,
        IdempotencyKeys keys,
        IOptions<AuditingOptions> auditing,
        IOptions<RetentionOptions> retention,
        Leases leases,
        TimeProvider time
    )
    {
        (_leases, _time, _holder) = (leases, time, Ids.New(time));
        _drops =
        [
            (now, cancellationToken) => audit.DropAsync(now - auditing.Value.Keep, BatchSize, cancellationToken),
            (now, cancellationToken) => sessions.DropAsync(now - retention.Value.Sessions, BatchSize, cancellationToken),
            (now, cancellationToken) => coverage.DropAsync(SchoolTime.DayOf(now).Year - 1, BatchSize, cancellationToken),
            (now, cancellationToken) => keys.DropAsync(now - retention.Value.IdempotencyKeys, BatchSize, cancellationToken),
        ];
    }

    /// <summary>How often it is worth looking.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromHours(1);

    /// <returns>How many documents went; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        foreach (var drop in _drops)
        {
            for (var dropped = BatchSize; dropped == BatchSize && await HoldsAsync(cancellationToken); swept += dropped)
            {
                dropped = await drop(_time.GetUtcNow(), cancellationToken);
            }
        }

        return swept;
    }

    private Task<bool> HoldsAsync(CancellationToken cancellationToken) => _leases.TakeAsync(Work, _holder, _time.GetUtcNow(), Lease, cancellationToken);
}
