using System.Numerics;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// Arithmetic over MongoDB's four number types: the wider type wins; int32 grows to int64; what int64 cannot hold is reported, because an
/// update refuses it and an expression goes on as a double. Decimal128 is exact and rounded once to 34 digits.
/// </summary>
internal static class Arithmetic
{
    private static readonly BsonInt32 Zero = new(0);

    /// <summary>The sum; null on int64 overflow.</summary>
    public static BsonValue? Add(BsonValue a, BsonValue b) => Apply(a, b, (x, y) => x + y, (x, y) => x + y, (x, y) => x + y);

    /// <summary>The difference; null on int64 overflow.</summary>
    public static BsonValue? Subtract(BsonValue a, BsonValue b) => Apply(a, b, (x, y) => x - y, (x, y) => x - y, (x, y) => x + -y);

    /// <summary>The product; null on int64 overflow.</summary>
    public static BsonValue? Multiply(BsonValue a, BsonValue b) => Apply(a, b, (x, y) => x * y, (x, y) => x * y, (x, y) => x * y);

    /// <summary>The remainder with the sign of the dividend; the divisor is not zero.</summary>
    public static BsonValue Remainder(BsonValue a, BsonValue b) => Apply(a, b, (x, y) => x % y, (x, y) => x % y, (x, y) => x % y)!;

    /// <summary>The quotient, a double or a decimal; the divisor is not zero.</summary>
    public static BsonValue Divide(BsonValue a, BsonValue b) =>
        a is BsonDecimal128 || b is BsonDecimal128 ? Decimals(a, b, (x, y) => x / y, (x, y) => x / y) : new BsonDouble(ToDouble(a) / ToDouble(b));

    public static bool IsZero(BsonValue value) => BsonOrder.Compare(value, Zero) == 0;

    /// <summary>The double nearest to a number, or next to it for decimals.</summary>
    public static double ToDouble(BsonValue value)
    {
        if (value is not BsonDecimal128 number)
            return value.ToDouble();
        var exact = number.Value;
        if (Decimal128.IsNaN(exact))
            return double.NaN;
        if (Decimal128.IsInfinity(exact))
            return Decimal128.IsNegativeInfinity(exact) ? double.NegativeInfinity : double.PositiveInfinity;
        return double.Parse(exact.ToString(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public static BsonValue Integer(Int128 value) => value >= int.MinValue && value <= int.MaxValue ? new BsonInt32((int)value) : new BsonInt64((long)value);

    private static BsonValue? Apply(
        BsonValue a,
        BsonValue b,
        Func<Int128, Int128, Int128> whole,
        Func<double, double, double> floating,
        Func<ExactDecimal, ExactDecimal, ExactDecimal> exact
    )
    {
        if (a is BsonDecimal128 || b is BsonDecimal128)
            return Decimals(a, b, floating, exact);
        if (a is BsonDouble || b is BsonDouble)
            return new BsonDouble(floating(a.ToDouble(), b.ToDouble()));
        var result = whole(a.ToInt64(), b.ToInt64());
        if (result < long.MinValue || result > long.MaxValue)
            return null;
        return a is BsonInt32 && b is BsonInt32 ? Integer(result) : new BsonInt64((long)result);
    }

    private static BsonDecimal128 Decimals(BsonValue a, BsonValue b, Func<double, double, double> special, Func<ExactDecimal, ExactDecimal, ExactDecimal> exact)
    {
        if (Exact(a) is { } x && Exact(b) is { } y)
            return new(exact(x, y).ToDecimal128());
        // One side is NaN or infinite: doubles give the same answer.
        var result = special(ToDouble(a), ToDouble(b));
        return new(
            double.IsNaN(result) ? Decimal128.QNaN
            : result == 0 ? Decimal128.Zero
            : result < 0 ? Decimal128.NegativeInfinity
            : Decimal128.PositiveInfinity
        );
    }

    private static ExactDecimal? Exact(BsonValue value) =>
        value switch
        {
            BsonDecimal128 number => ExactDecimal.IsFinite(number.Value) ? ExactDecimal.Of(number.Value) : null,
            BsonDouble number => double.IsFinite(number.Value) ? ExactDecimal.Of(number.Value) : null,
            _ => new ExactDecimal((BigInteger)value.ToInt64(), 0),
        };
}
