namespace ELearning.Content;

/// <summary>A file on its way in: what its sender says of it, how much of it is stored durably, and what became of it.</summary>
/// <param name="Subject">The subject of whoever began the upload; nobody else but an administrator may go on with it.</param>
/// <param name="Length">The length of the whole file in bytes, as promised by the sender.</param>
public sealed record Upload(string Id, string Subject, string OrganisationId, string Name, string ContentType, long Length, DateTimeOffset StartedAt)
{
    /// <summary>The SHA-256 of the file in hex, as the sender says it; null where the sender does not.</summary>
    public string? ClaimedHash { get; init; }

    /// <summary>All metadata as the sender wrote them, to be answered to the sender again; null where there are none.</summary>
    public string? Metadata { get; init; }

    /// <summary>What the file is for.</summary>
    public UploadPurpose Purpose { get; init; }

    /// <summary>The folder into which the asset will be put; null for none.</summary>
    public string? FolderId { get; init; }

    /// <summary>How many bytes from the start of the file are durable; the next piece begins there.</summary>
    public long Offset { get; init; }

    public UploadStatus Status { get; init; }

    /// <summary>When bytes last became durable; until then, when the upload began.</summary>
    public DateTimeOffset ProgressAt { get; init; }

    /// <summary>When the upload is given up unless more bytes become durable; a settled one is forgotten then.</summary>
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the checks found out about the whole file; null until it has passed them.</summary>
    public CheckedMedia? Checked { get; init; }

    /// <summary>The asset made of the file; null while there is none.</summary>
    public string? AssetId { get; init; }

    /// <summary>Why the whole file was refused; null where it was not.</summary>
    public UploadRefusal? Refusal { get; init; }

    /// <summary>Grows with each change. A change is written only over the version that it was made from.</summary>
    public int Version { get; init; }

    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;
}

/// <summary>How far an upload has come.</summary>
public enum UploadStatus
{
    Open,
    Received,
    Stored,
    Refused,
}

/// <summary>What a file is uploaded for.</summary>
public enum UploadPurpose
{
    /// <summary>To be an asset of an organisation.</summary>
    Media,

    /// <summary>To be imported into the registers: it becomes no asset, and its bytes wait for the import until the upload expires.</summary>
    Import,

    /// <summary>To be evidence of a claim: a picture or a PDF, seen by who may see the claim.</summary>
    Evidence,
}

/// <summary>What the sender says of a file before its first byte.</summary>
/// <param name="ContentType">The type of the file; empty where the sender does not know it.</param>
/// <param name="Hash">The SHA-256 of the file in hex; null where the sender does not say it.</param>
/// <param name="Metadata">All that the sender says, as written by the sender.</param>
public sealed record NewUpload(
    string OrganisationId,
    string Name,
    string ContentType,
    long Length,
    string? Hash = null,
    string? Metadata = null,
    string? FolderId = null,
    UploadPurpose Purpose = UploadPurpose.Media
);

/// <summary>The hash that one piece of an upload must have, or it is not taken.</summary>
public sealed record UploadChecksum(System.Security.Cryptography.HashAlgorithmName Algorithm, byte[] Value);
