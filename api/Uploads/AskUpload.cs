using System.Text.Json;

namespace ELearning.Api;

/// <summary>GET of an upload, which the protocol leaves open: the same as HEAD, for people and scripts, as JSON, and without a version to speak.</summary>
internal static class AskUpload
{
    public static async Task<IResult> AnswerAsync(UploadRequest request, string id)
    {
        if (await request.RefuseOutsiderAsync(UploadAudit.Read) is { } refusal)
            return refusal;
        if (await request.FindTheirsAsync(id, UploadAudit.Read) is not { } upload)
            return UploadProblem.NotFound();
        upload = await request.Desk.LatestAsync(upload, makeWay: false, request.Aborted);
        if (request.HasExpired(upload))
            return UploadProblem.Expired();

        upload = await request.Desk.SettleAsync(upload);
        request.Answer.CacheControl = "no-store";
        var shown = new
        {
            upload.Id,
            upload.Name,
            upload.ContentType,
            upload.Length,
            upload.Offset,
            Status = JsonNamingPolicy.SnakeCaseUpper.ConvertName(upload.Status.ToString()),
            upload.ExpiresAt,
            AssetId = UploadAnswer.AssetIdOf(upload),
        };
        return new UploadAnswer(upload, Results.Json(shown));
    }
}
