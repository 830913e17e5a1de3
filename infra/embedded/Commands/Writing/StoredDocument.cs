using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Checks what may be stored, by MongoDB's rules: one <c>_id</c>, in front, of a fitting type and without names that begin with $; bounded in size and depth.
/// </summary>
internal static class StoredDocument
{
    public static byte[] Prepare(byte[] document)
    {
        var view = BsonView.Document(document);
        if (document.Length > Limits.DocumentSize)
            throw new MongoError(
                MongoErrorCode.BSONObjectTooLarge,
                $"BSONObj size: {document.Length} is invalid. Size must be between 0 and {Limits.DocumentSize}"
            );
        if (view.IsDeeperThan(Limits.StoredDepth))
            throw new MongoError(MongoErrorCode.Overflow, $"Document exceeds maximum nesting depth of {Limits.StoredDepth}");
        if (CheckIds(view))
            return document;

        var old = view.ToBsonDocument();
        var whole = new BsonDocument(allowDuplicateNames: true) { { "_id", old.GetValue("_id", null) ?? ObjectId.GenerateNewId() } };
        whole.AddRange(old.Elements.Where(e => e.Name != "_id"));
        return Prepare(whole);
    }

    public static byte[] Prepare(BsonDocument document) => Prepare(BsonBuffer.Bytes(document));

    /// <summary>Whether the document begins with its <c>_id</c>.</summary>
    private static bool CheckIds(BsonView document)
    {
        var (ids, fields, first) = (0, 0, false);
        foreach (var field in document)
        {
            fields++;
            if (!field.Name.SequenceEqual("_id"u8))
                continue;
            if (++ids > 1)
                throw MongoError.BadValue("can't have multiple _id fields in one document");
            first = fields == 1;
            CheckId(field.Value);
        }

        return first;
    }

    private static void CheckId(BsonView id)
    {
        if (id.Type is BsonType.Array or BsonType.RegularExpression or BsonType.Undefined)
            throw new MongoError(MongoErrorCode.InvalidIdField, $"The '_id' value cannot be of type {TypeNames.Of(id.Type)}");
        if (id.IsDocument)
            CheckNames(id, inArray: false);
    }

    // The elements of an array have numbers for names, whatever the client wrote there. A reference to another document is let pass.
    private static void CheckNames(BsonView container, bool inArray)
    {
        var before = default(ReadOnlySpan<byte>);
        foreach (var field in container)
        {
            var isReference =
                field.Name.SequenceEqual("$ref"u8)
                || (field.Name.SequenceEqual("$id"u8) && before.SequenceEqual("$ref"u8))
                || (field.Name.SequenceEqual("$db"u8) && before.SequenceEqual("$id"u8));
            if (!inArray && field.Name.StartsWith("$"u8) && !isReference)
                throw new MongoError(
                    MongoErrorCode.DollarPrefixedFieldName,
                    $"_id fields may not contain '$'-prefixed fields: {BsonView.Decode(field.Name)} is not valid for storage."
                );
            if (field.Value.IsDocument || field.Value.IsArray)
                CheckNames(field.Value, field.Value.IsArray);
            before = field.Name;
        }
    }
}
