namespace ELearning.Content;

/// <summary>What the sender says of a file; none of it is believed.</summary>
/// <param name="Name">A file name; a path before it is dropped.</param>
/// <param name="ContentType">Empty or <c>application/octet-stream</c> where the sender does not know: then the bytes alone decide.</param>
/// <param name="ByteLength">Null where it was not said.</param>
/// <param name="Hash">SHA-256 in hex; null where it was not said.</param>
public sealed record MediaClaim(string Name, string ContentType, long? ByteLength = null, string? Hash = null);

/// <summary>A whole file that waits for its checks.</summary>
/// <param name="Content">The bytes, seekable; the checks read them from any position and leave them open.</param>
/// <param name="FilePath">The file of this machine in which the bytes lie; null where there is none, and a check that needs one makes a copy.</param>
/// <param name="Hash">SHA-256 in lower-case hex, computed while the bytes came in.</param>
/// <param name="ByteLength">The length in bytes, counted while they came in.</param>
public sealed record MediaUnderCheck(MediaClaim Claim, Stream Content, string? FilePath, string Hash, long ByteLength);

/// <summary>What the checks found out about a file that passed all of them.</summary>
/// <param name="Name">The name to show: one line, no path, with an ending of its type.</param>
/// <param name="ContentType">The type by content, in its usual spelling.</param>
/// <param name="DurationMilliseconds">Null where the type has none.</param>
/// <param name="Width">In pixels, as shown; null where the type has none.</param>
/// <param name="Height">In pixels, as shown; null where the type has none.</param>
/// <param name="PageCount">The number of pages of a PDF; null for other types.</param>
public sealed record CheckedMedia(
    string Name,
    string ContentType,
    string Hash,
    long ByteLength,
    long? DurationMilliseconds = null,
    int? Width = null,
    int? Height = null,
    int? PageCount = null
);
