namespace ELearning.Api;

/// <summary>A memory of so many bytes: when they are full, what was used least recently goes. Safe from several threads.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(long capacityBytes)
    where TKey : notnull
{
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

    /// <summary>In place of what was there under the key. What would take an eighth of all is not kept.</summary>
    /// <param name="bytes">What it weighs, about.</param>
    public void Keep(TKey key, TValue value, long bytes)
    {
        if (bytes > capacityBytes / 8)
            return;

        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var old))
                Drop(old);
            _entries[key] = _byUse.AddFirst(new Entry(key, value, bytes));
            _bytes += bytes;
            while (_bytes > capacityBytes)
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
