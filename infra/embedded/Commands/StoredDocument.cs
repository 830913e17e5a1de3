using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>What may be stored: <c>_id</c> present, first, and of a fitting type; at most 16 MiB.</summary>
internal static class StoredDocument
{
    public static byte[] Prepare(byte[] document)
    {
        var walk = BsonView.Document(document).GetEnumerator();
        if (walk.MoveNext() && walk.Name.SequenceEqual("_id"u8))
        {
            CheckId(walk.Type);
            return CheckSize(document);
        }

        var old = BsonView.Document(document).ToBsonDocument();
        var whole = new BsonDocument("_id", old.GetValue("_id", null) ?? ObjectId.GenerateNewId());
        CheckId(whole[0].BsonType);
        whole.AddRange(old.Elements.Where(e => e.Name != "_id"));
        return CheckSize(BsonBuffer.Bytes(whole));
    }

    public static byte[] Prepare(BsonDocument document) => Prepare(BsonBuffer.Bytes(document));

    static byte[] CheckSize(byte[] document) => document.Length <= Limits.DocumentSize
        ? document
        : throw new MongoError(MongoErrorCode.BSONObjectTooLarge, $"BSONObj size: {document.Length} is invalid. Size must be between 0 and {Limits.DocumentSize}");

    static void CheckId(BsonType type)
    {
        if (type is BsonType.Array or BsonType.RegularExpression or BsonType.Undefined)
            throw new MongoError(MongoErrorCode.InvalidIdField, $"The '_id' value cannot be of type {type.ToString().ToLowerInvariant()}");
    }
}
