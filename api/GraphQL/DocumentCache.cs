using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Documents that were parsed and validated without error, by text and operation; the least recently used go when the bytes are full.
/// It never holds a decision about a caller, only what a document demands of each.
/// </summary>
internal sealed class DocumentCache(long capacityBytes)
{
    /// <summary>A parsed document weighs about this many bytes for each character of its text.</summary>
    private const int BytesPerCharacter = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
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

    public CachedDocument? Find(string text, string? operation)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(new Key(text, operation), out var node))
                return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Document;
        }
    }

    public void Keep(string text, string? operation, CachedDocument document)
    {
        var key = new Key(text, operation);
        var bytes = (long)text.Length * BytesPerCharacter;
        if (bytes > capacityBytes / 8)
            return;

        lock (_gate)
        {
            if (_entries.ContainsKey(key))
                return;
            _entries[key] = _byUse.AddFirst(new Entry(key, document, bytes));
            _bytes += bytes;
            while (_bytes > capacityBytes)
            {
                var oldest = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _entries.Remove(oldest.Key);
                _bytes -= oldest.Bytes;
            }
        }
    }

    private readonly record struct Key(string Text, string? Operation);

    private sealed record Entry(Key Key, CachedDocument Document, long Bytes);
}

/// <summary>A valid document, what its operation asks of a caller and what it costs.</summary>
internal sealed record CachedDocument(GraphQLDocument Document, OperationDemands Demands, OperationCost Cost);
