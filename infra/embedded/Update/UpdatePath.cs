using System.Globalization;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>The path of a modifier: fields and array positions, and the three forms that a document turns into positions: $, $[] and $[name].</summary>
internal sealed class UpdatePath
{
    private UpdatePath(string path, string[] parts) => (Path, Parts) = (path, parts);

    public string Path { get; }

    public string[] Parts { get; }

    public bool IsDynamic => Parts.Any(IsPositional);

    /// <summary>The names of the array filters it uses.</summary>
    public IEnumerable<string> Identifiers => Parts.Where(part => part.Length > 3 && IsBracketed(part)).Select(part => part[2..^1]);

    public static UpdatePath Parse(string path)
    {
        if (path.Length == 0)
            throw new MongoError(MongoErrorCode.EmptyFieldName, "An empty update path is not valid.");
        if (path.Contains('\0'))
            throw MongoError.BadValue("Field names cannot contain a null character");
        var parts = path.Split('.');
        BsonView.CheckDepth(parts.Length - 1);
        if (parts.Contains(""))
            throw new MongoError(MongoErrorCode.EmptyFieldName, $"The update path '{path}' contains an empty field name, which is not allowed.");
        if (parts.Count(part => part == "$") > 1)
            throw MongoError.BadValue($"Too many positional (i.e. '$') elements found in path '{path}'");
        if (IsPositional(parts[0]))
            throw MongoError.BadValue($"Cannot have positional (i.e. '$') element in the first position in path '{path}'");
        foreach (var part in parts)
            if (part[0] == '$' && !IsPositional(part) && part is not ("$ref" or "$id" or "$db"))
                throw new MongoError(
                    MongoErrorCode.DollarPrefixedFieldName,
                    $"The dollar ($) prefixed field '{part}' in '{path}' is not allowed in the context of an update's replacement document. Consider "
                        + $"using an aggregation pipeline with $replaceWith."
                );
        return new(path, parts);
    }

    /// <summary>The concrete paths in one document.</summary>
    /// <param name="document">as it stands now</param>
    /// <param name="position">where the filter found its array element, for $</param>
    /// <param name="filters">the array filters by name</param>
    public List<string[]> Expand(BsonDocument document, Func<string, int?> position, IReadOnlyDictionary<string, Matcher> filters)
    {
        List<string[]> found =
        [
            [],
        ];
        for (var at = 0; at < Parts.Length; at++)
        {
            var part = Parts[at];
            if (!IsPositional(part))
            {
                found = [.. found.Select(path => (string[])[.. path, part])];
                continue;
            }
            found =
            [
                .. found.SelectMany(path =>
                    Positions(document, path, part, position, filters).Select(index => (string[])[.. path, index.ToString(CultureInfo.InvariantCulture)])
                ),
            ];
        }
        return found;
    }

    private static IEnumerable<int> Positions(
        BsonDocument document,
        string[] prefix,
        string part,
        Func<string, int?> position,
        IReadOnlyDictionary<string, Matcher> filters
    )
    {
        var path = string.Join('.', prefix);
        if (part == "$")
            return [position(path) ?? throw MongoError.BadValue("The positional operator did not find the match needed from the query.")];
        var value =
            Slot.Find(document, prefix)?.Value ?? throw MongoError.BadValue($"The path '{path}' must exist in the document in order to apply array updates.");
        if (value is not BsonArray array)
            throw MongoError.BadValue($"Cannot apply array updates to non-array element {prefix[^1]}: {value}");
        if (part == "$[]")
            return Enumerable.Range(0, array.Count);
        var name = part[2..^1];
        var filter = filters.TryGetValue(name, out var named)
            ? named
            : throw MongoError.BadValue($"No array filter found for identifier '{name}' in path '{path}.{part}'");
        return Enumerable.Range(0, array.Count).Where(index => filter.Matches(BsonView.Of(new BsonDocument(name, array[index]))));
    }

    private static bool IsPositional(string part) => part == "$" || IsBracketed(part);

    private static bool IsBracketed(string part) => part.StartsWith("$[", StringComparison.Ordinal) && part.EndsWith(']');
}
