namespace ELearning.Api;

/// <summary>The bytes of a file come as <c>application/offset+octet-stream</c>; anything else is 415.</summary>
internal static class BodyIsBytes
{
    public static Task RequireAsync(UploadRequest request) =>
        request.HasBody ? Task.CompletedTask : throw new HttpFault(StatusCodes.Status415UnsupportedMediaType, "UPLOAD_BODY_TYPE", Tus.BodyType);
}
