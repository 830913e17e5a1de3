using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Stored files: taken in as a stream, hashed while they flow, checked by content, kept once per content.</summary>
public sealed class MediaLibrary
{
    private readonly MediaStore store;
    private readonly KnownAssets known;
    private readonly IBlobs blobs;
    private readonly MediaChecks checks;
    private readonly TimeProvider time;
    private readonly string staging;

    internal MediaLibrary(MediaStore store, KnownAssets known, IBlobs blobs, MediaChecks checks, TimeProvider time, IOptions<StorageOptions> storage) =>
        (this.store, this.known, this.blobs, this.checks, this.time, staging) = (store, known, blobs, checks, time, Path.Combine(storage.Value.DataDirectory, "staging"));

    public Task<IReadOnlyDictionary<string, MediaAsset>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => store.FindAsync(ids, cancellationToken);

    /// <summary>The same bytes under the same name for the same organisation are the same asset, however often they come. What fails leaves nothing behind.</summary>
    /// <exception cref="ContentError">MediaRefused: the file breaks a <see cref="MediaRule"/>.</exception>
    public async Task<MediaAsset> StoreAsync(Stream content, MediaClaim claim, string organisationId, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(staging);
        var file = Path.Combine(staging, Path.GetRandomFileName());
        try
        {
            var media = await StageAsync(content, claim, file, cancellationToken);
            await blobs.KeepAsync(media.Hash, file, cancellationToken);
            return await RecordAsync(media, organisationId, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public Task<MediaAsset> StoreAsync(Stream content, string name, string contentType, string organisationId, CancellationToken cancellationToken) =>
        StoreAsync(content, new MediaClaim(name, contentType), organisationId, cancellationToken);

    /// <summary>Whether a whole file may be stored, and as what; for whoever moves the bytes itself. Keep the blob, then <see cref="RecordAsync"/>.</summary>
    /// <exception cref="ContentError">MediaRefused: the file breaks a <see cref="MediaRule"/>.</exception>
    public Task<CheckedMedia> CheckAsync(MediaUnderCheck file, CancellationToken cancellationToken) => checks.CheckAsync(file, cancellationToken);

    /// <summary>Makes the asset of a checked file whose blob is kept; repeated, it finds the one that is there.</summary>
    public Task<MediaAsset> RecordAsync(CheckedMedia media, string organisationId, CancellationToken cancellationToken) =>
        store.AddAsync(new MediaAsset(IdOf(media, organisationId), media.Hash, media.Name, media.ContentType, media.ByteLength, media.DurationMilliseconds,
            organisationId, time.GetUtcNow(), media.Width, media.Height, media.PageCount), cancellationToken);

    /// <summary>The same content under the same name for the same organisation is the same asset.</summary>
    internal static string IdOf(CheckedMedia media, string organisationId) => Ids.From("media", organisationId, media.Name, media.Hash);

    /// <summary>Null when there is no such asset.</summary>
    public async Task<MediaContent?> OpenAsync(string assetId, CancellationToken cancellationToken) =>
        await known.FindAsync(assetId, cancellationToken) is { } asset ? new MediaContent(asset, blobs) : null;

    private async Task<CheckedMedia> StageAsync(Stream content, MediaClaim claim, string file, CancellationToken cancellationToken)
    {
        // Readable by others meanwhile: what probes it may be a tool of its own.
        await using var staged = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await staged.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return await checks.CheckAsync(new(claim, staged, file, Convert.ToHexStringLower(hash.GetHashAndReset()), staged.Length), cancellationToken);
    }
}
