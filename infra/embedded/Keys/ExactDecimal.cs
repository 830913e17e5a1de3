using System.Globalization;
using System.Numerics;
using MongoDB.Bson;

namespace ELearning.Embedded;

/// <summary>
/// A finite decimal, coefficient times ten to the exponent, without limits; Decimal128 arithmetic is done here and rounded once,
/// half to even, to 34 digits. System.Decimal holds 28 and would lose some.
/// </summary>
internal readonly record struct ExactDecimal(BigInteger Coefficient, int Exponent)
{
    private const int Digits = 34,
        MinExponent = -6176,
        MaxExponent = 6111;
    private static readonly BigInteger Limit = BigInteger.Pow(10, Digits);

    /// <summary>The exact value of a finite number.</summary>
    public static ExactDecimal Of(Decimal128 value)
    {
        var high = value.GetIEEEHighBits();
        // The second form of the encoding holds only coefficients above the limit, which count as zero.
        if ((high & 0x6000000000000000) == 0x6000000000000000)
            return new(0, (int)(high >> 47 & 0x3FFF) + MinExponent);
        var coefficient = ((BigInteger)(high & 0x1FFFFFFFFFFFF) << 64) + value.GetIEEELowBits();
        if (coefficient >= Limit)
            coefficient = 0;
        return new(high >> 63 == 0 ? coefficient : -coefficient, (int)(high >> 49 & 0x3FFF) + MinExponent);
    }

    public static ExactDecimal operator +(ExactDecimal a, ExactDecimal b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new(a.Coefficient * Ten(a.Exponent - exponent) + b.Coefficient * Ten(b.Exponent - exponent), exponent);
    }

    public static ExactDecimal operator -(ExactDecimal value) => new(-value.Coefficient, value.Exponent);

    public static ExactDecimal operator *(ExactDecimal a, ExactDecimal b) => new(a.Coefficient * b.Coefficient, a.Exponent + b.Exponent);

    /// <summary>The quotient with enough digits to be rounded rightly; the divisor is not zero.</summary>
    public static ExactDecimal operator /(ExactDecimal a, ExactDecimal b)
    {
        var scale = Math.Max(0, 2 * Digits + 2 + Length(b.Coefficient) - Length(a.Coefficient));
        var quotient = BigInteger.DivRem(a.Coefficient * Ten(scale), b.Coefficient, out var rest);
        // A rest that was cut off must not look like an exact half: one more digit says that something was there.
        if (rest.IsZero)
            return new ExactDecimal(quotient, a.Exponent - b.Exponent - scale).WithoutTrailingZeros(a.Exponent - b.Exponent);
        return new(quotient * 10 + a.Coefficient.Sign * b.Coefficient.Sign, a.Exponent - b.Exponent - scale - 1);
    }

    public static ExactDecimal operator %(ExactDecimal a, ExactDecimal b)
    {
        var exponent = Math.Min(a.Exponent, b.Exponent);
        return new(BigInteger.Remainder(a.Coefficient * Ten(a.Exponent - exponent), b.Coefficient * Ten(b.Exponent - exponent)), exponent);
    }

    /// <summary>The integer part, toward zero.</summary>
    public BigInteger Truncated() => Exponent >= 0 ? Coefficient * Ten(Exponent) : BigInteger.Divide(Coefficient, Ten(-Exponent));

    /// <summary>The integer part, or null where int64 does not hold it.</summary>
    public long? ToInt64()
    {
        // Asked first, so that no number of thousands of digits is built.
        if (TruncatedMagnitude().Value > 9.3e18)
            return null;
        var whole = Truncated();
        return whole < long.MinValue || whole > long.MaxValue ? null : (long)whole;
    }

    public static bool IsFinite(Decimal128 value) => !Decimal128.IsNaN(value) && !Decimal128.IsInfinity(value);

    /// <summary>A finite double at 15 significant digits, as MongoDB mixes doubles into decimal arithmetic.</summary>
    public static ExactDecimal Of(double value)
    {
        var text = value.ToString("E14", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        var digits = BigInteger.Parse(text[..exponent].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return new(digits, int.Parse(text[(exponent + 1)..], CultureInfo.InvariantCulture) - 14);
    }

    /// <summary>Rounded half to even to 34 digits; out of range is infinity.</summary>
    public Decimal128 ToDecimal128()
    {
        var magnitude = BigInteger.Abs(Coefficient);
        var exponent = Exponent;
        var surplus = Math.Max(Length(magnitude) - Digits, MinExponent - exponent);
        if (surplus > 0)
        {
            magnitude = RoundedQuotient(magnitude, Ten(surplus));
            exponent += surplus;
            if (magnitude >= Limit)
            {
                magnitude /= 10;
                exponent++;
            }
        }
        if (magnitude.IsZero)
            exponent = Math.Clamp(exponent, MinExponent, MaxExponent);
        var padding = exponent - MaxExponent;
        if (padding > 0)
        {
            if (Length(magnitude) + padding > Digits)
                return Coefficient.Sign < 0 ? Decimal128.NegativeInfinity : Decimal128.PositiveInfinity;
            magnitude *= Ten(padding);
            exponent = MaxExponent;
        }
        var high = (ulong)(magnitude >> 64) | (ulong)(exponent - MinExponent) << 49 | (Coefficient.Sign < 0 ? 1UL << 63 : 0);
        return Decimal128.FromIEEEBits(high, (ulong)(magnitude & ulong.MaxValue));
    }

    /// <summary>The greatest double not above the magnitude, and whether it is the magnitude.</summary>
    public (double Value, bool IsExact) TruncatedMagnitude()
    {
        var magnitude = BigInteger.Abs(Coefficient);
        if (magnitude.IsZero)
            return (0, true);
        // Far outside the range of doubles: no need to build numbers of thousands of digits.
        var scale = Length(magnitude) + Exponent;
        if (scale > 310)
            return (double.MaxValue, false);
        if (scale < -330)
            return (0, false);
        var (numerator, denominator) = Exponent >= 0 ? (magnitude * Ten(Exponent), BigInteger.One) : (magnitude, Ten(-Exponent));
        var shift = Math.Min(53 - (int)(numerator.GetBitLength() - denominator.GetBitLength()), 1074);
        var quotient =
            shift >= 0 ? BigInteger.DivRem(numerator << shift, denominator, out var rest) : BigInteger.DivRem(numerator, denominator << -shift, out rest);
        var exact = rest.IsZero;
        if (quotient.GetBitLength() > 53)
        {
            exact &= quotient.IsEven;
            quotient >>= 1;
            shift--;
        }
        var value = Math.ScaleB((double)quotient, -shift);
        return double.IsInfinity(value) ? (double.MaxValue, false) : (value, exact);
    }

    /// <summary>Strips zeros at the end, but not above the exponent the operands suggest.</summary>
    private ExactDecimal WithoutTrailingZeros(int preferred)
    {
        var (coefficient, exponent) = (Coefficient, Exponent);
        while (exponent < preferred && !coefficient.IsZero)
        {
            var shorter = BigInteger.DivRem(coefficient, 10, out var rest);
            if (!rest.IsZero)
                break;
            (coefficient, exponent) = (shorter, exponent + 1);
        }
        return new(coefficient, exponent);
    }

    private static BigInteger RoundedQuotient(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var rest);
        var half = (rest * 2).CompareTo(divisor);
        return half > 0 || half == 0 && !quotient.IsEven ? quotient + 1 : quotient;
    }

    private static int Length(BigInteger value)
    {
        value = BigInteger.Abs(value);
        if (value.IsZero)
            return 1;
        var guess = (int)((value.GetBitLength() - 1) * 0.30102999566398);
        return value >= Ten(guess + 1) ? guess + 2
            : value >= Ten(guess) ? guess + 1
            : guess;
    }

    private static BigInteger Ten(int exponent) => BigInteger.Pow(10, exponent);
}
