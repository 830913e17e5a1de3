using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// A sort specification. Its keys compare as bytes; an array sorts by its least element ascending and by its greatest descending, which is
/// the first of its keys either way because descending keys are inverted.
/// </summary>
internal sealed class SortOrder
{
    private SortOrder(IReadOnlyList<IndexField> fields) => Fields = fields;

    public IReadOnlyList<IndexField> Fields { get; }

    public static SortOrder Parse(BsonDocument spec)
    {
        var fields = new List<IndexField>();
        foreach (var element in spec)
        {
            if (element.Value is BsonDocument)
                throw MongoError.Location(31138, $"Illegal key in $sort specification: {element.Name}: {element.Value}");
            if (!element.Value.IsNumeric || element.Value.ToDouble() is not (1 or -1))
                throw MongoError.Location(15975, "$sort key ordering must be 1 (for ascending) or -1 (for descending)");
            if (element.Name.StartsWith('$'))
                throw MongoError.Location(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
            if (fields.Any(field => field.Path == element.Name))
                throw MongoError.BadValue($"$sort key must not repeat: {element.Name}");
            if (element.Name.Split('.').Contains(""))
                throw MongoError.Location(15998, "FieldPath field names may not be empty strings.");
            fields.Add(new(element.Name, element.Value.ToDouble() < 0));
        }
        if (fields.Count > 32)
            throw MongoError.BadValue("too many sort keys");
        return new(fields);
    }

    public byte[] KeyOf(BsonView document)
    {
        try
        {
            return IndexKeys.Of(document, Fields, out _)[0];
        }
        catch (MongoError error) when (error.Code == MongoErrorCode.CannotIndexParallelArrays)
        {
            throw MongoError.BadValue("cannot sort with keys that are parallel arrays");
        }
    }
}
