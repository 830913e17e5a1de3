namespace ELearning.Api;

/// <summary>
/// DELETE of an upload: the sender gives it up, and the server forgets it with its bytes; 204, and from then on 404. What was stored of a finished one stays.
/// </summary>
internal static class DropUpload
{
    public static async Task<IResult> AnswerAsync(UploadRequest request, string id)
    {
        if (!request.SpeaksOurVersion)
            return UploadProblem.AnotherVersion(request);
        if (await request.RefuseOutsiderAsync(UploadAudit.Terminate) is { } refusal)
            return refusal;
        if (await request.FindTheirsAsync(id, UploadAudit.Terminate) is not { } found)
            return UploadProblem.NotFound();

        var upload = await request.Desk.LatestAsync(found, makeWay: true, request.Aborted);
        await request.RecordAsync(UploadAudit.Terminate, upload.OrganisationId, () => request.Desk.DropAsync(upload, request.Aborted));
        return Results.NoContent();
    }
}
