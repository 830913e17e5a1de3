using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Documents that were parsed and validated without error, by text and operation; the least recently used go when the bytes are full.
/// It never holds a decision about a caller, only what a document demands of each.
/// </summary>
internal sealed class DocumentCache(long capacityBytes)
{
    /// <summary>Measured of the operations of the contract and of dense ones, with their text, demands and cost: 21 to 42 bytes for each character, as names are short and each is an object.</summary>
    private const int BytesPerCharacter = 32;

    /// <summary>Measured of the shortest: what a document weighs beside its text.</summary>
    private const int BytesPerDocument = 2_500;

    private readonly RecentlyUsed<Key, CachedDocument> _documents = new(capacityBytes);

    public int Count => _documents.Count;

    public CachedDocument? Find(string text, string? operation) => _documents.Find(new Key(text, operation));

    public void Keep(string text, string? operation, CachedDocument document) => _documents.Keep(new Key(text, operation), document, BytesPerDocument + ((long)text.Length * BytesPerCharacter));

    private readonly record struct Key(string Text, string? Operation);
}

/// <summary>A valid document, what its operation asks of a caller and what it costs.</summary>
internal sealed record CachedDocument(GraphQLDocument Document, OperationDemands Demands, OperationCost Cost);
