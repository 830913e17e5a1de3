using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Documents that were parsed and validated without error, by text and operation. It never holds a decision about a caller, only what a document demands of
/// each.
/// </summary>
/// <remarks>
/// It has two parts, by the 2Q of Johnson and Shasha (VLDB 1994). What is new goes to a small one, and what is asked for once only soon leaves it: it drives
/// out nothing that is asked for again and again, and costs the collector little, as it is still young. What is asked for again moves to the large one, where
/// the least recently used go when the bytes are full; so does what comes again after it had left.
/// </remarks>
public sealed class DocumentCache(long capacityBytes)
{
    /// <summary>Of all bytes, for what is new: some twenty documents of 16 MiB.</summary>
    private const int ShareOfNew = 32;

    /// <summary>Hashes of what has been new last.</summary>
    private const int Remembered = 8_192;

    /// <summary>
    /// Measured of the operations of the contract and of dense ones, with their text, demands and cost: 21 to 42 bytes for each character, as names are short
    /// and each is an object.
    /// </summary>
    private const int BytesPerCharacter = 32;

    /// <summary>Measured of the shortest: what a document weighs beside its text.</summary>
    private const int BytesPerDocument = 2_500;

    private readonly RecentlyUsed<Key, CachedDocument> _new = new(capacityBytes / ShareOfNew, capacityBytes / 8);
    private readonly RecentlyUsed<Key, CachedDocument> _used = new(capacityBytes - (capacityBytes / ShareOfNew), capacityBytes / 8);

    private readonly Lock _gate = new();
    private readonly HashSet<int> _came = [];
    private readonly Queue<int> _byComing = new();

    public int Count => _new.Count + _used.Count;

    public CachedDocument? Find(string text, string? operation)
    {
        var key = new Key(text, operation);
        if (_used.Find(key) is { } known)
            return known;
        if (_new.Take(key) is not { } again)
            return null;
        _used.Keep(key, again, Weight(text));
        return again;
    }

    /// <summary>A document that was not here.</summary>
    public void Keep(string text, string? operation, CachedDocument document)
    {
        var key = new Key(text, operation);
        (CameBefore(key) ? _used : _new).Keep(key, document, Weight(text));
    }

    /// <summary>A document that nobody has sent yet and that will be asked for.</summary>
    public void Expect(string text, string? operation, CachedDocument document) => _used.Keep(new Key(text, operation), document, Weight(text));

    private bool CameBefore(Key key)
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

    private static long Weight(string text) => BytesPerDocument + ((long)text.Length * BytesPerCharacter);

    private readonly record struct Key(string Text, string? Operation);
}

/// <summary>A valid document, what its operation asks of a caller and what it costs.</summary>
public sealed class CachedDocument
{
    internal CachedDocument(GraphQLDocument document, OperationDemands demands, OperationCost cost) => (Document, Demands, Cost) = (document, demands, cost);

    public GraphQLDocument Document { get; }

    public OperationCost Cost { get; }

    internal OperationDemands Demands { get; }
}
