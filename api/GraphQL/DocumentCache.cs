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

    private readonly RecentlyUsed<Key, CachedDocument> _documents = new(capacityBytes);

    public int Count => _documents.Count;

    public CachedDocument? Find(string text, string? operation) => _documents.Find(new Key(text, operation));

    public void Keep(string text, string? operation, CachedDocument document) => _documents.Keep(new Key(text, operation), document, (long)text.Length * BytesPerCharacter);

    private readonly record struct Key(string Text, string? Operation);
}

/// <summary>A valid document, what its operation asks of a caller and what it costs.</summary>
internal sealed record CachedDocument(GraphQLDocument Document, OperationDemands Demands, OperationCost Cost);
