namespace ELearning.Content;

/// <summary>The types that can be stored, each told by its first bytes: what a file claims to be, it must be.</summary>
/// <param name="HasDuration">An ISO media file, whose duration the server probes.</param>
internal sealed record MediaType(string ContentType, bool HasDuration, Func<byte[], bool> Matches)
{
    /// <summary>So many first bytes tell every type.</summary>
    public const int SignatureLength = 12;

    private static readonly MediaType[] All =
    [
        new("video/mp4", true, head => At(head, 4, "ftyp"u8)),
        new("audio/mp4", true, head => At(head, 4, "ftyp"u8)),
        new("audio/x-m4a", true, head => At(head, 4, "ftyp"u8)),
        new("audio/mpeg", false, head => At(head, 0, "ID3"u8) || (head.Length > 1 && head[0] == 0xFF && (head[1] & 0xE0) == 0xE0)),
        new("application/pdf", false, head => At(head, 0, "%PDF-"u8)),
        new("image/png", false, head => At(head, 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])),
        new("image/jpeg", false, head => At(head, 0, [0xFF, 0xD8, 0xFF])),
        new("application/zip", false, head => At(head, 0, [0x50, 0x4B, 0x03, 0x04])),
    ];

    /// <summary>Null when the type cannot be stored.</summary>
    public static MediaType? Of(string contentType) => All.FirstOrDefault(type => type.ContentType.Equals(contentType, StringComparison.OrdinalIgnoreCase));

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> signature) => head.Length >= offset + signature.Length && head[offset..].StartsWith(signature);
}
