namespace ELearning.Api;

/// <summary>
/// What the sender says of the file. We read <c>filename</c>, <c>filetype</c>, <c>organisationId</c> and, where it is there, <c>sha256</c>; the rest is kept
/// and told back.
/// </summary>
internal static class MetadataIsReadable
{
    public static Task RequireAsync(UploadRequest request)
    {
        request.Metadata =
            request.Header(Tus.Metadata) is { } text && UploadMetadata.Parse(text) is { } metadata ? metadata : throw HttpFault.Malformed(Tus.Metadata);
        return Task.CompletedTask;
    }
}
