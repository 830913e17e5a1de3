using System.Globalization;

namespace ELearning.Api;

/// <summary>
/// HEAD of an upload: how far it is, how long it will be, and what its sender said of it; no cache may keep the answer. Of bytes that are all here it also says
/// what became of them, and settles that first: 422 where they were refused.
/// </summary>
internal static class AskOffset
{
    public static async Task<IResult> AnswerAsync(UploadRequest request, string id)
    {
        if (!request.SpeaksOurVersion)
            return UploadProblem.AnotherVersion(request);
        if (await request.RefuseOutsiderAsync(UploadAudit.Read) is { } refusal)
            return refusal;
        if (await request.FindTheirsAsync(id, UploadAudit.Read) is not { } upload)
            return UploadProblem.NotFound();
        upload = await request.Desk.LatestAsync(upload, makeWay: false, request.Aborted);
        if (request.HasExpired(upload))
            return UploadProblem.Expired();

        request.Answer.CacheControl = "no-store";
        upload = await request.Desk.SettleAsync(upload);
        request.Answer[Tus.Length] = upload.Length.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata is { } metadata)
            request.Answer[Tus.Metadata] = metadata;
        return new UploadAnswer(upload, Results.Ok());
    }
}
