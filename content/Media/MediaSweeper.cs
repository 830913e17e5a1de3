using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Removes the bytes of deleted assets a day later. Bytes are removed only when every asset with their hash is leaving, which is asked once more at the moment
/// of removal (<see cref="IBlobs.RemoveAsync"/>). Whoever stores the same bytes (<see cref="MediaLibrary"/>) first writes that the asset is arriving, then
/// stores the bytes, and then writes that it is present, if it is arriving still: either the sweep sees the arrival, or the bytes are stored after the sweep
/// has looked. So no bytes are lost, however slow a sweep is and however many there are.
/// </summary>
public sealed class MediaSweeper : LeasedSweep
{
    internal const int BatchSize = 100;

    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long after it was deleted, or began to arrive and never did, an asset is removed.</summary>
    internal static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private readonly MediaStore _media;
    private readonly MediaShelf _shelf;
    private readonly SheetFiles _sheets;
    private readonly Renditions _renditions;
    private readonly IBlobs _blobs;

    internal MediaSweeper(
        MediaStore media,
        MediaShelf shelf,
        SheetFiles sheets,
        Renditions renditions,
        IBlobs blobs,
        Leases leases,
        TimeProvider time,
        ILogger<MediaSweeper> logger
    )
        : base("media", TimeSpan.FromMinutes(10), Lease, leases, time, logger) =>
        (_media, _shelf, _sheets, _renditions, _blobs) = (media, shelf, sheets, renditions, blobs);

    private protected override string Done => "deleted assets were removed";

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken) =>
        await MendAsync(
            BatchSize,
            passed => _media.ListUnnamedAsync(Time.GetUtcNow(), passed, BatchSize, cancellationToken),
            asset => TryAsync("evidence", asset.Id, () => LookAtAsync(asset, cancellationToken), cancellationToken),
            cancellationToken
        )
        + await MendAsync(
            BatchSize,
            passed => _media.ListAbsentAsync(Time.GetUtcNow() - Grace, passed, BatchSize, cancellationToken),
            asset => TryAsync("asset", asset.Id, () => RemoveAsync(asset, cancellationToken), cancellationToken),
            cancellationToken
        );

    /// <summary>
    /// Deletes evidence that no claim names, and looks at it never again where one does. It is marked as deleted before it is looked a last time: whoever names
    /// it later does not find it, and if it was named in that very moment it is brought back.
    /// </summary>
    private async Task<bool> LookAtAsync(MediaAsset evidence, CancellationToken cancellationToken)
    {
        if (evidence.Absence is null && !await IsNamedAsync())
        {
            var deleted = evidence with { Absence = MediaAbsence.Deleted, AbsentSince = Time.GetUtcNow() };
            if (await _media.MarkAsync(evidence, deleted.Absence, deleted.AbsentSince.Value, cancellationToken) && await IsNamedAsync())
                await _media.MarkAsync(deleted, null, Time.GetUtcNow(), cancellationToken);
        }
        await _media.SweepFromAsync(evidence.Id, null, cancellationToken);
        return true;

        async Task<bool> IsNamedAsync() => (await _shelf.UsesAsync([evidence.Id], cancellationToken))[evidence.Id].IsAny;
    }

    private async Task<bool> RemoveAsync(MediaAsset asset, CancellationToken cancellationToken)
    {
        // Named in the moment it was deleted, or its deletion died before it looked for a last time.
        if (asset.Absence == MediaAbsence.Deleted && (await _shelf.UsesAsync([asset.Id], cancellationToken))[asset.Id].IsAny)
        {
            await _media.MarkAsync(asset, null, Time.GetUtcNow(), cancellationToken);
            return false;
        }
        // The time of its absence stays, so that a sweep cut off here is gone on with by the next.
        if (asset.Absence != MediaAbsence.Going && !await _media.MarkAsync(asset, MediaAbsence.Going, asset.AbsentSince!.Value, cancellationToken))
            return false;
        // The bytes may be those of a sheet or of a smaller copy of a picture, too.
        await _blobs.RemoveAsync(
            asset.Hash,
            async () => !await IsWantedAsync(asset.Hash) && !await _renditions.WantsAsync(asset.Hash, cancellationToken),
            cancellationToken
        );
        if (!await _media.IsWantedAsync(asset.Hash, cancellationToken))
            await _renditions.RemoveAsync(asset.Hash, IsWantedAsync, cancellationToken);
        await _media.DeleteAsync(asset with { Absence = MediaAbsence.Going }, cancellationToken);
        return true;

        async Task<bool> IsWantedAsync(string hash) => await _media.IsWantedAsync(hash, cancellationToken) || await _sheets.WantsAsync(hash, cancellationToken);
    }
}
