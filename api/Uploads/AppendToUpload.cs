namespace ELearning.Api;

/// <summary>
/// PATCH to an upload: the next bytes, beginning at the offset that the server last told; any other is 409. Answered by 204 with the new offset, and after the
/// last byte with the asset, or by
/// 422 with the rule that the file breaks. A request that is cut off leaves what came until then.
/// </summary>
internal static class AppendToUpload
{
    public static readonly UploadIntent Intent = new(
        [
            VersionIsSpoken.RequireAsync,
            CallerIsEditor.RequireAsync,
            BodyIsBytes.RequireAsync,
            OffsetIsSaid.RequireAsync,
            ChecksumIsReadable.RequireAsync,
            UploadIsTheirs.RequireAsync,
            UploadHasNotExpired.RequireAsync,
            BodyFits.RequireAsync,
        ],
        AnswerAsync
    )
    {
        Act = UploadAudit.Append,
    };

    private static async Task AnswerAsync(UploadRequest request)
    {
        var upload = await request.Desk.AppendAsync(
            request.Upload.Id,
            request.Offset,
            request.Http.Request.BodyReader,
            request.Checksum,
            request.Http.RequestAborted
        );
        request.Tell(upload);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
