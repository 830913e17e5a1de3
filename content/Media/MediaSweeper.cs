using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Takes the bytes of deleted assets a day later. Bytes go only when every asset with their hash is going, and that is asked as they go
/// (<see cref="IBlobs.RemoveAsync"/>). Whoever brings them in
/// (<see cref="MediaLibrary"/>) first says that the asset arrives, then keeps the bytes, and then says that it is there, if it arrives still: either the sweep
/// hears of it, or the bytes are kept after
/// it has seen them. So it holds however slow a sweep is, and however many there are.
/// </summary>
public sealed class MediaSweeper
{
    internal const int BatchSize = 100;
    private const string Work = "media";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>So long after it was deleted, or after it began to arrive and never did, an asset goes.</summary>
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
            var due = await _media.AbsentAsync(_time.GetUtcNow() - Grace, BatchSize, cancellationToken);
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
                await _media.MoveAsync(asset, null, _time.GetUtcNow(), cancellationToken);
                return false;
            }
            // The time of its absence stays, so that a sweep cut off here is gone on with by the next.
            if (asset.Absence != MediaAbsence.Going && !await _media.MoveAsync(asset, MediaAbsence.Going, asset.AbsentSince!.Value, cancellationToken))
                return false;
            await _blobs.RemoveAsync(asset.Hash, async () => !await _media.IsNamedAsync(asset.Hash, cancellationToken), cancellationToken);
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
