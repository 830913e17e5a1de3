using System.Collections.Concurrent;

namespace ELearning.Content;

/// <summary>
/// Assets lately read, remembered for a minute: a film is read in hundreds of ranges, and an asset never changes. Only one that exists is remembered;
/// one that was removed is still found for at most a minute in each process.
/// </summary>
internal sealed class KnownAssets(MediaStore store, TimeProvider time)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, (MediaAsset Asset, DateTimeOffset Until)> _known = new(StringComparer.Ordinal);

    public async ValueTask<MediaAsset?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var entry) && time.GetUtcNow() < entry.Until)
            return entry.Asset;
        if (!(await store.FindAsync([id], cancellationToken)).TryGetValue(id, out var asset))
            return null;
        if (_known.Count >= Capacity)
            _known.Clear();
        _known[id] = (asset, time.GetUtcNow() + Lifetime);
        return asset;
    }
}
