using ELearning.Content;

namespace ELearning.Api;

/// <summary>Uploads are for editors and administrators: without a token 401, without the role 403.</summary>
internal static class CallerIsEditor
{
    public static async Task RequireAsync(UploadRequest request)
    {
        await request.Http.RequestServices.GetRequiredService<CallerContext>().ResolveAsync(request.Http.User, request.Http.RequestAborted);
        if (!request.Rights.Caller.IsSignedIn)
        {
            request.Http.Response.Headers.WWWAuthenticate = "Bearer";
            throw new HttpFault(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");
        }
        if (!request.Rights.MayAny(Role.Editor))
            throw new HttpFault(StatusCodes.Status403Forbidden, "FORBIDDEN");
    }
}
