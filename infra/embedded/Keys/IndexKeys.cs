using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>One field of an index or of a sort order.</summary>
internal sealed record IndexField(string Path, bool Descending)
{
    public FieldPath Steps { get; } = new(Path);
}

/// <summary>
/// The keys of a document in an index: one, or one per element where a path meets an array. Missing is null, an empty array at the end of
/// a path is undefined (below null). Fields that go through the same array are expanded together; two different arrays are error 171.
/// Everything the matcher can find by a path has a key here, so an index never misses a document.
/// </summary>
internal static class IndexKeys
{
    private static readonly BsonView Null = new(BsonType.Null, default);
    private static readonly BsonView Undefined = new(BsonType.Undefined, default);

    /// <summary>Returns the distinct keys of a document in byte order; at least one.</summary>
    /// <param name="multikey">The fields whose path meets an array, bit by bit from the first: an index has 32 at most.</param>
    public static List<byte[]> Of(BsonView document, IReadOnlyList<IndexField> fields, out uint multikey)
    {
        var cursors = new Cursor[fields.Count];
        multikey = 0;
        for (var at = 0; at < cursors.Length; at++)
        {
            cursors[at] = Cursor.Descend(document, fields[at].Steps, 0);
            if (cursors[at].IsOpen)
                multikey |= 1u << at;
        }
        var buffer = new KeyBuffer();
        if (multikey == 0)
            return [Key(buffer, cursors, fields)];
        var keys = new SortedSet<byte[]>(ByteOrder.Instance);
        Expand(cursors, fields, buffer, keys);
        return [.. keys];
    }

    /// <summary>Whether any of the fields is there at all; a sparse index holds only such documents.</summary>
    public static bool AnyPresent(BsonView document, IReadOnlyList<IndexField> fields)
    {
        foreach (var field in fields)
        {
            var present = new Presence();
            if (PathWalker.Walk(document, field.Steps, false, ref present))
                return true;
        }
        return false;
    }

    /// <summary>The values under whose keys a document equal to <paramref name="operand"/> may stand: an array is found by its first element too.</summary>
    public static IReadOnlyList<BsonValue> EqualityProbes(BsonValue operand) =>
        operand is not BsonArray array ? [operand] : [operand, array.Count == 0 ? BsonUndefined.Value : array[0]];

    private static byte[] Key(KeyBuffer buffer, Cursor[] cursors, IReadOnlyList<IndexField> fields)
    {
        buffer.Reset();
        for (var at = 0; at < cursors.Length; at++)
            KeyWriter.Write(buffer, cursors[at].Value, fields[at].Descending);
        return buffer.ToArray();
    }

    private static void Expand(Cursor[] cursors, IReadOnlyList<IndexField> fields, KeyBuffer buffer, SortedSet<byte[]> keys)
    {
        var first = Array.FindIndex(cursors, cursor => cursor.IsOpen);
        if (first < 0)
        {
            keys.Add(Key(buffer, cursors, fields));
            return;
        }
        var array = cursors[first].Value;
        for (var at = first + 1; at < cursors.Length; at++)
            if (cursors[at].IsOpen && !cursors[at].Value.Payload.Equals(array.Payload))
                throw new MongoError(MongoErrorCode.CannotIndexParallelArrays, $"cannot index parallel arrays [{Last(fields[at])}] [{Last(fields[first])}]");

        var index = 0;
        foreach (var element in array)
        {
            Combine(cursors, fields, buffer, keys, array, element.Value, index++, 0);
        }
        if (index > 0)
            return;
        var empty = Array.ConvertAll(cursors, cursor => cursor.IsOpen ? cursor.Closed(cursor.AtEnd ? Undefined : Null) : cursor);
        Expand(empty, fields, buffer, keys);

        static string Last(IndexField field) => field.Steps.Parts[^1];
    }

    /// <summary>Moves every field that waits at the array on to one element; a numeric part can be meant two ways, and both get a key.</summary>
    private static void Combine(
        Cursor[] cursors,
        IReadOnlyList<IndexField> fields,
        KeyBuffer buffer,
        SortedSet<byte[]> keys,
        BsonView array,
        BsonView element,
        int index,
        int from
    )
    {
        var at = Array.FindIndex(cursors, from, cursor => cursor.IsOpen && cursor.Value.Payload.Equals(array.Payload));
        if (at < 0)
        {
            Expand(cursors, fields, buffer, keys);
            return;
        }
        var waiting = cursors[at];
        var moved = (Cursor[])cursors.Clone();
        if (waiting.AtEnd)
        {
            moved[at] = waiting.Closed(element);
            Combine(moved, fields, buffer, keys, array, element, index, at + 1);
            return;
        }
        var byPosition = waiting.Path.PositionAt(waiting.Part) == index;
        if (element.IsDocument || !byPosition)
        {
            moved[at] = element.IsDocument ? Cursor.Descend(element, waiting.Path, waiting.Part) : waiting.Closed(Null);
            Combine(moved, fields, buffer, keys, array, element, index, at + 1);
        }
        if (!byPosition)
            return;
        moved = (Cursor[])cursors.Clone();
        moved[at] = waiting.Part + 1 == waiting.Path.Length ? waiting.Closed(element) : Cursor.Enter(element, waiting.Path, waiting.Part + 1);
        Combine(moved, fields, buffer, keys, array, element, index, at + 1);
    }

    /// <summary>How far one field has come: at its value, or before an array that must be opened.</summary>
    private readonly record struct Cursor(BsonView Value, FieldPath Path, int Part, bool IsOpen)
    {
        public bool AtEnd => Part == Path.Length;

        public Cursor Closed(BsonView value) => new(value, Path, Path.Length, false);

        public static Cursor Descend(BsonView document, FieldPath path, int part) => Enter(document.Find(path.Name(part)), path, part + 1);

        public static Cursor Enter(BsonView value, FieldPath path, int part)
        {
            while (value.IsDocument && part < path.Length)
                value = value.Find(path.Name(part++));
            if (value.IsArray)
                return new(value, path, part, true);
            return new(part == path.Length ? value : default, path, path.Length, false);
        }
    }

    private struct Presence : IPathVisitor
    {
        public readonly bool Visit(BsonView value) => !value.IsMissing;
    }
}
