using System.Buffers.Binary;
using System.Numerics;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// The key of a number: 10 NaN, 11 negative (rest inverted), 12 zero, 13 positive; the magnitude as a double truncated toward zero,
/// big-endian; then 0 if that is exact, else 1, the decimal exponent (2 bytes, biased) and the decimal digits in pairs, ended by 0.
/// Equal numbers of different types have the same bytes, and the order of the bytes is the order of the exact values.
/// </summary>
internal static class Numbers
{
    private const byte NotANumber = 10,
        Negative = 11,
        Zero = 12,
        Positive = 13;
    private const int ExponentBias = 0x4000;

    [ThreadStatic]
    private static KeyBuffer? _left;

    [ThreadStatic]
    private static KeyBuffer? _right;

    public static int Compare(BsonView a, BsonView b)
    {
        if (a.Type == BsonType.Int64 && b.Type == BsonType.Int64)
            return a.AsInt64.CompareTo(b.AsInt64);
        // CompareTo of double puts NaN first and treats both zeros as equal, as MongoDB does.
        if (a.Type == BsonType.Double && b.Type == BsonType.Double)
            return a.AsDouble.CompareTo(b.AsDouble);
        var (left, right) = (_left ??= new(), _right ??= new());
        left.Reset();
        right.Reset();
        Write(left, a);
        Write(right, b);
        return Math.Sign(left.Span.SequenceCompareTo(right.Span));
    }

    public static void Write(KeyBuffer buffer, BsonView value)
    {
        switch (value.Type)
        {
            case BsonType.Int32:
                WriteInteger(buffer, value.AsInt32);
                break;
            case BsonType.Int64:
                WriteInteger(buffer, value.AsInt64);
                break;
            case BsonType.Double:
                WriteDouble(buffer, value.AsDouble);
                break;
            default:
                WriteDecimal(buffer, value.AsDecimal128);
                break;
        }
    }

    private static void WriteInteger(KeyBuffer buffer, long value)
    {
        if (value == 0)
        {
            buffer.Append(Zero);
            return;
        }
        var magnitude = value < 0 ? (ulong)-value : (ulong)value;
        // A double holds 53 bits; the rest is cut off and said in digits.
        var surplus = Math.Max(0, 64 - BitOperations.LeadingZeroCount(magnitude) - 53);
        var truncated = magnitude >> surplus << surplus;
        Write(buffer, value < 0, truncated, truncated == magnitude ? null : magnitude, 0);
    }

    private static void WriteDouble(KeyBuffer buffer, double value)
    {
        if (double.IsNaN(value))
            buffer.Append(NotANumber);
        else if (value == 0)
            buffer.Append(Zero);
        else
            Write(buffer, value < 0, Math.Abs(value), null, 0);
    }

    private static void WriteDecimal(KeyBuffer buffer, Decimal128 value)
    {
        if (Decimal128.IsNaN(value))
        {
            buffer.Append(NotANumber);
            return;
        }
        if (Decimal128.IsInfinity(value))
        {
            Write(buffer, Decimal128.IsNegativeInfinity(value), double.PositiveInfinity, null, 0);
            return;
        }
        var exact = ExactDecimal.Of(value);
        if (exact.Coefficient.IsZero)
        {
            buffer.Append(Zero);
            return;
        }
        var magnitude = BigInteger.Abs(exact.Coefficient);
        var (truncated, isExact) = exact.TruncatedMagnitude();
        Write(buffer, exact.Coefficient.Sign < 0, truncated, isExact ? null : magnitude, exact.Exponent);
    }

    private static void Write(KeyBuffer buffer, bool negative, double truncated, BigInteger? coefficient, int exponent)
    {
        buffer.Append(negative ? Negative : Positive);
        var start = buffer.Length;
        BinaryPrimitives.WriteDoubleBigEndian(buffer.Grow(8), truncated);
        if (coefficient is { } digits)
            WriteDigits(buffer, digits, exponent);
        else
            buffer.Append(0);
        if (negative)
            buffer.InvertFrom(start);
    }

    private static void WriteDigits(KeyBuffer buffer, BigInteger coefficient, int exponent)
    {
        var digits = coefficient.ToString(System.Globalization.CultureInfo.InvariantCulture);
        buffer.Append(1);
        // As 0.d1d2d3… times ten to this exponent: it does not depend on trailing zeros.
        BinaryPrimitives.WriteUInt16BigEndian(buffer.Grow(2), (ushort)(digits.Length + exponent + ExponentBias));
        digits = digits.TrimEnd('0');
        for (var at = 0; at < digits.Length; at += 2)
        {
            var low = at + 1 < digits.Length ? digits[at + 1] - '0' : 0;
            buffer.Append((byte)((digits[at] - '0') * 10 + low + 1));
        }
        buffer.Append(0);
    }
}
