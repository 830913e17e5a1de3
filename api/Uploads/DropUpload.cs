namespace ELearning.Api;

/// <summary>
/// DELETE of an upload: the sender gives it up, and the server forgets it with its bytes; 204, and from then on 404. What was stored of a finished one stays.
/// </summary>
internal static class DropUpload
{
    public static readonly UploadIntent Intent = new(
        [VersionIsSpoken.RequireAsync, CallerIsEditor.RequireAsync, UploadIsTheirs.RequireAsync],
        async request =>
        {
            await request.RecordAsync(UploadAudit.Terminate, () => request.Desk.DropAsync(request.Upload, request.Http.RequestAborted));
            request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        }
    )
    {
        Act = UploadAudit.Terminate,
    };
}
