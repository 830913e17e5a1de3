using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Removes the bytes of deleted assets a day later. Bytes are removed only when every asset with their hash is leaving, which is asked once more at the moment
/// of removal (<see cref="IBlobs.RemoveAsync"/>). Whoever stores the same bytes (<see cref="MediaLibrary"/>) first writes that the asset is arriving, then
/// stores the bytes, and then writes that it is present, if it is arriving still: either the sweep sees the arrival, or the bytes are stored after the sweep
/// has looked. So no bytes are lost, however slow a sweep is and however many there are.
/// </summary>
public sealed class MediaSweeper
{
    internal const int BatchSize = 100;
    private const string Work = "media";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long after it was deleted, or began to arrive and never did, an asset is removed.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly string _holder;
    private readonly MediaStore _media;
    private readonly MediaShelf _shelf;
    private readonly IBlobs _blobs;
    private readonly Leases _leases;
    private readonly TimeProvider _time;
    private readonly ILogger<MediaSweeper> _logger;

    internal MediaSweeper(MediaStore media, MediaShelf shelf, IBlobs blobs, Leases leases, TimeProvider time, ILogger<MediaSweeper> logger) =>
        (_media, _shelf, _blobs, _leases, _time, _logger, _holder) = (media, shelf, blobs, leases, time, logger, Ids.New(time));

    /// <summary>How often it is worth looking.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(10);

    /// <returns>How many assets went; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        while (await _leases.TakeAsync(Work, _holder, _time.GetUtcNow(), Lease, cancellationToken))
        {
            var due = await _media.ListAbsentAsync(_time.GetUtcNow() - Grace, BatchSize, cancellationToken);
            var gone = 0;
            foreach (var asset in due)
            {
                gone += await RemoveAsync(asset, cancellationToken) ? 1 : 0;
            }
            swept += gone;
            // What could not go is due still, and would be met again at once.
            if (due.Count < BatchSize || gone == 0)
                break;
        }
        return swept;
    }

    private async Task<bool> RemoveAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        try
        {
            // Named in the moment it was deleted, or its deletion died before it looked for a last time.
            if (asset.Absence == MediaAbsence.Deleted && (await _shelf.UsesAsync([asset.Id], cancellationToken))[asset.Id].IsAny)
            {
                await _media.MarkAsync(asset, null, _time.GetUtcNow(), cancellationToken);
                return false;
            }
            // The time of its absence stays, so that a sweep cut off here is gone on with by the next.
            if (asset.Absence != MediaAbsence.Going && !await _media.MarkAsync(asset, MediaAbsence.Going, asset.AbsentSince!.Value, cancellationToken))
                return false;
            await _blobs.RemoveAsync(asset.Hash, async () => !await _media.IsWantedAsync(asset.Hash, cancellationToken), cancellationToken);
            await _media.DeleteAsync(asset with { Absence = MediaAbsence.Going }, cancellationToken);
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _logger.LogError(fault, "The asset {Asset} could not be removed; the next sweep tries again", asset.Id);
            return false;
        }
    }
}
