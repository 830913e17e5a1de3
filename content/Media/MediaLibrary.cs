using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>Stored files: taken in as a stream, checked by content, hashed while they flow, kept once per content.</summary>
public sealed class MediaLibrary
{
    private const int LongestName = 200;
    private readonly MediaStore store;
    private readonly IBlobs blobs;
    private readonly TimeProvider time;
    private readonly string staging;

    internal MediaLibrary(MediaStore store, IBlobs blobs, TimeProvider time, IOptions<StorageOptions> storage) =>
        (this.store, this.blobs, this.time, staging) = (store, blobs, time, Path.Combine(storage.Value.DataDirectory, "staging"));

    public Task<IReadOnlyDictionary<string, MediaAsset>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => store.FindAsync(ids, cancellationToken);

    /// <summary>The same bytes under the same name for the same organisation are the same asset, however often they come.</summary>
    /// <exception cref="ContentError">MediaRefused: the type cannot be stored, or the bytes are not of that type.</exception>
    public async Task<MediaAsset> StoreAsync(Stream content, string name, string contentType, string organisationId, CancellationToken cancellationToken)
    {
        var plainName = Path.GetFileName(name.Trim());
        if (plainName.Length == 0) throw ContentError.Invalid("name", InputFault.Required);
        if (plainName.Length > LongestName) throw ContentError.Invalid("name", InputFault.TooLong, LongestName);
        var type = MediaType.Of(contentType) ?? throw new ContentError(ContentErrorCode.MediaRefused, contentType);

        Directory.CreateDirectory(staging);
        var file = Path.Combine(staging, Path.GetRandomFileName());
        try
        {
            var (hash, length, duration) = await StageAsync(content, file, type, cancellationToken);
            await blobs.KeepAsync(hash, file, cancellationToken);
            var asset = new MediaAsset(Ids.From("media", organisationId, plainName, hash), hash, plainName, type.ContentType, length, duration, organisationId, time.GetUtcNow());
            return await store.AddAsync(asset, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public async Task<MediaContent?> OpenAsync(string assetId, CancellationToken cancellationToken) =>
        (await store.FindAsync([assetId], cancellationToken)).TryGetValue(assetId, out var asset)
            ? new MediaContent(asset, blobs, blobs.ReadingAddress(asset.Hash, asset.ContentType, time.GetUtcNow() + MediaLinks.Lifetime))
            : null;

    private static async Task<(string Hash, long Length, long? Duration)> StageAsync(Stream content, string file, MediaType type, CancellationToken cancellationToken)
    {
        await using var staged = new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 17];
        var read = await content.ReadAtLeastAsync(buffer, MediaType.SignatureLength, throwOnEndOfStream: false, cancellationToken);
        if (!type.Matches(buffer[..Math.Min(read, MediaType.SignatureLength)])) throw new ContentError(ContentErrorCode.MediaRefused, type.ContentType);
        for (; read > 0; read = await content.ReadAsync(buffer, cancellationToken))
        {
            hash.AppendData(buffer, 0, read);
            await staged.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        staged.Position = 0;
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), staged.Length, type.HasDuration ? MediaProbe.DurationOf(staged) : null);
    }
}
