using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>Takes the values a path leads to, one after the other; true ends the walk.</summary>
internal interface IPathVisitor
{
    bool Visit(BsonView value);
}

/// <summary>
/// MongoDB's meaning of a dotted path, once. A path that meets an array goes on in each of its documents, and by position where the part
/// is a number; an array that holds arrays is entered only by position. A document without the field yields the missing value; an array
/// with nothing to enter yields nothing at all, which is why {"a.b": null} matches {a: 5} and {a: [{}]} but not {a: []} or {a: [5]}.
/// </summary>
internal static class PathWalker
{
    /// <param name="document">where the path starts</param>
    /// <param name="path">the path</param>
    /// <param name="opensLast">whether an array at the end yields its elements first and then itself, or only itself</param>
    /// <param name="visitor">takes the values</param>
    public static bool Walk<TVisitor>(BsonView document, FieldPath path, bool opensLast, ref TVisitor visitor)
        where TVisitor : IPathVisitor, allows ref struct => InDocument(document, path, 0, opensLast, ref visitor);

    /// <summary>Goes on from a value that stands before part <paramref name="part"/>.</summary>
    public static bool From<TVisitor>(BsonView value, FieldPath path, int part, bool opensLast, ref TVisitor visitor)
        where TVisitor : IPathVisitor, allows ref struct
    {
        var atEnd = part == path.Length;
        if (value.IsArray)
            return atEnd && !opensLast ? visitor.Visit(value) : InArray(value, path, part, opensLast, ref visitor);
        if (atEnd)
            return visitor.Visit(value);
        return value.IsDocument ? InDocument(value, path, part, opensLast, ref visitor) : visitor.Visit(default);
    }

    private static bool InDocument<TVisitor>(BsonView document, FieldPath path, int part, bool opensLast, ref TVisitor visitor)
        where TVisitor : IPathVisitor, allows ref struct => From(document.Find(path.Name(part)), path, part + 1, opensLast, ref visitor);

    private static bool InArray<TVisitor>(BsonView array, FieldPath path, int part, bool opensLast, ref TVisitor visitor)
        where TVisitor : IPathVisitor, allows ref struct
    {
        if (part == path.Length)
        {
            foreach (var element in array)
                if (visitor.Visit(element.Value))
                    return true;
            return visitor.Visit(array);
        }
        var position = path.PositionAt(part);
        var index = 0;
        foreach (var element in array)
        {
            var value = element.Value;
            if (value.IsDocument && InDocument(value, path, part, opensLast, ref visitor))
                return true;
            if (index++ != position)
                continue;
            // At the end of the path a position yields the element as it is, even an array.
            if (
                part + 1 == path.Length
                    ? visitor.Visit(value)
                    : value.Type is BsonType.Document or BsonType.Array && From(value, path, part + 1, opensLast, ref visitor)
            )
                return true;
        }
        return false;
    }
}
