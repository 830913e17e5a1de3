namespace ELearning.Api;

/// <summary>A new upload says how long the whole file is, in whole bytes; how long it may be depends on what it is.</summary>
internal static class LengthIsSaid
{
    public static Task RequireAsync(UploadRequest request)
    {
        request.Length = request.Number(Tus.Length) ?? throw HttpFault.Malformed(Tus.Length);
        return Task.CompletedTask;
    }
}
