using System.Globalization;
using System.Numerics;
using MongoDB.Bson;
using static ELearning.Embedded.Expressions;

namespace ELearning.Embedded;

/// <summary>Arithmetic, rounding and conversions between numbers and texts; $sum and its kin over an array.</summary>
internal static class NumberExpressions
{
    private const MongoErrorCode ConversionFailure = (MongoErrorCode)241;

    public static readonly Dictionary<string, Parser> Table = new()
    {
        ["$add"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope => parts.Aggregate((BsonValue)new BsonInt32(0), (sum, part) => Add(sum, part(scope)));
        },
        ["$multiply"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope =>
                parts.Aggregate(
                    (BsonValue)new BsonInt32(1),
                    (product, part) =>
                    {
                        var value = part(scope);
                        if (IsNothing(product) || IsNothing(value))
                            return BsonNull.Value;
                        if (!value!.IsNumeric)
                            throw MongoError.TypeMismatch($"$multiply only supports numeric types, not {TypeNames.Of(value)}");
                        return Arithmetic.Multiply(product, value) ?? new BsonDouble(product.ToDouble() * value.ToDouble());
                    }
                );
        },
        ["$subtract"] = Binary(Subtract),
        ["$divide"] = Binary(
            (a, b) =>
            {
                if (!a.IsNumeric || !b.IsNumeric)
                    throw MongoError.TypeMismatch($"$divide only supports numeric types, not {TypeNames.Of(a)} and {TypeNames.Of(b)}");
                return Arithmetic.IsZero(b) ? throw MongoError.BadValue("can't $divide by zero") : Arithmetic.Divide(a, b);
            }
        ),
        ["$mod"] = Binary(
            (a, b) =>
            {
                if (!a.IsNumeric || !b.IsNumeric)
                    throw MongoError.Location(16611, $"$mod only supports numeric types, not {TypeNames.Of(a)} and {TypeNames.Of(b)}");
                return Arithmetic.IsZero(b) ? throw MongoError.Location(16610, "can't $mod by zero") : Arithmetic.Remainder(a, b);
            }
        ),
        ["$floor"] = Rounding(Math.Floor, -1),
        ["$ceil"] = Rounding(Math.Ceiling, 1),
        ["$abs"] = Unary(
            (value, name) =>
                value switch
                {
                    BsonDouble number => new BsonDouble(Math.Abs(number.Value)),
                    { IsNumeric: true } when BsonOrder.Compare(value, new BsonInt32(0)) >= 0 => value,
                    BsonInt64 { Value: long.MinValue } => throw MongoError.Location(28680, "can't take $abs of long long min"),
                    { IsNumeric: true } => Arithmetic.Subtract(new BsonInt32(0), value)!,
                    _ => throw NotNumeric(name, value),
                }
        ),
        ["$toString"] = Unary(ToText),
        ["$toInt"] = Unary((value, name) => new BsonInt32((int)ToWhole(value, name, int.MinValue, int.MaxValue))),
        ["$toLong"] = Unary((value, name) => new BsonInt64((long)ToWhole(value, name, long.MinValue, long.MaxValue))),
        ["$toDouble"] = Unary(
            (value, name) =>
                new BsonDouble(
                    value switch
                    {
                        BsonBoolean boolean => boolean.Value ? 1 : 0,
                        BsonDateTime date => date.MillisecondsSinceEpoch,
                        { IsNumeric: true } => Arithmetic.ToDouble(value),
                        BsonString text when double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) => parsed,
                        _ => throw NoConversion(value, name),
                    }
                )
        ),
        ["$sum"] = Folding,
        ["$avg"] = Folding,
        ["$min"] = Folding,
        ["$max"] = Folding,
    };

    private static BsonValue Add(BsonValue sum, BsonValue? value)
    {
        if (IsNothing(sum) || IsNothing(value))
            return BsonNull.Value;
        if (sum is BsonDateTime && value is BsonDateTime)
            throw MongoError.Location(16612, "only one date allowed in an $add expression");
        if (sum is BsonDateTime || value is BsonDateTime)
        {
            var (date, number) = sum is BsonDateTime first ? (first, value!) : ((BsonDateTime)value!, sum);
            return new BsonDateTime(date.MillisecondsSinceEpoch + Milliseconds(number, "$add"));
        }
        if (!value!.IsNumeric)
            throw MongoError.TypeMismatch($"$add only supports numeric or date types, not {TypeNames.Of(value)}");
        return Arithmetic.Add(sum, value) ?? new BsonDouble(sum.ToDouble() + value.ToDouble());
    }

    private static BsonValue Subtract(BsonValue a, BsonValue b)
    {
        if (a is BsonDateTime from)
            return b is BsonDateTime to
                ? new BsonInt64(from.MillisecondsSinceEpoch - to.MillisecondsSinceEpoch)
                : new BsonDateTime(from.MillisecondsSinceEpoch - Milliseconds(b, "$subtract"));
        if (!a.IsNumeric || !b.IsNumeric)
            throw MongoError.TypeMismatch($"can't $subtract {TypeNames.Of(b)} from {TypeNames.Of(a)}");
        return Arithmetic.Subtract(a, b) ?? new BsonDouble(a.ToDouble() - b.ToDouble());
    }

    private static long Milliseconds(BsonValue value, string name) =>
        value.IsNumeric && double.IsFinite(Arithmetic.ToDouble(value))
            ? (long)Math.Round(Arithmetic.ToDouble(value))
            : throw MongoError.TypeMismatch($"{name} only supports numeric or date types, not {TypeNames.Of(value)}");

    private static Parser Binary(Func<BsonValue, BsonValue, BsonValue> apply) =>
        (argument, name, sight) =>
        {
            var sides = Arguments(argument, name, sight, 2, 2);
            return scope =>
            {
                var (a, b) = (sides[0](scope), sides[1](scope));
                return IsNothing(a) || IsNothing(b) ? BsonNull.Value : apply(a!, b!);
            };
        };

    private static Parser Unary(Func<BsonValue, string, BsonValue> apply) =>
        (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => one(scope) is { } value && !IsNothing(value) ? apply(value, name) : BsonNull.Value;
        };

    private static Parser Rounding(Func<double, double> round, int away) =>
        Unary(
            (value, name) =>
                value switch
                {
                    BsonInt32 or BsonInt64 => value,
                    BsonDouble number => new BsonDouble(round(number.Value)),
                    BsonDecimal128 number when !ExactDecimal.IsFinite(number.Value) => number,
                    BsonDecimal128 number => new BsonDecimal128(RoundedOutward(ExactDecimal.Of(number.Value), away).ToDecimal128()),
                    _ => throw NotNumeric(name, value),
                }
        );

    private static ExactDecimal RoundedOutward(ExactDecimal value, int away)
    {
        if (value.Exponent >= 0)
            return value;
        var whole = value.Truncated();
        return new(value.Coefficient.Sign == away && whole * BigInteger.Pow(10, -value.Exponent) != value.Coefficient ? whole + away : whole, 0);
    }

    /// <summary>$sum and its kin outside a group: over the arguments, or over the one array.</summary>
    private static Expression Folding(BsonValue argument, string name, Sight sight)
    {
        var parts = Arguments(argument, name, sight, 0, int.MaxValue);
        var start = Accumulators.Named(name)!;
        return scope =>
        {
            var accumulator = start();
            if (parts.Length == 1 && parts[0](scope) is BsonArray array)
                foreach (var value in array)
                    accumulator.Add(value);
            else
                foreach (var part in parts)
                    accumulator.Add(part(scope));
            return accumulator.Result;
        };
    }

    private static Int128 ToWhole(BsonValue value, string name, Int128 least, Int128 most)
    {
        Int128? whole = value switch
        {
            BsonBoolean boolean => boolean.Value ? 1 : 0,
            BsonDateTime date when name == "$toLong" => date.MillisecondsSinceEpoch,
            { IsNumeric: true } => ModPredicate.Whole(BsonView.Of(value)) is { } number ? number : null,
            BsonString text when long.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
            _ => throw NoConversion(value, name),
        };
        return whole >= least && whole <= most
            ? whole.Value
            : throw new MongoError(ConversionFailure, $"Conversion would overflow target type in {name} with no onError value: {value}");
    }

    private static BsonString ToText(BsonValue value, string name) =>
        new(
            value switch
            {
                BsonString text => text.Value,
                BsonBoolean boolean => boolean.Value ? "true" : "false",
                BsonInt32 or BsonInt64 => value.ToInt64().ToString(CultureInfo.InvariantCulture),
                BsonDouble { Value: var number } => double.IsInfinity(number)
                    ? number > 0
                        ? "Infinity"
                        : "-Infinity"
                    : number.ToString("R", CultureInfo.InvariantCulture),
                BsonDecimal128 number => number.Value.ToString(),
                BsonObjectId id => id.Value.ToString(),
                BsonDateTime date => DateExpressions.Iso(date),
                _ => throw NoConversion(value, name),
            }
        );

    private static MongoError NoConversion(BsonValue value, string name) =>
        new(ConversionFailure, $"Unsupported conversion from {TypeNames.Of(value)} in {name} with no onError value: {value}");

    private static MongoError NotNumeric(string name, BsonValue value) =>
        MongoError.Location(28765, $"{name} only supports numeric types, not {TypeNames.Of(value)}");
}
