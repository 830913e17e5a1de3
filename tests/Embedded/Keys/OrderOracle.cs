using System.Globalization;
using System.Numerics;
using System.Text;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Keys;

/// <summary>MongoDB's order written a second time, slowly and over other means: rationals of big integers, values in memory, text forms.</summary>
internal static class OrderOracle
{
    private static readonly BsonType[][] Classes =
    [
        [BsonType.MinKey],
        [BsonType.Undefined],
        [BsonType.Null],
        [BsonType.Int32, BsonType.Int64, BsonType.Double, BsonType.Decimal128],
        [BsonType.String, BsonType.Symbol],
        [BsonType.Document],
        [BsonType.Array],
        [BsonType.Binary],
        [BsonType.ObjectId],
        [BsonType.Boolean],
        [BsonType.DateTime],
        [BsonType.Timestamp],
        [BsonType.RegularExpression],
        [BsonType.JavaScript],
        [BsonType.JavaScriptWithScope],
        [BsonType.MaxKey],
    ];

    public static int Compare(BsonValue a, BsonValue b)
    {
        var (x, y) = (ClassOf(a.BsonType), ClassOf(b.BsonType));
        if (x != y)
            return x.CompareTo(y);
        return a.BsonType switch
        {
            BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => Numbers(a, b),
            BsonType.String or BsonType.Symbol => Bytes(Utf8(a.ToString()!), Utf8(b.ToString()!)),
            BsonType.Document => Fields([.. a.AsBsonDocument], [.. b.AsBsonDocument]),
            BsonType.Array => Fields([.. a.AsBsonArray.Select(v => new BsonElement("", v))], [.. b.AsBsonArray.Select(v => new BsonElement("", v))]),
            BsonType.Binary => Binary(a.AsBsonBinaryData, b.AsBsonBinaryData),
            BsonType.ObjectId => Bytes(a.AsObjectId.ToByteArray(), b.AsObjectId.ToByteArray()),
            BsonType.Boolean => a.AsBoolean.CompareTo(b.AsBoolean),
            BsonType.DateTime => a.AsBsonDateTime.MillisecondsSinceEpoch.CompareTo(b.AsBsonDateTime.MillisecondsSinceEpoch),
            BsonType.Timestamp => ((ulong)a.AsBsonTimestamp.Value).CompareTo((ulong)b.AsBsonTimestamp.Value),
            BsonType.RegularExpression => First(
                Bytes(Utf8(a.AsBsonRegularExpression.Pattern), Utf8(b.AsBsonRegularExpression.Pattern)),
                Bytes(Utf8(a.AsBsonRegularExpression.Options), Utf8(b.AsBsonRegularExpression.Options))
            ),
            BsonType.JavaScript => Bytes(Utf8(a.AsBsonJavaScript.Code), Utf8(b.AsBsonJavaScript.Code)),
            BsonType.JavaScriptWithScope => First(
                Bytes(Utf8(a.AsBsonJavaScriptWithScope.Code), Utf8(b.AsBsonJavaScriptWithScope.Code)),
                Compare(a.AsBsonJavaScriptWithScope.Scope, b.AsBsonJavaScriptWithScope.Scope)
            ),
            _ => 0,
        };
    }

    private static int ClassOf(BsonType type) => Array.FindIndex(Classes, types => types.Contains(type));

    private static int First(params int[] orders) => orders.FirstOrDefault(order => order != 0);

    private static int Fields(List<BsonElement> a, List<BsonElement> b)
    {
        foreach (var (x, y) in a.Zip(b))
        {
            var order = First(ClassOf(x.Value.BsonType).CompareTo(ClassOf(y.Value.BsonType)), Bytes(Utf8(x.Name), Utf8(y.Name)), Compare(x.Value, y.Value));
            if (order != 0)
                return order;
        }
        return a.Count.CompareTo(b.Count);
    }

    private static int Binary(BsonBinaryData a, BsonBinaryData b) =>
        First(a.Bytes.Length.CompareTo(b.Bytes.Length), ((byte)a.SubType).CompareTo((byte)b.SubType), Bytes(a.Bytes, b.Bytes));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static int Bytes(byte[] a, byte[] b)
    {
        for (var at = 0; at < Math.Min(a.Length, b.Length); at++)
            if (a[at] != b[at])
                return a[at].CompareTo(b[at]);
        return a.Length.CompareTo(b.Length);
    }

    private static int Numbers(BsonValue a, BsonValue b)
    {
        var ((rankA, numeratorA, denominatorA), (rankB, numeratorB, denominatorB)) = (Rational(a), Rational(b));
        return rankA != rankB ? rankA.CompareTo(rankB) : (numeratorA * denominatorB).CompareTo(numeratorB * denominatorA);
    }

    /// <summary>Rank 0 NaN, 1 minus infinity, 2 finite, 3 infinity; then numerator and denominator.</summary>
    private static (int, BigInteger, BigInteger) Rational(BsonValue value)
    {
        switch (value)
        {
            case BsonDouble { Value: var number }:
                if (double.IsNaN(number))
                    return (0, 0, 1);
                if (double.IsInfinity(number))
                    return (number < 0 ? 1 : 3, 0, 1);
                var bits = BitConverter.DoubleToInt64Bits(number);
                var exponent = (int)(bits >> 52 & 0x7FF);
                var mantissa = bits & 0xFFFFFFFFFFFFF | (exponent > 0 ? 1L << 52 : 0);
                exponent = Math.Max(exponent, 1) - 1075;
                BigInteger signed = bits < 0 ? -mantissa : mantissa;
                return exponent >= 0 ? (2, signed << exponent, 1) : (2, signed, BigInteger.One << -exponent);
            case BsonDecimal128 number:
                var text = number.Value.ToString();
                if (text == "NaN")
                    return (0, 0, 1);
                if (text.Contains("Infinity", StringComparison.Ordinal))
                    return (text[0] == '-' ? 1 : 3, 0, 1);
                var parts = text.Split('E');
                var digits = parts[0].Split('.');
                var power = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (digits.Length > 1 ? digits[1].Length : 0);
                var coefficient = BigInteger.Parse(string.Concat(digits), CultureInfo.InvariantCulture);
                return power >= 0 ? (2, coefficient * BigInteger.Pow(10, power), 1) : (2, coefficient, BigInteger.Pow(10, -power));
            default:
                return (2, value.ToInt64(), 1);
        }
    }
}
