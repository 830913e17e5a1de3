namespace ELearning.Api;

/// <summary>A piece says where in the file it begins, in whole bytes.</summary>
internal static class OffsetIsSaid
{
    public static Task RequireAsync(UploadRequest request)
    {
        request.Offset = request.Number(Tus.Offset) ?? throw HttpFault.Malformed(Tus.Offset);
        return Task.CompletedTask;
    }
}
