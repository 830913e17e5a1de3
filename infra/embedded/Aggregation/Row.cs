using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>A document on its way through a pipeline: bytes, or a document in memory, and the other form when a stage asks for it.</summary>
internal sealed class Row
{
    private byte[]? _bytes;
    private BsonDocument? _document;

    public Row(byte[] bytes) => _bytes = bytes;

    public Row(BsonDocument document) => _document = document;

    public byte[] Bytes => _bytes ??= BsonBuffer.Bytes(_document!);

    public BsonView View => BsonView.Document(Bytes);

    /// <summary>Shared with values computed from it: a stage that changes it copies first.</summary>
    public BsonDocument Document => _document ??= View.ToBsonDocument();

    public Scope Scope => _document is null ? Scope.Of(View) : Scope.Of(_document);
}
