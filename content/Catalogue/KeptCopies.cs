namespace ELearning.Content;

/// <summary>
/// Copies of what was read lately, by a key, so many bytes of them: those used least recently go. A copy is given out under the stamp alone that it was read
/// under, and for no longer than <see cref="Lifetime"/>. Safe from several threads; who asks at the same moment may read the same.
/// </summary>
/// <param name="kind">What <see cref="CopyMeter"/> counts it as.</param>
/// <param name="stamp">Rises when a copy may differ from what is stored; always the same of what never changes.</param>
/// <param name="weigh">What a copy weighs in bytes, about, beside its key.</param>
/// <param name="time">Says when a copy is over; null for what never changes.</param>
internal sealed class KeptCopies<TValue>(
    string kind,
    long bytes,
    Func<CancellationToken, ValueTask<long>> stamp,
    Func<TValue, long> weigh,
    CopyMeter meter,
    TimeProvider? time = null
)
    where TValue : class
{
    /// <summary>
    /// No copy is older, whatever its stamp says: where a process was killed between a change and its stamp, this is for how long the change is not seen.
    /// </summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>What an entry weighs beside its key and its copy.</summary>
    private const int Overhead = 200;

    private readonly RecentlyUsed<string, Copy> _copies = new(bytes);

    /// <summary>Returns the copy, or reads it.</summary>
    public async ValueTask<TValue> GetAsync(string key, Func<Task<TValue>> read, CancellationToken cancellationToken)
    {
        var now = await stamp(cancellationToken);
        if (Find(key, now) is { } kept)
        {
            meter.Count(kind, 1, 0);
            return kept;
        }
        meter.Count(kind, 0, 1);
        return Keep(key, await read(), now);
    }

    /// <summary>Returns the copies of several keys, and reads those that are not there, all at once; what does not exist is left out.</summary>
    public async ValueTask<IReadOnlyDictionary<string, TValue>> FindAsync(
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<string>, Task<IEnumerable<KeyValuePair<string, TValue>>>> read,
        CancellationToken cancellationToken
    )
    {
        var now = await stamp(cancellationToken);
        var found = new Dictionary<string, TValue>(keys.Count, StringComparer.Ordinal);
        var missing = new List<string>();
        foreach (var key in keys)
        {
            if (Find(key, now) is { } kept)
                found[key] = kept;
            else
                missing.Add(key);
        }
        meter.Count(kind, found.Count, missing.Count);
        if (missing.Count > 0)
        {
            foreach (var (key, value) in await read(missing))
            {
                found[key] = Keep(key, value, now);
            }
        }
        return found;
    }

    private TValue? Find(string key, long now) =>
        _copies.Find(key) is { } copy && copy.Stamp >= now && (time is null || time.GetElapsedTime(copy.ReadAt) < Lifetime) ? copy.Value : null;

    private TValue Keep(string key, TValue value, long now)
    {
        _copies.Keep(key, new Copy(value, now, time?.GetTimestamp() ?? 0), Overhead + (2L * key.Length) + weigh(value));
        return value;
    }

    private sealed record Copy(TValue Value, long Stamp, long ReadAt);
}
