using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// PATCH to an upload: the next bytes, beginning at the offset that the server last named; any other is 409. Answered by 204 with the new offset, and after the
/// last byte with the asset, or by 422 with the rule that the file breaks. A request that is cut off leaves what came until then.
/// </summary>
internal static class AppendToUpload
{
    public static async Task<IResult> AnswerAsync(UploadRequest request, string id)
    {
        if (!request.SpeaksOurVersion)
            return UploadProblem.AnotherVersion(request);
        if (await request.RefuseOutsiderAsync(UploadAudit.Append) is { } refusal)
            return refusal;

        // The bytes of a file come as application/offset+octet-stream; anything else is 415.
        if (!request.HasBytes)
            return UploadProblem.Of(StatusCodes.Status415UnsupportedMediaType, "UPLOAD_BODY_TYPE", Tus.BodyType);
        // A piece says where in the file it begins, in whole bytes, and may say what it hashes to: a piece that hashes to something else is 460, and forgotten.
        if (request.Number(Tus.Offset) is not { } offset)
            return UploadProblem.Malformed(Tus.Offset);
        if (!request.TryReadChecksum(out var checksum))
            return UploadProblem.Malformed(Tus.Checksum);

        // An upload is kept until the moment that each answer names. From then on it is 410, and once it is swept away, 404.
        if (await request.FindTheirsAsync(id, UploadAudit.Append) is not { } upload)
            return UploadProblem.NotFound();
        upload = await request.Desk.LatestAsync(upload, makeWay: true, request.Aborted);
        if (request.HasExpired(upload))
            return UploadProblem.Expired();

        // A piece that begins elsewhere than the durable bytes end is 409, however long it is: its sender looks where to go on.
        if (offset != upload.Offset)
            return UploadProblem.Of(new ContentError(ContentErrorCode.Conflict));

        // A body may be as long as what is still to come of the file; a longer one is 413 before its first byte is read.
        var missing = upload.Length - offset;
        if (!request.OpenBody(missing))
            return UploadProblem.TooLarge(missing);

        upload = await request.Desk.AppendAsync(upload.Id, offset, request.Http.Request.BodyReader, checksum, request.Aborted);
        return new UploadAnswer(upload, Results.NoContent());
    }
}
