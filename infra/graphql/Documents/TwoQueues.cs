namespace ELearning.GraphQL;

/// <summary>
/// A memory of so many bytes in two parts, by the 2Q of Johnson and Shasha (VLDB 1994). What is new goes to a small one, and what is asked for once only soon
/// leaves it: it drives out nothing that is asked for again and again, and costs the collector little, as it is still young. What is asked for again moves to
/// the large one, where the least recently used go when the bytes are full; so does what comes again after it had left. Safe from several threads.
/// </summary>
internal sealed class TwoQueues<TKey, TValue>(long capacityBytes)
    where TKey : notnull
    where TValue : class
{
    /// <summary>Of all bytes, for what is new.</summary>
    private const int ShareOfNew = 32;

    /// <summary>Hashes of what has been new last.</summary>
    private const int Remembered = 8_192;

    private readonly RecentlyUsed<TKey, TValue> _new = new(capacityBytes / ShareOfNew, capacityBytes / 8);
    private readonly RecentlyUsed<TKey, TValue> _used = new(capacityBytes - (capacityBytes / ShareOfNew), capacityBytes / 8);

    private readonly Lock _gate = new();
    private readonly HashSet<int> _came = [];
    private readonly Queue<int> _byComing = new();

    public int Count => _new.Count + _used.Count;

    public long Bytes => _new.Bytes + _used.Bytes;

    /// <param name="weigh">What it weighs, about, in bytes; asked where it moves to the large part.</param>
    public TValue? Find(TKey key, Func<TValue, long> weigh)
    {
        if (_used.Find(key) is { } known)
            return known;
        if (_new.Take(key) is not { } again)
            return null;
        _used.Keep(key, again, weigh(again));
        return again;
    }

    /// <summary>Keeps what was not here; in place of what was there under the key.</summary>
    /// <param name="bytes">What it weighs, about.</param>
    public void Keep(TKey key, TValue value, long bytes) => (CameBefore(key) ? _used : _new).Keep(key, value, bytes);

    /// <summary>Keeps what nobody has asked for yet and somebody will.</summary>
    public void Expect(TKey key, TValue value, long bytes) => _used.Keep(key, value, bytes);

    private bool CameBefore(TKey key)
    {
        var hash = key.GetHashCode();
        lock (_gate)
        {
            if (!_came.Add(hash))
                return true;
            _byComing.Enqueue(hash);
            if (_byComing.Count > Remembered)
                _came.Remove(_byComing.Dequeue());
            return false;
        }
    }
}
