using System.Collections.Concurrent;

namespace ELearning.Api;

/// <summary>
/// Files lately served, by their address, kept open and proved for a minute or two: a film is read in hundreds of ranges, and neither what an address says nor
/// what the file holds ever
/// changes. One that was removed is served for so long still, in each process that had it open.
/// </summary>
internal sealed class ServedLately : IDisposable
{
    public const int Capacity = 500;

    /// <summary>What is kept is closed before this is over.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Lifetime = Longest / 2;
    private readonly ConcurrentDictionary<(string Asset, string? Query), (ServedMedia Media, DateTimeOffset Until)> _kept = new();
    private readonly TimeProvider _time;
    private readonly ITimer _closing;

    public ServedLately(TimeProvider time)
    {
        _time = time;
        _closing = time.CreateTimer(_ => Close(time.GetUtcNow()), null, Lifetime, Lifetime);
    }

    /// <summary>Held for the caller, who disposes of it; null when it is not there.</summary>
    public ServedMedia? Find(string asset, string? query) => _kept.TryGetValue((asset, query), out var entry) && entry.Media.TryHold() ? entry.Media : null;

    public void Keep(string asset, string? query, ServedMedia media)
    {
        if (_kept.Count >= Capacity)
            Close(DateTimeOffset.MaxValue);
        if (media.TryHold() && !_kept.TryAdd((asset, query), (media, _time.GetUtcNow() + Lifetime)))
            media.Dispose(); // another was first
    }

    public void Dispose()
    {
        _closing.Dispose();
        Close(DateTimeOffset.MaxValue);
    }

    private void Close(DateTimeOffset now)
    {
        foreach (var entry in _kept.Where(entry => entry.Value.Until <= now))
        {
            if (_kept.TryRemove(entry))
                entry.Value.Media.Dispose();
        }
    }
}
