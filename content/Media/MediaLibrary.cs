using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>The stored files. A file is taken in as a stream, hashed while it flows and checked by its content; equal bytes are stored once.</summary>
public sealed class MediaLibrary
{
    /// <summary>How long a file that was sent as evidence waits for a claim that names it.</summary>
    internal static readonly TimeSpan EvidencePatience = TimeSpan.FromDays(7);

    private readonly MediaStore _store;
    private readonly KnownAssets _known;
    private readonly IBlobs _blobs;
    private readonly OrganisationTree _organisations;
    private readonly MediaChecks _checks;
    private readonly Renditions _renditions;
    private readonly TimeProvider _time;
    private readonly string _staging;

    internal MediaLibrary(
        MediaStore store,
        KnownAssets known,
        IBlobs blobs,
        OrganisationTree organisations,
        MediaChecks checks,
        Renditions renditions,
        TimeProvider time,
        IOptions<StorageOptions> storage
    ) =>
        (_store, _known, _blobs, _organisations, _checks, _renditions, _time, _staging) = (
            store,
            known,
            blobs,
            organisations,
            checks,
            renditions,
            time,
            Path.Combine(storage.Value.DataDirectory, "staging")
        );

    /// <summary>Origin that readers of bytes are sent to (<c>https://host</c>); null where bytes are served from here.</summary>
    public string? Origin => _blobs.Origin;

    public Task<IReadOnlyDictionary<string, MediaAsset>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _store.FindAsync(ids, cancellationToken);

    /// <summary>Finds assets that claims rest on: media, and what was sent as evidence.</summary>
    internal Task<IReadOnlyDictionary<string, MediaAsset>> FindEvidenceAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        _store.FindEvidenceAsync(ids, cancellationToken);

    /// <summary>Says that a claim names the evidence no more: it goes after a while unless another does. Media stay as they are.</summary>
    internal Task LeaveEvidenceAsync(string id, CancellationToken cancellationToken) =>
        _store.SweepFromAsync(id, _time.GetUtcNow() + EvidencePatience, cancellationToken);

    /// <summary>
    /// Checks and stores a file. The same bytes under the same name for the same organisation are the same asset, however often they are stored. A file that
    /// fails leaves nothing behind.
    /// </summary>
    /// <exception cref="ContentError">MediaRefused: the file breaks a <see cref="MediaRule"/>.</exception>
    public async Task<MediaAsset> StoreAsync(Stream content, MediaClaim claim, string organisationId, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_staging);
        var file = Path.Combine(_staging, Path.GetRandomFileName());
        try
        {
            var media = await StageAsync(content, claim, file, cancellationToken);
            return await RecordAsync(
                media,
                organisationId,
                null,
                async () =>
                {
                    await _blobs.StoreAsync(media.Hash, file, cancellationToken);
                    return true;
                },
                cancellationToken
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    public Task<MediaAsset> StoreAsync(Stream content, string name, string contentType, string organisationId, CancellationToken cancellationToken) =>
        StoreAsync(content, new MediaClaim(name, contentType), organisationId, cancellationToken);

    /// <summary>
    /// Checks whether a whole file may be stored, and as what; for callers who move the bytes themselves and call <see cref="RecordAsync"/> afterwards.
    /// </summary>
    /// <exception cref="ContentError">MediaRefused: the file breaks a <see cref="MediaRule"/>.</exception>
    public Task<CheckedMedia> CheckAsync(MediaUnderCheck file, CancellationToken cancellationToken) => _checks.CheckAsync(file, cancellationToken);

    /// <summary>
    /// Makes the asset of a checked file, or finds the one that is there. The asset is written down as arriving before its bytes are stored, and becomes
    /// present only if nobody has changed it meanwhile: so long as an asset names their hash, no sweep removes the bytes (<see cref="MediaSweeper"/>).
    /// </summary>
    /// <param name="folderId">The folder into which a new asset is put; null for none.</param>
    /// <param name="storeBytes">Stores the bytes under their hash; false when there are none.</param>
    /// <exception cref="ContentError">Conflict: it was deleted, or given up as never arriving, while its bytes were kept; to be tried again.</exception>
    /// <exception cref="FileNotFoundException">There are no bytes.</exception>
    public async Task<MediaAsset> RecordAsync(
        CheckedMedia media,
        string organisationId,
        string? folderId,
        Func<Task<bool>> storeBytes,
        CancellationToken cancellationToken
    )
    {
        var keeper = (await _organisations.FindAsync([organisationId], cancellationToken)).GetValueOrDefault(organisationId);
        var asset = Arriving(IdOf(media, organisationId), media) with
        {
            OrganisationId = organisationId,
            FolderId = folderId,
            Lineage = keeper?.Lineage ?? [organisationId],
        };
        return await StoreAsync(asset, storeBytes, cancellationToken);
    }

    /// <summary>
    /// Makes the asset of a checked file that was sent as evidence, or finds the one that is there: equal bytes under an equal name are one of their sender.
    /// Until a claim names it, it is kept for <see cref="EvidencePatience"/>, from now on.
    /// </summary>
    /// <inheritdoc cref="RecordAsync"/>
    internal async Task<MediaAsset> RecordEvidenceAsync(CheckedMedia media, string subject, Func<Task<bool>> storeBytes, CancellationToken cancellationToken)
    {
        var arriving = Arriving(Ids.From("evidence", subject, media.Name, media.Hash), media);
        var asset = arriving with { Evidence = new(subject, arriving.StoredAt + EvidencePatience) };
        var stored = await StoreAsync(asset, storeBytes, cancellationToken);
        if (stored.Evidence!.SweptFrom < asset.Evidence.SweptFrom)
            await _store.SweepFromAsync(stored.Id, asset.Evidence.SweptFrom, cancellationToken);
        return stored;
    }

    private MediaAsset Arriving(string id, CheckedMedia media)
    {
        var now = _time.GetUtcNow();
        return new MediaAsset(
            id,
            media.Hash,
            media.Name,
            media.ContentType,
            media.ByteLength,
            media.DurationMilliseconds,
            "",
            now,
            media.Width,
            media.Height,
            media.PageCount
        )
        {
            Absence = MediaAbsence.Arriving,
            AbsentSince = now,
        };
    }

    private async Task<MediaAsset> StoreAsync(MediaAsset arriving, Func<Task<bool>> storeBytes, CancellationToken cancellationToken)
    {
        var (asset, now) = (await ArriveAsync(arriving, cancellationToken), arriving.StoredAt);
        if (!await storeBytes())
            throw new FileNotFoundException($"The bytes of {arriving.Name} are missing.");
        if (asset.Absence is null || await _store.MarkAsync(asset, null, now, cancellationToken))
            return asset with { Absence = null, AbsentSince = null };
        // Another may have brought it in at the same time.
        return (await _store.FindEvidenceAsync([asset.Id], cancellationToken)).GetValueOrDefault(asset.Id) ?? throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Returns the asset if it is present; else writes it down as arriving from now on, whatever it was before. An arrival that began lately is shared; an old
    /// one has died, and might be swept before its bytes are stored.
    /// </summary>
    private async Task<MediaAsset> ArriveAsync(MediaAsset arriving, CancellationToken cancellationToken)
    {
        while (true)
        {
            var asset = await _store.AddAsync(arriving, cancellationToken);
            if (asset.Absence is null || (asset.Absence == MediaAbsence.Arriving && asset.AbsentSince > arriving.AbsentSince - (MediaSweeper.Grace / 2)))
                return asset;
            if (await _store.MarkAsync(asset, MediaAbsence.Arriving, arriving.AbsentSince!.Value, cancellationToken))
                return asset with { Absence = MediaAbsence.Arriving, AbsentSince = arriving.AbsentSince };
        }
    }

    /// <summary>The id of the asset of a file: equal bytes under an equal name are one asset of an organisation.</summary>
    internal static string IdOf(CheckedMedia media, string organisationId) => Ids.From("media", organisationId, media.Name, media.Hash);

    /// <summary>Returns the asset to be read; null when there is no such asset.</summary>
    public async Task<MediaContent?> OpenAsync(string assetId, CancellationToken cancellationToken) =>
        await _known.FindAsync(assetId, cancellationToken) is { } asset ? new MediaContent(asset, _blobs) : null;

    /// <summary>Returns what an address permits to be read, of a picture in its width; null when there is no such asset.</summary>
    public async Task<MediaContent?> OpenAsync(MediaLink link, CancellationToken cancellationToken) =>
        await _known.FindAsync(link.AssetId, cancellationToken) is not { } asset ? null
        : link.Width is { } width ? new MediaContent(await _renditions.OfAsync(asset, width, cancellationToken), _blobs)
        : new MediaContent(asset, _blobs);

    private async Task<CheckedMedia> StageAsync(Stream content, MediaClaim claim, string file, CancellationToken cancellationToken)
    {
        // Readable by others meanwhile: what probes it may be a tool of its own.
        await using var staged = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; )
        {
            hash.AppendData(buffer, 0, read);
            await staged.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return await _checks.CheckAsync(new(claim, staged, file, Convert.ToHexStringLower(hash.GetHashAndReset()), staged.Length), cancellationToken);
    }
}
