using System.Buffers.Binary;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// MongoDB's total order over values: first the class of the type, then the value. Numbers compare exactly across types.
/// <c>BsonValue.CompareTo</c> is not this order and must not be used in this project.
/// </summary>
internal static class BsonOrder
{
    public static int Compare(BsonView a, BsonView b) => Compare(a, b, 0);

    public static int Compare(BsonValue a, BsonValue b) => Compare(BsonView.Of(a), BsonView.Of(b));

    public static bool Same(BsonValue a, BsonValue b) => Compare(a, b) == 0;

    /// <summary>The class of a type in MongoDB's order; missing counts as null.</summary>
    public static byte ClassOf(BsonType type) =>
        type switch
        {
            BsonType.MinKey => 1,
            BsonType.Undefined => 4,
            BsonType.EndOfDocument or BsonType.Null => 5,
            BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128 => 10,
            BsonType.String or BsonType.Symbol => 15,
            BsonType.Document => 20,
            BsonType.Array => 25,
            BsonType.Binary => 30,
            BsonType.ObjectId => 35,
            BsonType.Boolean => 40,
            BsonType.DateTime => 45,
            BsonType.Timestamp => 47,
            BsonType.RegularExpression => 50,
            BsonType.JavaScript => 60,
            BsonType.JavaScriptWithScope => 65,
            BsonType.MaxKey => 127,
            _ => throw new MongoError(MongoErrorCode.InvalidBSON, $"Unrecognized BSON type {(int)type}"),
        };

    private static int Compare(BsonView a, BsonView b, int depth)
    {
        var order = ClassOf(a.Type) - ClassOf(b.Type);
        if (order != 0)
            return Math.Sign(order);
        switch (a.Type)
        {
            case BsonType.Double or BsonType.Int32 or BsonType.Int64 or BsonType.Decimal128:
                return a.Type == BsonType.Int32 && b.Type == BsonType.Int32 ? a.AsInt32.CompareTo(b.AsInt32) : Numbers.Compare(a, b);
            case BsonType.String or BsonType.Symbol or BsonType.JavaScript:
                return Math.Sign(a.StringBytes.SequenceCompareTo(b.StringBytes));
            case BsonType.Document or BsonType.Array:
                return CompareFields(a, b, depth);
            case BsonType.Binary:
                order = (a.Span.Length).CompareTo(b.Span.Length);
                return order != 0 ? order : Math.Sign(a.Span[4..].SequenceCompareTo(b.Span[4..]));
            case BsonType.ObjectId:
                return Math.Sign(a.Span.SequenceCompareTo(b.Span));
            case BsonType.Boolean:
                return a.AsBoolean.CompareTo(b.AsBoolean);
            case BsonType.DateTime:
                return a.AsInt64.CompareTo(b.AsInt64);
            case BsonType.Timestamp:
                return BinaryPrimitives.ReadUInt64LittleEndian(a.Span).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(b.Span));
            case BsonType.RegularExpression:
                // Pattern, its end, options: the end is the smallest byte, so one comparison does both.
                return Math.Sign(a.Span.SequenceCompareTo(b.Span));
            case BsonType.JavaScriptWithScope:
                var (codeA, scopeA) = a.CodeWithScope;
                var (codeB, scopeB) = b.CodeWithScope;
                order = Math.Sign(codeA.Span.SequenceCompareTo(codeB.Span));
                return order != 0 ? order : Compare(scopeA, scopeB, depth + 1);
            default:
                return 0;
        }
    }

    private static int CompareFields(BsonView a, BsonView b, int depth)
    {
        BsonView.CheckDepth(depth);
        var left = a.GetEnumerator();
        var right = b.GetEnumerator();
        while (true)
        {
            var hasLeft = left.MoveNext();
            var hasRight = right.MoveNext();
            if (!hasLeft || !hasRight)
                return hasLeft.CompareTo(hasRight);
            var order = ClassOf(left.Type) - ClassOf(right.Type);
            if (order != 0)
                return Math.Sign(order);
            if (a.IsDocument)
            {
                order = left.Name.SequenceCompareTo(right.Name);
                if (order != 0)
                    return Math.Sign(order);
            }
            order = Compare(left.Value, right.Value, depth + 1);
            if (order != 0)
                return order;
        }
    }
}
