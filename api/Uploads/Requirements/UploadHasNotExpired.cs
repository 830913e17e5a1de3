using ELearning.Content;

namespace ELearning.Api;

/// <summary>An upload is kept until the moment that each answer tells. From then on it is 410, and once it is swept away, 404.</summary>
internal static class UploadHasNotExpired
{
    public static Task RequireAsync(UploadRequest request) =>
        request.Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < request.Upload.ExpiresAt
            ? Task.CompletedTask
            : throw new ContentError(ContentErrorCode.UploadExpired);
}
