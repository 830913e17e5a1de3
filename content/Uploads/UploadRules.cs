namespace ELearning.Content;

/// <summary>What of an organisation is bounded: the bytes it stores, or those its unfinished uploads promise.</summary>
public enum UploadQuota
{
    Stored,
    InFlight,
    Evidence,
}

/// <summary>What is decided about an upload without its bytes.</summary>
internal static class UploadRules
{
    /// <summary>Refuses a name or type that the checks would refuse after the last byte, and a file too large for its type.</summary>
    public static void Check(NewUpload upload, UploadOptions options)
    {
        MediaNames.Of(upload.Name);
        if (upload.Purpose == UploadPurpose.Import)
        {
            if (upload.Length > options.LargestSheet)
                throw new ContentError(ContentErrorCode.UploadTooLarge, options.LargestSheet);
            return;
        }
        var kind = KindOf(upload.ContentType);
        if (upload.Purpose == UploadPurpose.Evidence)
        {
            if (kind is not null)
                RequireEvidence(kind);
            if (upload.Length > options.LargestEvidence)
                throw new ContentError(ContentErrorCode.UploadTooLarge, options.LargestEvidence);
            return;
        }
        if (LargestOf(kind, options) is var largest && upload.Length > largest)
            throw new ContentError(ContentErrorCode.UploadTooLarge, largest);
    }

    /// <summary>Refuses a file for which the organisation has no room.</summary>
    /// <param name="stored">Bytes that the organisation stores.</param>
    /// <param name="inFlight">Bytes that its unfinished uploads promise.</param>
    public static void RequireRoom(long length, long stored, long inFlight, UploadOptions options)
    {
        if (inFlight + length > options.InFlightPerOrganisation)
            throw new ContentError(ContentErrorCode.QuotaExceeded, UploadQuota.InFlight, options.InFlightPerOrganisation, inFlight);
        if (stored + inFlight + length > options.StoredPerOrganisation)
            throw new ContentError(ContentErrorCode.QuotaExceeded, UploadQuota.Stored, options.StoredPerOrganisation, stored + inFlight);
    }

    /// <summary>Refuses what is neither a picture nor a PDF.</summary>
    public static void RequireEvidence(MediaFormat type)
    {
        if (type.Kind is not (MediaKind.Picture or MediaKind.Document))
            throw MediaRefusal.Of(MediaRule.Type, MediaFault.NotEvidence, type.ContentType);
    }

    /// <summary>Refuses a file for which its sender has no room left in the year.</summary>
    /// <param name="files">Files that the sender has sent as evidence within a year, those on their way included.</param>
    /// <param name="bytes">Their bytes.</param>
    public static void RequireRoomForEvidence(long length, long files, long bytes, UploadOptions options)
    {
        if (files >= options.EvidenceFilesPerYear)
            throw new ContentError(ContentErrorCode.TooManyEvidence, options.EvidenceFilesPerYear);
        if (bytes + length > options.EvidenceBytesPerYear)
            throw new ContentError(ContentErrorCode.QuotaExceeded, UploadQuota.Evidence, options.EvidenceBytesPerYear, bytes);
    }

    /// <summary>Refuses a piece that does not begin where the durable bytes end.</summary>
    public static void RequireOffset(Upload upload, long offset)
    {
        if (offset != upload.Offset)
            throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Refuses a piece of an upload that has expired.</summary>
    public static void RequireUnexpired(Upload upload, DateTimeOffset now)
    {
        if (upload.HasExpired(now))
            throw new ContentError(ContentErrorCode.UploadExpired);
    }

    /// <summary>The upload when <paramref name="offset"/> bytes of it are durable.</summary>
    public static Upload At(Upload upload, long offset, DateTimeOffset now, TimeSpan expiry) =>
        upload with
        {
            Offset = offset,
            Status = offset == upload.Length ? UploadStatus.Received : UploadStatus.Open,
            ProgressAt = now,
            ExpiresAt = now + expiry,
        };

    /// <summary>The largest file of a type, in bytes; null is the type of a file whose sender does not say it.</summary>
    public static long LargestOf(MediaFormat? type, UploadOptions options) =>
        type?.ContentType.Split('/')[0] switch
        {
            null or "video" => options.LargestVideo,
            "audio" => options.LargestAudio,
            "image" => options.LargestImage,
            _ => options.LargestDocument,
        };

    /// <summary>A sheet as it is kept: whether it can be read is told by its import, row by row.</summary>
    public static CheckedMedia CheckedSheet(Upload upload, string hash) =>
        upload.ClaimedHash is { } claimed && !string.Equals(claimed, hash, StringComparison.OrdinalIgnoreCase)
            ? throw MediaRefusal.Of(MediaRule.Hash, MediaFault.HashDiffers, hash)
            : new(MediaNames.Of(upload.Name), "application/octet-stream", hash, upload.Length);

    /// <summary>The type that the sender names; null where the sender names none, and the bytes alone decide.</summary>
    private static MediaFormat? KindOf(string contentType) =>
        contentType.Trim() is "" or "application/octet-stream"
            ? null
            : MediaFormat.Of(contentType) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeNotStored, contentType);
}
