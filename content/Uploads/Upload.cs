namespace ELearning.Content;

/// <summary>A file on its way in: what its sender says of it, how much of it is here for good, and what became of it.</summary>
/// <param name="Subject">Who began it; nobody else but an administrator may go on with it.</param>
/// <param name="Length">Of the whole file in bytes, as promised.</param>
public sealed record Upload(string Id, string Subject, string OrganisationId, string Name, string ContentType, long Length, DateTimeOffset StartedAt)
{
    /// <summary>SHA-256 as the sender says it, hex; null where they do not.</summary>
    public string? ClaimedHash { get; init; }

    /// <summary>All that the sender says, as they wrote it; told back to them.</summary>
    public string? Metadata { get; init; }

    /// <summary>The folder its asset will be put into; null: into none.</summary>
    public string? FolderId { get; init; }

    /// <summary>So many bytes are durable.</summary>
    public long Offset { get; init; }

    public UploadStatus Status { get; init; }

    /// <summary>When bytes last became durable, or the upload began.</summary>
    public DateTimeOffset ProgressAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the checks found; from then on the bytes themselves are not needed to go on.</summary>
    public CheckedMedia? Checked { get; init; }

    /// <summary>Of what was stored.</summary>
    public string? AssetId { get; init; }

    /// <summary>Of what was refused.</summary>
    public UploadRefusal? Refusal { get; init; }

    /// <summary>Grows with each change; a change is made to the version that was read, or not at all.</summary>
    public int Version { get; init; }

    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>Received: all bytes are here, and what they are is not settled yet.</summary>
public enum UploadStatus
{
    Open,
    Received,
    Stored,
    Refused,
}

/// <summary>What the sender says of a file before its first byte.</summary>
/// <param name="ContentType">Empty where they do not know.</param>
/// <param name="Hash">SHA-256 in hex, where they say it.</param>
/// <param name="Metadata">All of this as they wrote it.</param>
public sealed record NewUpload(
    string OrganisationId,
    string Name,
    string ContentType,
    long Length,
    string? Hash = null,
    string? Metadata = null,
    string? FolderId = null
);

/// <summary>What one piece of an upload must hash to.</summary>
public sealed record UploadChecksum(System.Security.Cryptography.HashAlgorithmName Algorithm, byte[] Value);
