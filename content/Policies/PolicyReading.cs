using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ELearning.Content;

/// <summary>Why a text is no policy.</summary>
/// <param name="Line">Where, from 1.</param>
public sealed record PolicyFault(int Line, string Reason);

/// <summary>
/// Reads the JSON text of a policy. Its shape is <c>policy.schema.json</c>, which is made of the records; what a shape cannot say <see cref="PolicyChecks"/>
/// does.
/// </summary>
internal static class PolicyReading
{
    /// <summary>Strict both ways: a misspelt or forgotten field is a fault instead of silently meaning nothing.</summary>
    public static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <returns>The policy, or the first fault; never both.</returns>
    public static (Policy? Policy, PolicyFault? Fault) Read(string json)
    {
        try
        {
            var policy = JsonSerializer.Deserialize<Policy>(json, Strict);
            if (policy is null)
                return (null, new(1, "is null"));
            return PolicyChecks.Fault(policy) is { } fault ? (null, new(LineOf(json, fault.Place), fault.Reason)) : (policy, null);
        }
        catch (JsonException cause)
        {
            // The parser counts lines from 0, and repeats them at the end of what it says.
            var reason = cause.Message.ReplaceLineEndings(" ");
            var tail = reason.IndexOf(" | LineNumber:", StringComparison.Ordinal);
            return (null, new((int)(cause.LineNumber ?? 0) + 1, tail < 0 ? reason : reason[..tail]));
        }
    }

    /// <summary>The line on which a place begins: a property of the policy, then for a list the number of an entry.</summary>
    private static int LineOf(string json, IReadOnlyList<object> place)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        if (place is not [string property, ..] || !Find(ref reader, property))
            return 1;
        if (place is [_, int entry])
        {
            reader.Read();
            for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray && i < entry; i++)
                reader.Skip();
        }
        return 1 + bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n');

        static bool Find(ref Utf8JsonReader reader, string property)
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (string.Equals(reader.GetString(), property, StringComparison.OrdinalIgnoreCase))
                    return true;
                reader.Read();
                reader.Skip();
            }
            return false;
        }
    }
}
