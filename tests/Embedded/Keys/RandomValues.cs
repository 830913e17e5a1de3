using System.Globalization;
using System.Numerics;
using MongoDB.Bson;

namespace ELearning.Embedded.Tests.Keys;

/// <summary>Random BSON of every type, from small pools so that equal and almost equal values meet often.</summary>
internal sealed class RandomValues(int seed)
{
    // csharpier-ignore
    private static readonly string[] Texts = ["", "a", "A", "ab", "a\0", "a\0b", "a\u0001", "é", "é", "Ā", "\uFFFD", "\U0001F600", "\uD7FF", "z", "学时", "学分"];

    // csharpier-ignore
    private static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, -0.1, 1.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, double.Epsilon,
        -double.Epsilon,
        2.2250738585072014E-308, 9007199254740992, 9007199254740994, 9.2233720368547758E18, -9.2233720368547758E18, 1e300, 1e-300, 4.9e-324,
    ];

    // csharpier-ignore
    private static readonly string[] Decimals =
    [
        "0", "-0", "0E+3", "0E-6176", "1", "1.0", "1.000", "0.1", "-0.1", "0.10", "1E+400", "-1E+400", "1E-400", "-1E-400", "NaN", "Infinity", "-Infinity",
        "9.999999999999999999999999999999999E+6144", "1E-6176", "9223372036854775807", "9223372036854775808", "9007199254740993", "9007199254740993.5",
        "0.1000000000000000055511151231257827", "0.5", "1.5", "123456789012345678901234567890.1234", "1.797693134862315708145274237317044E+308",
        "1.7976931348623157E+308",
        "4.94065645841246544176568792868E-324", "4E-324", "2E-324",
    ];

    // csharpier-ignore
    private static readonly long[] Longs =
    [
        0, 1, -1, 2, int.MaxValue, int.MinValue, 1L << 53, (1L << 53) + 1, (1L << 53) + 2, -(1L << 53) - 1, long.MaxValue, long.MaxValue - 1, long.MinValue,
        long.MinValue + 1, 1L << 62,
    ];

    public Random Random { get; } = new(seed);

    public BsonValue Next(int depth = 0)
    {
        switch (Random.Next(depth > 2 ? 17 : 21))
        {
            case 0 or 1 or 2 or 3 or 4:
                return Number();
            case 5 or 6:
                return Pick(Texts);
            case 7:
                return BsonNull.Value;
            case 8:
                return (BsonValue)(Random.Next(2) == 0);
            case 9:
                return new BsonDateTime(Random.Next(3) == 0 ? Pick(Longs) : Random.Next(-3, 3));
            case 10:
                return new ObjectId([.. Enumerable.Range(0, 12).Select(_ => (byte)Random.Next(2))]);
            case 11:
                return new BsonBinaryData(
                    [.. Enumerable.Range(0, Random.Next(4)).Select(_ => (byte)Random.Next(256))],
                    Random.Next(2) == 0 ? BsonBinarySubType.Binary : BsonBinarySubType.UserDefined
                );
            case 12:
                return new BsonTimestamp(Pick(Longs));
            case 13:
                return Random.Next(2) == 0 ? BsonMinKey.Value : BsonMaxKey.Value;
            case 14:
                return new BsonRegularExpression(Pick(["", "a", "ab", "b"]), Pick(["", "i", "im"]));
            case 15:
                return Random.Next(2) == 0 ? BsonUndefined.Value : new BsonJavaScript(Pick(Texts));
            case 16:
                return Random.Next(2) == 0 ? (BsonSymbol)Pick(Texts) : new BsonJavaScriptWithScope(Pick(Texts), Document(3));
            case 17 or 18:
                return Document(depth + 1);
            default:
                return new BsonArray(Enumerable.Range(0, Random.Next(4)).Select(_ => Next(depth + 1)));
        }
    }

    public BsonDocument Document(int depth)
    {
        var document = new BsonDocument();
        for (var count = Random.Next(3); count > 0; count--)
            document.Set(Pick(["a", "b", "ab", "é", ""]), Next(depth + 1));
        return document;
    }

    public BsonValue Number()
    {
        switch (Random.Next(9))
        {
            case 0:
                return Random.Next(-3, 4);
            case 1:
                return Pick(Longs);
            case 2:
                return Pick(Doubles);
            case 3:
                return Decimal128.Parse(Pick(Decimals));
            case 4:
                return (double)Pick(Longs) / Pick([1.0, 2, 3]);
            case 5:
                return new Decimal128(Pick(Longs));
            case 6:
                return BitConverter.Int64BitsToDouble(Random.NextInt64(long.MinValue, long.MaxValue));
            case 7:
                return Decimal128.Parse(Pick(Doubles.Where(double.IsFinite).ToArray()).ToString("E16", CultureInfo.InvariantCulture));
            default:
                var digits = new BigInteger(Random.NextInt64()) * (Random.Next(2) == 0 ? 1 : Random.NextInt64(1, 100_000_000_000));
                return Decimal128.Parse($"{(Random.Next(2) == 0 ? "-" : "")}{digits}E{Random.Next(-40, 20)}");
        }
    }

    public T Pick<T>(IReadOnlyList<T> values) => values[Random.Next(values.Count)];
}
