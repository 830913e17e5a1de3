using System.Buffers.Text;
using System.Text;

namespace ELearning.GraphQL;

/// <summary>
/// Global object ids: base64url of <c>Type:rawid</c>. Opaque for consumers; the type inside lets <c>node(id:)</c> find the loader and
/// lets a field that wants a courseware refuse the id of a teacher before anything is executed.
/// </summary>
/// <remarks>
/// A feature rarely calls this: a type says <c>Node(x => x.Id, …)</c>, an argument <c>.IdArgument("id", "Courseware", "…")</c> and an
/// input field <c>.OfNode("Courseware")</c>; resolvers then see raw ids only.
/// </remarks>
public static class NodeId
{
    /// <summary>Longer ids than this are nobody's; decoding them is not worth the work.</summary>
    private const int LongestId = 512;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string type, string rawId) => Base64Url.EncodeToString(StrictUtf8.GetBytes($"{type}:{rawId}"));

    /// <summary>Type and raw id, or false for anything <see cref="Encode"/> would not have written.</summary>
    public static bool TryDecode(string id, out string type, out string rawId)
    {
        type = rawId = "";
        if (id.Length is 0 or > LongestId || !Base64Url.IsValid(id))
            return false;

        string text;
        try
        {
            text = StrictUtf8.GetString(Base64Url.DecodeFromChars(id));
        }
        catch (Exception e) when (e is DecoderFallbackException or FormatException)
        {
            return false;
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1 || !char.IsAsciiLetterUpper(text[0]) || !text.AsSpan(0, colon).IsAsciiLetters())
            return false;

        type = text[..colon];
        rawId = text[(colon + 1)..];
        return Encode(type, rawId) == id;
    }

    /// <summary>The raw id of an id that must name a <paramref name="type"/>; anything else is a fault of the request (<c>INVALID_ID</c>).</summary>
    public static string Expect(string id, string type) =>
        TryDecode(id, out var actual, out var rawId) && actual == type ? rawId : throw RequestFault.InvalidId(id, type);

    private static bool IsAsciiLetters(this ReadOnlySpan<char> text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetter(letter))
                return false;
        }

        return true;
    }
}
