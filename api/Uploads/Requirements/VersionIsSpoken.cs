namespace ELearning.Api;

/// <summary>
/// Every request but OPTIONS says which version of the protocol it speaks. Another than ours is 412, and nothing is done; the answer tells ours.
/// </summary>
internal static class VersionIsSpoken
{
    public static Task RequireAsync(UploadRequest request)
    {
        if (request.Header(Tus.Resumable) == Tus.Version)
            return Task.CompletedTask;
        request.Http.Response.Headers[Tus.Versions] = Tus.Version;
        throw new HttpFault(StatusCodes.Status412PreconditionFailed, "TUS_VERSION", Tus.Version);
    }
}
