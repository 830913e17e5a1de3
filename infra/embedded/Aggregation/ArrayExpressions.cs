using MongoDB.Bson;
using static ELearning.Embedded.Expressions;

namespace ELearning.Embedded;

/// <summary>Expressions over arrays.</summary>
internal static class ArrayExpressions
{
    public static readonly Dictionary<string, Parser> Table = new()
    {
        ["$in"] = (argument, name, sight) =>
        {
            var sides = Arguments(argument, name, sight, 2, 2);
            return scope =>
            {
                var value = sides[0](scope);
                return sides[1](scope) is BsonArray array
                    ? (BsonBoolean)array.Any(element => Compare(element, value) == 0)
                    : throw MongoError.Location(40081, $"$in requires an array as a second argument, found: {TypeNames.Of(sides[1](scope))}");
            };
        },
        ["$size"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope =>
                one(scope) is var value && value is BsonArray array
                    ? new BsonInt32(array.Count)
                    : throw MongoError.Location(17124, $"The argument to $size must be an array, but was of type: {TypeNames.Of(value)}");
        },
        ["$isArray"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => (BsonBoolean)(one(scope) is BsonArray);
        },
        ["$arrayElemAt"] = (argument, name, sight) =>
        {
            var sides = Arguments(argument, name, sight, 2, 2);
            return scope => At(sides[0](scope), sides[1](scope), name);
        },
        ["$first"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => At(one(scope), new BsonInt32(0), name);
        },
        ["$last"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => At(one(scope), new BsonInt32(-1), name);
        },
        ["$slice"] = Slice,
        ["$concatArrays"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope =>
            {
                var result = new BsonArray();
                foreach (var part in parts)
                {
                    var value = part(scope);
                    if (IsNothing(value))
                        return BsonNull.Value;
                    result.AddRange(value as BsonArray ?? throw MongoError.Location(28664, $"$concatArrays only supports arrays, not {TypeNames.Of(value)}"));
                }
                return result;
            };
        },
        ["$filter"] = Filter,
        ["$map"] = (argument, name, sight) =>
        {
            var named = Named(argument, name, ["input", "in"], "as");
            var (input, variable) = (Parse(named["input"], sight), As(named));
            var body = Parse(named["in"], sight.With(variable));
            return scope =>
                input(scope) switch
                {
                    null or BsonNull or BsonUndefined => BsonNull.Value,
                    BsonArray array => new BsonArray(array.Select(element => body(scope.With(variable, element)) ?? BsonNull.Value)),
                    var other => throw MongoError.Location(16883, $"input to $map must be an array not {TypeNames.Of(other)}"),
                };
        },
        ["$reduce"] = (argument, name, sight) =>
        {
            var named = Named(argument, name, ["input", "initialValue", "in"]);
            var (input, initial, body) = (Parse(named["input"], sight), Parse(named["initialValue"], sight), Parse(named["in"], sight.With("value", "this")));
            return scope =>
                input(scope) switch
                {
                    null or BsonNull or BsonUndefined => BsonNull.Value,
                    BsonArray array => array.Aggregate(initial(scope), (value, element) => body(scope.With("value", value).With("this", element))),
                    var other => throw MongoError.Location(40080, $"$reduce requires that 'input' be an array, found: {other}"),
                };
        },
    };

    private static BsonValue? At(BsonValue? value, BsonValue? index, string name)
    {
        if (IsNothing(value) || IsNothing(index))
            return BsonNull.Value;
        if (value is not BsonArray array)
            throw MongoError.Location(28689, $"{name}'s first argument must be an array, but is {TypeNames.Of(value)}");
        var at = Whole(index!, name);
        if (at < 0)
            at += array.Count;
        return at >= 0 && at < array.Count ? array[(int)at] : null;
    }

    private static long Whole(BsonValue value, string name) =>
        value.IsNumeric && ModPredicate.Whole(BsonView.Of(value)) is { } whole && whole == Arithmetic.ToDouble(value)
            ? Math.Clamp(whole, int.MinValue, int.MaxValue)
            : throw MongoError.Location(28690, $"{name}'s argument must be representable as a 32-bit integer: {value}");

    private static Expression Slice(BsonValue argument, string name, Sight sight)
    {
        var parts = Arguments(argument, name, sight, 2, 3);
        return scope =>
        {
            var values = Array.ConvertAll(parts, part => part(scope));
            if (values.Any(IsNothing))
                return BsonNull.Value;
            if (values[0] is not BsonArray array)
                throw MongoError.Location(28724, $"First argument to $slice must be an array, but is of type: {TypeNames.Of(values[0])}");
            var count = Whole(values[^1]!, name);
            if (parts.Length == 2)
                return new BsonArray(count >= 0 ? array.Take((int)count) : array.TakeLast((int)Math.Min(-count, array.Count)));
            if (count <= 0)
                throw MongoError.Location(28729, $"Third argument to $slice must be positive: {values[^1]}");
            var start = Whole(values[1]!, name);
            return new BsonArray(array.Skip((int)(start >= 0 ? start : Math.Max(0, array.Count + start))).Take((int)count));
        };
    }

    private static Expression Filter(BsonValue argument, string name, Sight sight)
    {
        var named = Named(argument, name, ["input", "cond"], "as", "limit");
        var (input, variable) = (Parse(named["input"], sight), As(named));
        var condition = Parse(named["cond"], sight.With(variable));
        var limit = named.TryGetValue("limit", out var given) ? Parse(given, sight) : null;
        return scope =>
        {
            var value = input(scope);
            if (IsNothing(value))
                return BsonNull.Value;
            if (value is not BsonArray array)
                throw MongoError.Location(28651, $"input to $filter must be an array not {TypeNames.Of(value)}");
            var kept = array.Where(element => IsTrue(condition(scope.With(variable, element))));
            if (limit?.Invoke(scope) is { } most && !IsNothing(most))
                kept = kept.Take(
                    Whole(most, name) is > 0 and var count ? (int)count : throw MongoError.Location(327392, $"$filter: limit must be greater than 0: {most}")
                );
            return new BsonArray(kept);
        };
    }

    private static string As(BsonDocument named) => named.TryGetValue("as", out var value) ? LogicExpressions.CheckedName(value.AsString) : "this";
}
