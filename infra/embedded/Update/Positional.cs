using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Finds the element of an array that a filter matched, for the positional $.</summary>
internal static class Positional
{
    /// <summary>The position in the array at <paramref name="arrayPath"/>, or null when the filter says nothing about that array.</summary>
    public static int? Find(BsonDocument filter, BsonDocument document, string arrayPath)
    {
        var parts = arrayPath.Split('.');
        if (Slot.Find(document, parts)?.Value is not BsonArray array)
            return null;
        return Find(FilterParser.Parse(filter), BsonView.Of(document), array, parts);
    }

    private static int? Find(FilterNode node, BsonView document, BsonArray array, string[] parts)
    {
        switch (node)
        {
            case AndNode and:
                // The last condition on the array decides, as in MongoDB, where each match overwrites the one before.
                return and.Children.Select(child => Find(child, document, array, parts)).LastOrDefault(found => found is not null);
            case OrNode or:
                return or
                    .Children.Where(child => child.Matches(document))
                    .Select(child => Find(child, document, array, parts))
                    .FirstOrDefault(found => found is not null);
            case FieldNode field when field.Steps.Parts.AsSpan().StartsWith(parts):
                for (var index = 0; index < array.Count; index++)
                    if (MatchesAt(field, array[index], parts.Length, index))
                        return index;
                return null;
            default:
                return null;
        }
    }

    private static bool MatchesAt(FieldNode field, BsonValue element, int depth, int index)
    {
        var rest = field.Steps.Parts[depth..];
        var value = BsonView.Of(element);
        if (rest.Length > 0 && FieldPath.Position(rest[0]) == index && !value.IsDocument)
            rest = rest[1..];
        if (rest.Length == 0)
            return field.Predicate is ElemMatchPredicate inner ? inner.MatchesElement(value) : field.Predicate.Matches(value);
        return value.IsDocument && new FieldNode(new(string.Join('.', rest)), field.Predicate).Matches(value);
    }
}
