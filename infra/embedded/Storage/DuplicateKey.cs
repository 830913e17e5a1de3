using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Error 11000 in the shape drivers read: the index's <c>keyPattern</c> and the offending <c>keyValue</c>.</summary>
internal static class DuplicateKey
{
    public static MongoError Error(CollectionInfo collection, IndexInfo index, ReadOnlySpan<byte> key, BsonView document)
    {
        var value = KeyValue(index, key, document.ToBsonDocument());
        var message = $"E11000 duplicate key error collection: {collection.Namespace} index: {index.Name} dup key: {value.ToJson()}";
        return new MongoError(MongoErrorCode.DuplicateKey, message, new BsonDocument { { "keyPattern", index.Key }, { "keyValue", value } });
    }

    // Key bytes cannot be decoded (1 and 1.0 are one key), so the values are found again in the document: the ones that encode to it.
    private static BsonDocument KeyValue(IndexInfo index, ReadOnlySpan<byte> key, BsonDocument document)
    {
        var found = new BsonDocument();
        foreach (var field in index.Fields)
        {
            BsonValue shown = BsonNull.Value;
            var length = KeyWriter.Single(shown, field.Descending).Length;
            foreach (var candidate in Reachable(document, field.Path.Split('.')))
            {
                var encoded = KeyWriter.Single(candidate, field.Descending);
                if (!key.StartsWith(encoded))
                    continue;
                (shown, length) = (candidate, encoded.Length);
                break;
            }

            found.Add(field.Path, shown);
            key = key[Math.Min(length, key.Length)..];
        }

        return found;
    }

    private static IEnumerable<BsonValue> Reachable(BsonValue value, ReadOnlyMemory<string> path)
    {
        if (path.IsEmpty)
            return value is BsonArray leaf ? leaf.Append(value) : [value];
        return value switch
        {
            BsonDocument document when document.TryGetValue(path.Span[0], out var inner) => Reachable(inner, path[1..]),
            BsonArray array => array.SelectMany(item => Reachable(item, path)),
            _ => [],
        };
    }
}
