using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Completes uploads whose last step a killed process left undone, deletes those that expired, and then drops staged bytes that no upload needs. All of it may
/// be done twice; a lease leaves the work to one process at a time.
/// </summary>
public sealed class UploadSweeper
{
    internal const int BatchSize = 100;
    internal const string Work = "uploads";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>How long after its last byte an upload is swept: whoever sent that byte is settling it, or is gone by then.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    private readonly string _holder;
    private readonly UploadStore _store;
    private readonly UploadDesk _desk;
    private readonly IBlobs _blobs;
    private readonly Leases _leases;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadSweeper> _logger;

    internal UploadSweeper(UploadStore store, UploadDesk desk, IBlobs blobs, Leases leases, TimeProvider time, ILogger<UploadSweeper> logger) =>
        (_store, _desk, _blobs, _leases, _time, _logger, _holder) = (store, desk, blobs, leases, time, logger, Ids.New(time));

    /// <summary>How often it is worth looking.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(10);

    /// <returns>How many uploads were settled, removed, or rid of bytes; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        if (!await HoldsAsync(cancellationToken))
            return 0;
        var swept = 0;
        foreach (var upload in await _store.UnsettledAsync(_time.GetUtcNow() - Settling, BatchSize, cancellationToken))
        {
            swept += await SettleAsync(upload) ? 1 : 0;
        }
        while (await HoldsAsync(cancellationToken) && await _store.ExpiredAsync(_time.GetUtcNow(), BatchSize, cancellationToken) is { Count: > 0 } expired)
        {
            foreach (var upload in expired)
            {
                // One that went on in between is no longer what was read, and stays.
                swept += await _store.DeleteAsync(upload, cancellationToken) ? 1 : 0;
            }
        }
        return swept + await DropNeedlessAsync(cancellationToken);
    }

    private Task<bool> HoldsAsync(CancellationToken cancellationToken) => _leases.TakeAsync(Work, _holder, _time.GetUtcNow(), Lease, cancellationToken);

    /// <summary>Settles an upload. One that cannot be settled must not stop the others; it is tried again until it expires.</summary>
    private async Task<bool> SettleAsync(Upload upload)
    {
        try
        {
            return (await _desk.SettleAsync(upload)).Status != UploadStatus.Received;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _logger.LogError(fault, "The upload {Upload} could not be settled; the next sweep tries again until it expires", upload.Id);
            return false;
        }
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
