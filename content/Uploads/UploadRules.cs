namespace ELearning.Content;

/// <summary>What an organisation has as much of as it may.</summary>
public enum UploadQuota
{
    Stored,
    InFlight,
}

/// <summary>What is decided about an upload without its bytes.</summary>
internal static class UploadRules
{
    /// <summary>Refuses at once what the checks would refuse after the last byte, and what is too large for its kind.</summary>
    public static void Check(NewUpload upload, UploadOptions options)
    {
        MediaNames.Of(upload.Name);
        var kind = KindOf(upload.ContentType);
        if (LargestOf(kind, options) is var largest && upload.Length > largest)
            throw new ContentError(ContentErrorCode.UploadTooLarge, largest);
    }

    /// <summary>Refuses what an organisation has no room for.</summary>
    /// <param name="stored">Bytes that it stores.</param>
    /// <param name="inFlight">Bytes that its unfinished uploads promise.</param>
    public static void RequireRoom(long length, long stored, long inFlight, UploadOptions options)
    {
        if (inFlight + length > options.InFlightPerOrganisation)
            throw new ContentError(ContentErrorCode.QuotaExceeded, UploadQuota.InFlight, options.InFlightPerOrganisation, inFlight);
        if (stored + inFlight + length > options.StoredPerOrganisation)
            throw new ContentError(ContentErrorCode.QuotaExceeded, UploadQuota.Stored, options.StoredPerOrganisation, stored + inFlight);
    }

    /// <summary>Where the next piece must begin: nowhere but where the durable bytes end.</summary>
    public static void RequireOffset(Upload upload, long offset)
    {
        if (offset != upload.Offset)
            throw new ContentError(ContentErrorCode.Conflict);
    }

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

    public static long LargestOf(MediaType? type, UploadOptions options) =>
        type?.ContentType.Split('/')[0] switch
        {
            null or "video" => options.LargestVideo,
            "audio" => options.LargestAudio,
            "image" => options.LargestImage,
            _ => options.LargestDocument,
        };

    /// <summary>Null where the sender does not say: then the bytes alone decide.</summary>
    private static MediaType? KindOf(string contentType) =>
        contentType.Trim() is "" or "application/octet-stream"
            ? null
            : MediaType.Of(contentType) ?? throw MediaRefusal.Of(MediaRule.Type, MediaFault.TypeNotStored, contentType);
}
