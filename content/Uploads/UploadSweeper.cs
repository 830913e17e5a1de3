using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Completes uploads whose last step a killed process left undone, deletes those that expired, and then drops staged bytes that no upload needs. All of it may
/// be done twice.
/// </summary>
public sealed class UploadSweeper : LeasedSweep
{
    internal const int BatchSize = 100;

    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>How long after its last byte an upload is swept: whoever sent that byte is settling it, or is gone by then.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private readonly UploadStore _store;
    private readonly UploadDesk _desk;
    private readonly IBlobs _blobs;

    internal UploadSweeper(UploadStore store, UploadDesk desk, IBlobs blobs, Leases leases, TimeProvider time, ILogger<UploadSweeper> logger)
        : base("uploads", TimeSpan.FromMinutes(10), Lease, leases, time, logger) => (_store, _desk, _blobs) = (store, desk, blobs);

    private protected override string Done => "uploads were settled, removed or rid of bytes that no upload needs";

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var swept = await MendAsync(
            BatchSize,
            passed => _store.UnsettledAsync(Time.GetUtcNow() - Settling, passed, BatchSize, cancellationToken),
            // What cannot be settled expires.
            upload => TryAsync("upload", upload.Id, async () => (await _desk.SettleAsync(upload)).Status != UploadStatus.Received, cancellationToken),
            cancellationToken
        );
        while (await HoldLeaseAsync(cancellationToken) && await _store.ExpiredAsync(Time.GetUtcNow(), BatchSize, cancellationToken) is { Count: > 0 } expired)
        {
            foreach (var upload in expired)
            {
                // One that went on in between is no longer what was read, and stays.
                swept += await _store.DeleteAsync(upload, cancellationToken) ? 1 : 0;
            }
        }
        return swept + await DropNeedlessAsync(cancellationToken);
    }

    /// <summary>
    /// Drops staged bytes that no upload needs. An upload is written down before its first byte, so that bytes that are listed first and looked up afterwards
    /// belong to an upload or to nobody.
    /// </summary>
    private async Task<int> DropNeedlessAsync(CancellationToken cancellationToken)
    {
        var dropped = 0;
        await foreach (var batch in _blobs.Staging.ListAsync(cancellationToken).Chunk(BatchSize).WithCancellation(cancellationToken))
        {
            if (!await HoldLeaseAsync(cancellationToken))
                return dropped;
            var needed = await _store.NeedingBytesAsync(batch, cancellationToken);
            foreach (var upload in batch.Where(upload => !needed.Contains(upload)))
            {
                await _blobs.Staging.DropAsync(upload, cancellationToken);
                dropped++;
            }
        }
        return dropped;
    }
}
