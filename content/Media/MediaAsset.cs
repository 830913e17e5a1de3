namespace ELearning.Content;

/// <summary>A stored file, content-addressed: the same bytes are one blob.</summary>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex; the blob's name.</param>
/// <param name="DurationMilliseconds">Probed by the server from the bytes; null where the type has none.</param>
/// <param name="Width">In pixels, as shown; null where the type has none, and in what was stored before it was measured.</param>
/// <param name="Height">In pixels, as shown; null where <paramref name="Width"/> is.</param>
/// <param name="PageCount">Of a PDF; null for other types, and in what was stored before it was counted.</param>
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
    /// <summary>The folder of the organisation it lies in; null: in none.</summary>
    public string? FolderId { get; init; }

    /// <summary>The organisation that keeps it, with its ancestors: whose editors see it. Empty in what was stored before it was written down.</summary>
    public IReadOnlyList<string> Lineage { get; init; } = [];

    /// <summary>Null of what is there.</summary>
    public MediaAbsence? Absence { get; init; }

    public DateTimeOffset? AbsentSince { get; init; }

    internal IReadOnlyList<string> KeptBy => Lineage.Count > 0 ? Lineage : [OrganisationId];

    /// <summary>Text in UTF-8, by its type.</summary>
    public bool IsText => IsSubRip || ContentType.StartsWith("text/", StringComparison.Ordinal);

    internal bool IsSubRip => ContentType == MediaType.Srt.ContentType;

    /// <summary>
    /// A text as short as the checks let captions be, which the process may hold in memory; whatever else calls itself one is served like a film.
    /// </summary>
    internal bool IsSmallText => IsText && ByteLength <= Captions.LongestBytes;
}

/// <summary>Why an asset is not to be found.</summary>
public enum MediaAbsence
{
    /// <summary>Its bytes are on their way.</summary>
    Arriving,

    /// <summary>It was deleted, and might come again.</summary>
    Deleted,

    /// <summary>Its bytes may be going at this moment. It can still come again: it says so, and brings its bytes.</summary>
    Going,
}
