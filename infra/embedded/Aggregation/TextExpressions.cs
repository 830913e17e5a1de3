using System.Text;
using MongoDB.Bson;
using static ELearning.Embedded.Expressions;

namespace ELearning.Embedded;

/// <summary>Expressions over texts; positions and lengths count code points.</summary>
internal static class TextExpressions
{
    public static readonly Dictionary<string, Parser> Table = new()
    {
        ["$concat"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 0, int.MaxValue);
            return scope =>
            {
                var result = new StringBuilder();
                foreach (var part in parts)
                {
                    var value = part(scope);
                    if (IsNothing(value))
                        return BsonNull.Value;
                    result.Append(
                        value is BsonString text ? text.Value : throw MongoError.Location(16702, $"$concat only supports strings, not {TypeNames.Of(value)}")
                    );
                }
                return new BsonString(result.ToString());
            };
        },
        // MongoDB changes ASCII letters only.
        ["$toLower"] = Mapping(c => char.IsAsciiLetterUpper(c) ? (char)(c | 0x20) : c),
        ["$toUpper"] = Mapping(c => char.IsAsciiLetterLower(c) ? (char)(c & ~0x20) : c),
        ["$strLenCP"] = (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope =>
                one(scope) is var value && value is BsonString text
                    ? new BsonInt32(text.Value.EnumerateRunes().Count())
                    : throw MongoError.Location(34471, $"$strLenCP requires a string argument, found: {TypeNames.Of(value)}");
        },
        ["$substrCP"] = (argument, name, sight) =>
        {
            var parts = Arguments(argument, name, sight, 3, 3);
            return scope =>
            {
                var text = Text(parts[0](scope), name);
                var start = Count(parts[1](scope), 34450, "starting index");
                var length = Count(parts[2](scope), 34452, "length");
                return new BsonString(string.Concat(text.EnumerateRunes().Skip(start).Take(length)));
            };
        },
    };

    private static Parser Mapping(Func<char, char> map) =>
        (argument, name, sight) =>
        {
            var one = Arguments(argument, name, sight, 1, 1)[0];
            return scope => new BsonString(
                string.Create(
                    Text(one(scope), name) is var text ? text.Length : 0,
                    text,
                    (target, source) =>
                    {
                        for (var at = 0; at < target.Length; at++)
                            target[at] = map(source[at]);
                    }
                )
            );
        };

    /// <summary>A value where a text is wanted: numbers and dates are written out, nothing is the empty text.</summary>
    private static string Text(BsonValue? value, string name) =>
        value switch
        {
            null or BsonNull or BsonUndefined => "",
            BsonString text => text.Value,
            { IsNumeric: true } => value.ToString()!,
            BsonDateTime date => DateExpressions.Iso(date),
            _ => throw MongoError.Location(16007, $"can't convert from BSON type {TypeNames.Of(value)} to String in {name}"),
        };

    private static int Count(BsonValue? value, int code, string what) =>
        value is { IsNumeric: true }
        && ModPredicate.Whole(BsonView.Of(value)) is { } whole
        && whole == Arithmetic.ToDouble(value)
        && whole is >= 0 and <= int.MaxValue
            ? (int)whole
            : throw MongoError.Location(code, $"$substrCP: {what} must be a non-negative integer (found: {value?.ToString() ?? "missing"})");
}
