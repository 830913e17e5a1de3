namespace ELearning;

/// <summary>A memory of so many bytes: when they are full, what was used least recently goes, and what came last stays. Safe from several threads.</summary>
/// <param name="largestBytes">What weighs more is not kept. Without a word, what would take more than an eighth of all.</param>
public sealed class RecentlyUsed<TKey, TValue>(long capacityBytes, long? largestBytes = null)
    where TKey : notnull
{
    private readonly long _largest = largestBytes ?? capacityBytes / 8;
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    public TValue? Find(TKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
                return default;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Value;
        }
    }

    /// <summary>What is found is not here any longer.</summary>
    public TValue? Take(TKey key)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var node))
                return default;
            Drop(node);
            return node.Value.Value;
        }
    }

    /// <summary>In place of what was there under the key.</summary>
    /// <param name="bytes">What it weighs, about.</param>
    public void Keep(TKey key, TValue value, long bytes)
    {
        if (bytes > _largest)
            return;

        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var old))
                Drop(old);
            _entries[key] = _byUse.AddFirst(new Entry(key, value, bytes));
            _bytes += bytes;
            while (_bytes > capacityBytes && _entries.Count > 1)
            {
                Drop(_byUse.Last!);
            }
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        _bytes -= node.Value.Bytes;
    }

    private sealed record Entry(TKey Key, TValue Value, long Bytes);
}
