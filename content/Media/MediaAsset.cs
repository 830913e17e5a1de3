namespace ELearning.Content;

/// <summary>A stored file. Its bytes are a blob named by their hash, which other assets of the same bytes share.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex; the blob's name.</param>
/// <param name="DurationMilliseconds">Probed by the server from the bytes; null where the type has none.</param>
/// <param name="Width">In pixels, as shown; null where the type has none, and in what was stored before it was measured.</param>
/// <param name="Height">In pixels, as shown; null where <paramref name="Width"/> is.</param>
/// <param name="PageCount">The number of pages of a PDF; null for other types, and in what was stored before it was counted.</param>
public sealed record MediaAsset(
    string Id,
    string Hash,
    string Name,
    string ContentType,
    long ByteLength,
    long? DurationMilliseconds,
    string OrganisationId,
    DateTimeOffset StoredAt,
    int? Width = null,
    int? Height = null,
    int? PageCount = null
)
{
    /// <summary>The folder of the organisation in which the asset lies; null for none.</summary>
    public string? FolderId { get; init; }

    /// <summary>The organisation that keeps the asset, with all above it: their editors see it. Empty in assets stored before it was recorded.</summary>
    public IReadOnlyList<string> Lineage { get; init; } = [];

    /// <summary>What makes of the asset evidence of claims, which is nobody's media: it is neither listed nor found as such. Null of all others.</summary>
    public EvidenceFile? Evidence { get; init; }

    /// <summary>Why the asset is not to be found; null of one that is.</summary>
    public MediaAbsence? Absence { get; init; }

    /// <summary>Since when the asset is not to be found; null of one that is.</summary>
    public DateTimeOffset? AbsentSince { get; init; }

    /// <summary>The organisation that keeps the asset, with all above it as far as they are known.</summary>
    internal IReadOnlyList<string> KeptBy => Lineage.Count > 0 ? Lineage : [OrganisationId];

    /// <summary>Whether the type is one of text, which is stored in UTF-8.</summary>
    public bool IsText => IsSubRip || ContentType.StartsWith("text/", StringComparison.Ordinal);

    /// <summary>Whether a smaller copy of this width can be made of the asset, as far as is known of it.</summary>
    internal bool CanBeScaledTo(int width) =>
        MediaFormat.Of(ContentType) is { Kind: MediaKind.Picture } && !(Width <= width) && !((long?)Width * Height > PictureScaler.LargestPixels);

    internal bool IsSubRip => ContentType == MediaFormat.Srt.ContentType;

    /// <summary>
    /// Whether the asset is a text as short as the checks let captions be, so that the process may hold it in memory; a longer one is served like a film.
    /// </summary>
    internal bool IsSmallText => IsText && ByteLength <= Captions.LongestBytes;
}

/// <summary>A file that was sent as evidence of a claim.</summary>
/// <param name="Subject">Who sent it, and alone may name it in a claim.</param>
/// <param name="SweptFrom">When it is looked at whether a claim names it, and deleted where none does; null once one did.</param>
public sealed record EvidenceFile(string Subject, DateTimeOffset? SweptFrom);

/// <summary>Why an asset is not to be found.</summary>
public enum MediaAbsence
{
    /// <summary>The asset is recorded and its bytes are being stored.</summary>
    Arriving,

    /// <summary>The asset was deleted; whoever stores the same file again brings it back.</summary>
    Deleted,

    /// <summary>The bytes may be removed at this moment. Whoever stores the same file again brings the asset back, and its bytes with it.</summary>
    Going,
}
