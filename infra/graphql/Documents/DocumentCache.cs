using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>
/// Documents that were parsed and validated without error, by text and operation. It never holds a decision about a caller, only what a document demands of
/// each.
/// </summary>
public sealed class DocumentCache(long capacityBytes)
{
    /// <summary>
    /// Measured of the operations of the contract and of dense ones, with their text, demands and cost: 21 to 42 bytes for each character, as names are short
    /// and each is an object.
    /// </summary>
    private const int BytesPerCharacter = 32;

    /// <summary>Measured of the shortest: what a document weighs beside its text.</summary>
    private const int BytesPerDocument = 2_500;

    private readonly TwoQueues<Key, CachedDocument> _documents = new(capacityBytes);

    public int Count => _documents.Count;

    public CachedDocument? Find(string text, string? operation) => _documents.Find(new Key(text, operation), _ => Weight(text));

    /// <summary>A document that was not here.</summary>
    public void Keep(string text, string? operation, CachedDocument document) => _documents.Keep(new Key(text, operation), document, Weight(text));

    /// <summary>A document that nobody has sent yet and that will be asked for.</summary>
    public void Expect(string text, string? operation, CachedDocument document) => _documents.Expect(new Key(text, operation), document, Weight(text));

    private static long Weight(string text) => BytesPerDocument + ((long)text.Length * BytesPerCharacter);

    private readonly record struct Key(string Text, string? Operation);
}

/// <summary>A valid document, what its operation asks of a caller and what it costs.</summary>
public sealed class CachedDocument
{
    internal CachedDocument(GraphQLDocument document, OperationDemands demands, OperationCost cost, TimeSpan? freshness) =>
        (Document, Demands, Cost, Freshness) = (document, demands, cost, freshness);

    public GraphQLDocument Document { get; }

    public OperationCost Cost { get; }

    internal OperationDemands Demands { get; }

    /// <summary>How fresh its answer is (<see cref="FieldFreshness"/>); null where it is the caller's own, or changes with the moment.</summary>
    internal TimeSpan? Freshness { get; }
}
