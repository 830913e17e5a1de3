using System.Globalization;
using System.Text;
using MongoDB.Bson;
using static ELearning.Embedded.Expressions;

namespace ELearning.Embedded;

/// <summary>Parts of dates and dates as text, in UTC or in a named zone or offset.</summary>
internal static class DateExpressions
{
    public static readonly Dictionary<string, Parser> Table = new()
    {
        ["$year"] = Part(time => time.Year),
        ["$month"] = Part(time => time.Month),
        ["$dayOfMonth"] = Part(time => time.Day),
        ["$dateToString"] = (argument, name, sight) =>
        {
            var named = Named(argument, name, ["date"], "format", "timezone", "onNull");
            var (date, zone, nothing) = (Parse(named["date"], sight), Optional("timezone"), Optional("onNull"));
            var format = Optional("format");
            return scope =>
            {
                if (date(scope) is not { } value || IsNothing(value))
                    return nothing is null ? BsonNull.Value : nothing(scope);
                if (Local(value, zone, scope) is not { } time)
                    return BsonNull.Value;
                var pattern = format is null
                    ? zone is null
                        ? "%Y-%m-%dT%H:%M:%S.%LZ"
                        : "%Y-%m-%dT%H:%M:%S.%L"
                    : format(scope);
                if (IsNothing(pattern))
                    return BsonNull.Value;
                return new BsonString(
                    Format(time, pattern is BsonString text ? text.Value : throw MongoError.Location(18533, "$dateToString requires that 'format' be a string"))
                );
            };

            Expression? Optional(string key) => named.TryGetValue(key, out var given) ? Parse(given, sight) : null;
        },
    };

    public static string Iso(BsonDateTime date) => Format(Utc(date), "%Y-%m-%dT%H:%M:%S.%LZ");

    private static DateTimeOffset Utc(BsonDateTime date) =>
        date.MillisecondsSinceEpoch is >= -62135596800000 and <= 253402300799999 and var milliseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw MongoError.Location(18537, "dates are only defined on years 1-9999");

    private static Parser Part(Func<DateTimeOffset, int> part) =>
        (argument, name, sight) =>
        {
            var named = argument is BsonDocument document && !FilterParser.IsOperators(document) ? Named(argument, name, ["date"], "timezone") : null;
            var date = named is null ? Arguments(argument, name, sight, 1, 1)[0] : Parse(named["date"], sight);
            var zone = named?.TryGetValue("timezone", out var given) == true ? Parse(given, sight) : null;
            return scope => date(scope) is { } value && !IsNothing(value) && Local(value, zone, scope) is { } time ? new BsonInt32(part(time)) : BsonNull.Value;
        };

    /// <summary>The time in the zone; null when the zone is null.</summary>
    private static DateTimeOffset? Local(BsonValue value, Expression? zone, Scope scope)
    {
        var time = value switch
        {
            BsonDateTime date => Utc(date),
            BsonTimestamp stamp => DateTimeOffset.FromUnixTimeSeconds((uint)stamp.Timestamp),
            BsonObjectId id => new DateTimeOffset(id.Value.CreationTime),
            _ => throw MongoError.Location(16006, $"can't convert from BSON type {TypeNames.Of(value)} to Date"),
        };
        if (zone is null)
            return time;
        var name = zone(scope);
        if (IsNothing(name))
            return null;
        return name is BsonString text
            ? InZone(time, text.Value)
            : throw MongoError.Location(40517, $"timezone must evaluate to a string, found {TypeNames.Of(name)}");
    }

    private static DateTimeOffset InZone(DateTimeOffset time, string name)
    {
        if (name is ['+' or '-', ..])
        {
            string[] forms = ["hh\\:mm", "hhmm", "hh"];
            if (TimeSpan.TryParseExact(name[1..], forms, CultureInfo.InvariantCulture, out var offset) && offset <= TimeSpan.FromHours(14))
                return time.ToOffset(name[0] == '-' ? -offset : offset);
        }
        else if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
        {
            return TimeZoneInfo.ConvertTime(time, zone);
        }
        throw MongoError.Location(40485, $"unrecognized time zone identifier: \"{name}\"");
    }

    private static string Format(DateTimeOffset time, string pattern)
    {
        var result = new StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] != '%')
            {
                result.Append(pattern[at]);
                continue;
            }
            if (++at == pattern.Length)
                throw MongoError.Location(18535, "Unmatched '%' at end of format string");
            result.Append(
                CultureInfo.InvariantCulture,
                $"{pattern[at] switch
            {
                'Y' => time.ToString("yyyy", CultureInfo.InvariantCulture),
                'm' => time.ToString("MM", CultureInfo.InvariantCulture),
                'd' => time.ToString("dd", CultureInfo.InvariantCulture),
                'H' => time.ToString("HH", CultureInfo.InvariantCulture),
                'M' => time.ToString("mm", CultureInfo.InvariantCulture),
                'S' => time.ToString("ss", CultureInfo.InvariantCulture),
                'L' => time.ToString("fff", CultureInfo.InvariantCulture),
                'j' => time.DayOfYear.ToString("000", CultureInfo.InvariantCulture),
                'z' => time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
                '%' => "%",
                var other => throw MongoError.Location(18536, $"Invalid format character '%{other}' in format string"),
            }}"
            );
        }
        return result.ToString();
    }
}
