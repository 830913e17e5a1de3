using ELearning.Content;

namespace ELearning.Api;

/// <summary>An upload exists for whoever began it, while they are editor of its organisation, and for administrators; for anybody else it is 404.</summary>
internal static class UploadIsTheirs
{
    public static async Task RequireAsync(UploadRequest request)
    {
        var upload = await request.Desk.FindAsync(request.UploadId!, request.Http.RequestAborted) ?? throw ContentError.NotFound(nameof(Upload));
        request.OrganisationId = upload.OrganisationId;
        if (!await SeesAsync(request, upload))
            throw ContentError.NotFound(nameof(Upload));
        request.Upload = await request.Desk.LatestAsync(upload, wantsPlace: request.Method is "PATCH" or "DELETE", request.Http.RequestAborted);
    }

    private static async Task<bool> SeesAsync(UploadRequest request, Upload upload) =>
        request.Rights.MayAny() || (upload.Subject == request.Rights.Caller.Subject && await request.EditsAsync(upload.OrganisationId));
}
