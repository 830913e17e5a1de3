using MongoDB.Bson;
using static ELearning.Embedded.Expressions;

namespace ELearning.Embedded;

/// <summary>Comparison, boolean and conditional expressions, variables, objects and types.</summary>
internal static class LogicExpressions
{
    public static readonly Dictionary<string, Parser> Table = new()
    {
        ["$eq"] = Comparing(order => order == 0),
        ["$ne"] = Comparing(order => order != 0),
        ["$gt"] = Comparing(order => order > 0),
        ["$gte"] = Comparing(order => order >= 0),
        ["$lt"] = Comparing(order => order < 0),
        ["$lte"] = Comparing(order => order <= 0),
        ["$cmp"] = (argument, name, sight) =>
        {
            var sides = Arguments(argument, name, sight, 2, 2);
            return scope => new BsonInt32(Compare(sides[0](scope), sides[1](scope)));
        },
        ["$and"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope => (BsonBoolean)Array.TrueForAll(parts, part => IsTrue(part(scope)));
        },
        ["$or"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope => (BsonBoolean)Array.Exists(parts, part => IsTrue(part(scope)));
        },
        ["$not"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => (BsonBoolean)!IsTrue(one(scope));
        },
        ["$literal"] = (argument, _, _) => _ => argument,
        ["$cond"] = Cond,
        ["$ifNull"] = (argument, name, sight) =>
        {
            if (argument is not BsonArray { Count: >= 2 })
                throw MongoError.Location(1257300, $"$ifNull needs at least two arguments, had: {(argument as BsonArray)?.Count ?? 1}");
            var parts = Arguments(argument, name, sight, 2, int.MaxValue);
            return scope =>
            {
                foreach (var part in parts.AsSpan(0, parts.Length - 1))
                    if (part(scope) is var value && !IsNothing(value))
                        return value;
                return parts[^1](scope);
            };
        },
        ["$switch"] = Switch,
        ["$let"] = (argument, name, sight) =>
        {
            var named = Named(argument, name, ["vars", "in"]);
            if (named["vars"] is not BsonDocument vars)
                throw MongoError.Location(16876, "invalid parameter: expected an object (vars)");
            var values = vars.Select(element => (Name: CheckedName(element.Name), Value: Parse(element.Value, sight))).ToArray();
            var body = Parse(named["in"], sight.With([.. values.Select(pair => pair.Name)]));
            return scope => body(values.Aggregate(scope, (inner, pair) => inner.With(pair.Name, pair.Value(scope))));
        },
        ["$mergeObjects"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope =>
                Merged(parts.SelectMany(part => part(scope) is BsonArray array && parts.Length == 1 ? array : (IEnumerable<BsonValue?>)[part(scope)]));
        },
        ["$type"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => new BsonString(TypeNames.Of(one(scope)));
        },
    };

    /// <summary>The fields of all documents, later ones over earlier ones; null and missing count as empty.</summary>
    public static BsonDocument Merged(IEnumerable<BsonValue?> values)
    {
        var result = new BsonDocument();
        foreach (var value in values)
        {
            if (IsNothing(value))
                continue;
            if (value is not BsonDocument document)
                throw MongoError.Location(40400, $"$mergeObjects requires object inputs, but input {value} is of type {TypeNames.Of(value)}");
            foreach (var element in document)
                result.Set(element.Name, element.Value);
        }
        return result;
    }

    /// <summary>A variable name a client may define.</summary>
    public static string CheckedName(string name) =>
        name.Length > 0 && (char.IsAsciiLetterLower(name[0]) || name[0] > 127) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_' || c > 127)
            ? name
            : throw MongoError.FailedToParse($"'{name}' starts with an invalid character for a user variable name");

    private static Parser Comparing(Func<int, bool> holds) =>
        (argument, name, sight) =>
        {
            var sides = Arguments(argument, name, sight, 2, 2);
            return scope => (BsonBoolean)holds(Compare(sides[0](scope), sides[1](scope)));
        };

    private static Expression Cond(BsonValue argument, string name, Sight sight)
    {
        if (argument is BsonDocument)
        {
            var named = Named(argument, name, ["if", "then", "else"]);
            argument = new BsonArray { named["if"], named["then"], named["else"] };
        }
        var parts = Arguments(argument, name, sight, 3, 3);
        return scope => IsTrue(parts[0](scope)) ? parts[1](scope) : parts[2](scope);
    }

    private static Expression Switch(BsonValue argument, string name, Sight sight)
    {
        var named = Named(argument, name, ["branches"], "default");
        if (named["branches"] is not BsonArray { Count: > 0 } list)
            throw MongoError.Location(40068, "$switch requires at least one branch.");
        var branches = list.Select(branch => Named(branch, name, ["case", "then"]))
            .Select(branch => (Case: Parse(branch["case"], sight), Then: Parse(branch["then"], sight)))
            .ToArray();
        var otherwise = named.TryGetValue("default", out var value) ? Parse(value, sight) : null;
        return scope =>
        {
            foreach (var (condition, then) in branches)
                if (IsTrue(condition(scope)))
                    return then(scope);
            return otherwise is not null
                ? otherwise(scope)
                : throw MongoError.Location(40066, "$switch could not find a matching branch for an input, and no default was specified.");
        };
    }
}
