namespace ELearning.Api;

/// <summary>
/// A client may only use what OPTIONS offers. Lengths told later and files put together from several uploads are not offered; ignoring the wish would store
/// another file than was meant.
/// </summary>
internal static class ExtensionsAreOffered
{
    public static Task RequireAsync(UploadRequest request)
    {
        foreach (var foreign in new[] { Tus.DeferLength, Tus.Concat })
        {
            if (request.Http.Request.Headers.ContainsKey(foreign))
                throw HttpFault.Malformed(foreign);
        }
        return Task.CompletedTask;
    }
}
