using BitFaster.Caching.Lru;

namespace ELearning.Content;

/// <summary>
/// Assets lately read, each remembered for a minute: a film is read in hundreds of ranges, and an asset never changes. Only one that exists is remembered;
/// one that was removed is still found for at most a minute in each process. When there are too many, those used least go.
/// </summary>
internal sealed class KnownAssets(MediaStore store, TimeProvider time)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentLru<string, (MediaAsset Asset, DateTimeOffset Until)> _known = new(Capacity);

    public async ValueTask<MediaAsset?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var entry) && time.GetUtcNow() < entry.Until)
            return entry.Asset;
        if (!(await store.FindEvidenceAsync([id], cancellationToken)).TryGetValue(id, out var asset))
            return null;
        _known.AddOrUpdate(id, (asset, time.GetUtcNow() + Lifetime));
        return asset;
    }
}
