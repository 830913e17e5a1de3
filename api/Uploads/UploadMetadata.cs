using System.Text;

namespace ELearning.Api;

/// <summary><c>Upload-Metadata</c>: pairs of a name and base64 of UTF-8, parted by commas; a name without a value is an empty one.</summary>
/// <param name="Text">The header as it was sent.</param>
internal sealed record UploadMetadata(string Text, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>The longest header that is read, in characters: more than names, types and ids need.</summary>
    private const int LongestText = 4096;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The value of a name; null where it was not sent.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);

    /// <returns>Null when there is no text, or it is not written so.</returns>
    public static UploadMetadata? Parse(string? text)
    {
        if (text is null or { Length: > LongestText })
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(','))
        {
            var parts = pair.Trim().Split(' ', 2);
            if (parts[0].Length == 0 || !values.TryAdd(parts[0], ""))
                return null;
            if (parts.Length == 1)
                continue;
            try
            {
                values[parts[0]] = StrictUtf8.GetString(Convert.FromBase64String(parts[1]));
            }
            catch (Exception unreadable) when (unreadable is FormatException or DecoderFallbackException)
            {
                return null;
            }
        }
        return new(text, values);
    }
}
