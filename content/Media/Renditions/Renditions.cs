using System.Collections.Concurrent;
using System.Security.Cryptography;
using BitFaster.Caching.Lru;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ELearning.Content;

/// <summary>
/// The smaller copies of pictures. One is made when it is first asked for, one at a time in a process, however many ask; then it is a blob like any other. It is
/// written down before its bytes are stored, so a sweep that looks in between leaves them.
/// </summary>
internal sealed class Renditions(RenditionStore store, IBlobs blobs, IOptions<StorageOptions> storage, ILogger<Renditions> logger) : IDisposable
{
    private const int Capacity = 10_000;

    private readonly string _staging = Path.Combine(storage.Value.DataDirectory, "staging");
    private readonly ConcurrentLru<string, Outcome> _known = new(Capacity);
    private readonly ConcurrentDictionary<string, Lazy<Task<Outcome>>> _underWay = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The picture in a width; the picture itself where none is made of it, or none can be.</summary>
    public async Task<MediaAsset> OfAsync(MediaAsset picture, int width, CancellationToken cancellationToken)
    {
        var id = Rendition.IdOf(picture.Hash, width);
        if (!_known.TryGet(id, out var outcome))
        {
            // In nobody's name: it goes on when the first who wanted it goes.
            var work = _underWay.GetOrAdd(id, _ => new(() => Task.Run(() => FindOrMakeAsync(picture, width, id))));
            outcome = await work.Value.WaitAsync(cancellationToken);
        }
        return outcome.Rendition?.Of(picture) ?? picture;
    }

    /// <summary>Whether a rendition has the bytes of this hash.</summary>
    public Task<bool> WantsAsync(string hash, CancellationToken cancellationToken) => store.HasAsync(hash, null, cancellationToken);

    /// <summary>Removes all that was made of a picture that is leaving; to be repeated where it was cut off.</summary>
    /// <param name="isWanted">Whether anything else rests on the bytes of a hash.</param>
    public async Task RemoveAsync(string sourceHash, Func<string, Task<bool>> isWanted, CancellationToken cancellationToken)
    {
        foreach (var rendition in await store.OfAsync(sourceHash, cancellationToken))
        {
            await blobs.RemoveAsync(
                rendition.Hash,
                async () => !await store.HasAsync(rendition.Hash, rendition.Id, cancellationToken) && !await isWanted(rendition.Hash),
                cancellationToken
            );
            await store.DeleteAsync(rendition.Id, cancellationToken);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<Outcome> FindOrMakeAsync(MediaAsset picture, int width, string id)
    {
        try
        {
            var outcome = new Outcome(await FindAsync(id) ?? await MakeAsync(picture, width, id));
            _known.AddOrUpdate(id, outcome);
            return outcome;
        }
        finally
        {
            _underWay.TryRemove(id, out _);
        }
    }

    /// <summary>One whose bytes are there.</summary>
    private async Task<Rendition?> FindAsync(string id)
    {
        if (await store.FindAsync(id, default) is not { } found || await blobs.OpenAsync(found.Hash, 0, default) is not { } bytes)
            return null;
        await bytes.DisposeAsync();
        return found;
    }

    private async Task<Rendition?> MakeAsync(MediaAsset picture, int width, string id)
    {
        if (!PictureScaler.IsThere)
        {
            logger.LogWarning("There is no libvips for this system: pictures are served in their full size");
            return null;
        }
        if (await blobs.OpenAsync(picture.Hash, 0, default) is not { } stored)
            return null;
        Directory.CreateDirectory(_staging);
        var file = Path.Combine(_staging, Path.GetRandomFileName());
        await _turn.WaitAsync();
        try
        {
            await using (stored)
            await using (var copy = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1, FileOptions.Asynchronous))
                await stored.CopyToAsync(copy);
            return PictureScaler.Scale(file, width) is { } scaled ? await StoreAsync(scaled, picture, id, file) : null;
        }
        finally
        {
            _turn.Release();
            File.Delete(file);
        }
    }

    private async Task<Rendition> StoreAsync(ScaledPicture scaled, MediaAsset picture, string id, string file)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(scaled.Bytes));
        var made = new Rendition(id, picture.Hash, hash, scaled.Bytes.Length, scaled.Width, scaled.Height);
        await store.PutAsync(made, default);
        await File.WriteAllBytesAsync(file, scaled.Bytes);
        await blobs.StoreAsync(hash, file, default);
        return made;
    }

    /// <param name="Rendition">Null where none can be made.</param>
    private sealed record Outcome(Rendition? Rendition);
}
