using System.Text.Json;

namespace ELearning.GraphQL;

/// <summary>
/// Counts what is in the JSON of a request before anything is made of it, in one pass: how deep, how many values, how long the lists. A short text is not
/// looked at, as it cannot hold too many.
/// </summary>
internal static class JsonBounds
{
    /// <summary>No number of the API has more digits than this, and the more a number has the more than linearly it costs to read.</summary>
    private const int LongestNumber = 100;

    /// <exception cref="JsonException">It is no JSON, or nested too deeply.</exception>
    /// <exception cref="HttpFault">A limit is passed.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, GraphQLLimits limits)
    {
        // A value takes a byte and its separator another.
        if (utf8.Length <= 2 * Math.Min(limits.JsonValues, limits.ListEntries))
            return;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.JsonDepth });
        Span<int> entries = stackalloc int[limits.JsonDepth + 1];
        var values = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    continue;
                case JsonTokenType.Number when reader.ValueSpan.Length > LongestNumber:
                    throw HttpFault.Malformed("number");
            }

            if (++values > limits.JsonValues)
                throw TooMuch("values", limits.JsonValues);
            // Names count with the entries of their object: there are not more of them than of values.
            if (++entries[reader.CurrentDepth] > limits.ListEntries)
                throw TooMuch("entries of a list", limits.ListEntries);
            if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject)
                entries[reader.CurrentDepth + 1] = 0;
        }
    }

    private static HttpFault TooMuch(string what, int limit) => new(StatusCodes.Status400BadRequest, "REQUEST_TOO_COMPLEX", what, limit);
}
