namespace ELearning.Content;

/// <summary>What whoever hands a file in says of it; nothing of this is believed.</summary>
/// <param name="Name">A file name; a path before it is dropped.</param>
/// <param name="ContentType">Empty or <c>application/octet-stream</c> where the sender does not know: then the bytes alone decide.</param>
/// <param name="ByteLength">Null where it was not said.</param>
/// <param name="Hash">SHA-256 in hex; null where it was not said.</param>
public sealed record MediaClaim(string Name, string ContentType, long? ByteLength = null, string? Hash = null);

/// <summary>A whole file that waits for its checks.</summary>
/// <param name="Content">Seekable; read from any position, left open and not changed.</param>
/// <param name="FilePath">Null where the bytes are not a file of this machine: what needs a file then makes a passing copy.</param>
/// <param name="Hash">SHA-256 counted while the bytes flowed in, lower-case hex.</param>
/// <param name="ByteLength">Counted as well.</param>
public sealed record MediaUnderCheck(MediaClaim Claim, Stream Content, string? FilePath, string Hash, long ByteLength);

/// <summary>What the checks found out about a file that passed all of them.</summary>
/// <param name="Name">The name to show: one line, no path, with an ending of its type.</param>
/// <param name="ContentType">By content, in its usual spelling.</param>
/// <param name="DurationMilliseconds">Null where the type has none.</param>
/// <param name="Width">In pixels, as shown; null where the type has none.</param>
/// <param name="Height">In pixels, as shown; null where the type has none.</param>
/// <param name="PageCount">Of a PDF; null for other types.</param>
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
