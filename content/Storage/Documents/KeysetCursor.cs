using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// An opaque position in a list: the order it belongs to, the sort values of the last item seen, and its id. Values travel as text by the type of their field
/// and are parsed back by it, so a made-up cursor can be wrong but never carry a query.
/// </summary>
internal static class KeysetCursor
{
    private const int Longest = 4096;

    /// <param name="order">Names the order; a cursor is refused under another one.</param>
    public static string Encode(string order, IEnumerable<object?> values, string id) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<string?[]>([order, .. values.Select(Text), id]));

    /// <exception cref="ContentError">The cursor was not made by <see cref="Encode"/> for this order.</exception>
    public static (IReadOnlyList<object?> Values, string Id) Decode(string cursor, string order, IReadOnlyList<Type> types, string field)
    {
        try
        {
            if (
                cursor.Length is > 0 and <= Longest
                && JsonSerializer.Deserialize<string?[]>(Base64Url.DecodeFromChars(cursor)) is { } parts
                && parts.Length == types.Count + 2
                && parts[0] == order
                && parts[^1] is { Length: > 0 } id
            )
                return ([.. types.Select((type, index) => Value(parts[index + 1], type))], id);
        }
        catch (Exception malformed) when (malformed is FormatException or JsonException or ArgumentException or OverflowException) { }
        throw ContentError.Invalid(field, InputFault.Malformed);
    }

    private static string? Text(object? value) =>
        value switch
        {
            null => null,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };

    private static object? Value(string? text, Type type) =>
        text is null ? null
        : type == typeof(string) ? text
        : type == typeof(int) ? int.Parse(text, CultureInfo.InvariantCulture)
        : type == typeof(long) ? long.Parse(text, CultureInfo.InvariantCulture)
        : type == typeof(double) ? double.Parse(text, CultureInfo.InvariantCulture)
        : type == typeof(bool) ? bool.Parse(text)
        : type == typeof(DateOnly) ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : type == typeof(DateTimeOffset) ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(text, CultureInfo.InvariantCulture))
        : Enum.IsDefined(type, text) ? Enum.Parse(type, text)
        : throw new FormatException();
}
