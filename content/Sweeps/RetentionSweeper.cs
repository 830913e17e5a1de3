using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// Drops what nothing rests on any more: old entries of the audit log, study sessions ended long ago, what was counted in years before the last, old
/// idempotency keys and old notifications. All of it may be dropped twice.
/// </summary>
public sealed class RetentionSweeper : LeasedSweep
{
    internal const int BatchSize = 500;

    private readonly IReadOnlyList<Func<DateTimeOffset, CancellationToken, Task<int>>> _drops;

    internal RetentionSweeper(
        AuditStore audit,
        SessionStore sessions,
        CoverageStore coverage,
        IdempotencyKeys keys,
        NotificationStore notifications,
        IOptions<AuditingOptions> auditing,
        IOptions<RetentionOptions> retention,
        Leases leases,
        TimeProvider time,
        ILogger<RetentionSweeper> logger
    )
        : base("retention", TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), leases, time, logger) =>
        _drops = [
            (now, cancellationToken) => audit.DropAsync(now - auditing.Value.Keep, BatchSize, cancellationToken),
            (now, cancellationToken) => sessions.DropAsync(now - retention.Value.Sessions, BatchSize, cancellationToken),
            (now, cancellationToken) => coverage.DropAsync(SchoolTime.DayOf(now).Year - 1, BatchSize, cancellationToken),
            (now, cancellationToken) => keys.DropAsync(now - retention.Value.IdempotencyKeys, BatchSize, cancellationToken),
            (now, cancellationToken) => notifications.DropAsync(now - retention.Value.Notifications, BatchSize, cancellationToken),
        ];

    private protected override string Done => "documents past their time were dropped";

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var (swept, faults) = (0, new List<Exception>());
        foreach (var drop in _drops)
        {
            try
            {
                for (var dropped = BatchSize; dropped == BatchSize && await HoldLeaseAsync(cancellationToken); swept += dropped)
                    dropped = await drop(Time.GetUtcNow(), cancellationToken);
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                // The others go on: what is stored grows where none does.
                faults.Add(fault);
            }
        }
        return faults.Count == 0 ? swept : throw new AggregateException("Not all that is past its time could be dropped.", faults);
    }
}
