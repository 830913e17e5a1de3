using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>$unwind: one document per element; without elements none, unless they are to be kept.</summary>
internal static class UnwindStage
{
    public static Stage Parse(BsonValue argument)
    {
        if (argument is BsonString)
            argument = new BsonDocument("path", argument);
        if (argument is not BsonDocument spec)
            throw MongoError.Location(15981, $"expected either a string or an object as specification for $unwind stage, got {TypeNames.Of(argument)}");
        foreach (var element in spec)
            if (element.Name is not ("path" or "preserveNullAndEmptyArrays" or "includeArrayIndex"))
                throw MongoError.Location(28811, $"unrecognized option to $unwind stage: {element.Name}");
        if (!spec.TryGetValue("path", out var given))
            throw MongoError.Location(28812, "no path specified to $unwind stage");
        if (given is not BsonString { Value: var path })
            throw MongoError.Location(28808, $"expected a string as the path for $unwind stage, got {TypeNames.Of(given)}");
        if (path is not ['$', _, ..])
            throw MongoError.Location(28818, $"path option to $unwind stage should be prefixed with a '$': {path}");
        var parts = Expressions.Parts(path[1..]);
        var keep =
            spec.TryGetValue("preserveNullAndEmptyArrays", out var preserve)
            && (
                preserve is BsonBoolean boolean
                    ? boolean.Value
                    : throw MongoError.Location(
                        28809,
                        $"expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage, got {TypeNames.Of(preserve)}"
                    )
            );
        string[]? index = null;
        if (spec.TryGetValue("includeArrayIndex", out var name))
            index = name is BsonString { Value: [not '$', ..] text }
                ? Expressions.Parts(text)
                : throw MongoError.Location(28810, "expected a non-empty string for the includeArrayIndex option to $unwind stage");
        return rows => rows.SelectMany(row => Unwind(row, parts, keep, index));
    }

    private static IEnumerable<Row> Unwind(Row row, string[] parts, bool keep, string[]? index)
    {
        BsonValue? value = row.Document;
        foreach (var part in parts)
            value = value is BsonDocument document && document.TryGetValue(part, out var next) ? next : null;
        switch (value)
        {
            case BsonArray { Count: > 0 } array:
                for (var at = 0; at < array.Count; at++)
                    yield return Indexed(With(row.Document, parts, array[at]), new BsonInt64(at));
                break;
            case BsonArray:
                if (keep)
                    yield return Indexed(With(row.Document, parts, null), BsonNull.Value);
                break;
            case null or BsonNull or BsonUndefined:
                if (keep)
                    yield return Indexed(row.Document, BsonNull.Value);
                break;
            default:
                yield return Indexed(row.Document, BsonNull.Value);
                break;
        }

        Row Indexed(BsonDocument document, BsonValue position) => new(index is null ? document : With(document, index, position));
    }

    /// <summary>A copy with another value at the path, null for none; what is not on the path is shared.</summary>
    private static BsonDocument With(BsonDocument document, ReadOnlySpan<string> parts, BsonValue? value)
    {
        var result = new BsonDocument(allowDuplicateNames: true);
        result.AddRange(document);
        if (parts.Length > 1)
            value = With(document.GetValue(parts[0], null) as BsonDocument ?? [], parts[1..], value);
        if (value is null)
            result.Remove(parts[0]);
        else
            result.Set(parts[0], value);
        return result;
    }
}
