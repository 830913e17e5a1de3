using ELearning.Content;
using Microsoft.Net.Http.Headers;

namespace ELearning.Api;

/// <summary>
/// POST to the collection: the sender says how long the file is and what it is, and gets the address to send it to by 201. Bytes may come along; then the
/// offset says how many were taken.
/// </summary>
internal static class CreateUpload
{
    public static async Task<IResult> AnswerAsync(UploadRequest request)
    {
        if (!request.SpeaksOurVersion)
            return UploadProblem.AnotherVersion(request);
        if (await request.RefuseOutsiderAsync(UploadAudit.Create) is { } refusal)
            return refusal;

        // A client may only use what OPTIONS offers. Lengths said later and files put together from several uploads are not offered; to ignore the wish would
        // store another file than was meant.
        if (request.Has(Tus.DeferLength))
            return UploadProblem.Malformed(Tus.DeferLength);
        if (request.Has(Tus.Concat))
            return UploadProblem.Malformed(Tus.Concat);
        // A new upload says how long the whole file is, in whole bytes; how long it may be depends on what it is.
        if (request.Number(Tus.Length) is not { } length)
            return UploadProblem.Malformed(Tus.Length);
        // What the sender says of the file. We read filename, filetype, organisationId and, where they are there, sha256 and folderId; HEAD answers all of it.
        if (UploadMetadata.Parse(request.Header(Tus.Metadata)) is not { } metadata)
            return UploadProblem.Malformed(Tus.Metadata);
        if (!request.TryReadChecksum(out var checksum))
            return UploadProblem.Malformed(Tus.Checksum);

        if (metadata["purpose"] is "IMPORT")
            return await StartSheetAsync(request, metadata, length, checksum);
        if (metadata["purpose"] is "EVIDENCE")
            return await StartEvidenceAsync(request, metadata, length, checksum);
        if (metadata["purpose"] is not (null or "" or "MEDIA"))
            return UploadProblem.Malformed("Upload-Metadata: purpose");
        if (!request.Rights.MayAny(Role.Editor))
            return await request.ForbidAsync(UploadAudit.Create, organisationId: null);
        // The organisation that the file will belong to, by its global id: one within the subtree of a grant. Any other is 403, whether it exists or not.
        if (metadata["organisationId"] is not { Length: > 0 } organisation)
            return UploadProblem.Malformed("Upload-Metadata: organisationId");
        if (IdIn(organisation, "Organisation") is not { } organisationId)
            return UploadProblem.InvalidId(organisation, "Organisation");
        if (!await request.EditsAsync(organisationId))
            return await request.ForbidAsync(UploadAudit.Create, organisationId);
        // The folder that the file is put into, where one is named, by its global id: one of that organisation. Any other is 403, whether it exists or not.
        string? folderId = null;
        if (metadata["folderId"] is { Length: > 0 } folder)
        {
            folderId = IdIn(folder, "AssetFolder");
            if (folderId is null)
                return UploadProblem.InvalidId(folder, "AssetFolder");
            if (!await IsFolderOfAsync(request, organisationId, folderId))
                return await request.ForbidAsync(UploadAudit.Create, organisationId);
        }
        // A body that is longer than the file is 413 before its first byte is read.
        if (!request.OpenBody(length))
            return UploadProblem.TooLarge(length);

        var input = new NewUpload(organisationId, metadata["filename"] ?? "", metadata["filetype"] ?? "", length, metadata["sha256"], metadata.Text, folderId);
        return await StartAsync(request, input, checksum);
    }

    /// <summary>A sheet to import belongs to no organisation: its rows name theirs. For who may import.</summary>
    private static async Task<IResult> StartSheetAsync(UploadRequest request, UploadMetadata metadata, long length, UploadChecksum? checksum)
    {
        if (!request.MayImport())
            return await request.ForbidAsync(UploadAudit.Create, organisationId: null);
        if (!request.OpenBody(length))
            return UploadProblem.TooLarge(length);
        var input = new NewUpload(
            "",
            metadata["filename"] ?? "",
            metadata["filetype"] ?? "",
            length,
            metadata["sha256"],
            metadata.Text,
            Purpose: UploadPurpose.Import
        );
        return await StartAsync(request, input, checksum);
    }

    /// <summary>Evidence belongs to who sends it until a claim names it. For who may claim.</summary>
    private static async Task<IResult> StartEvidenceAsync(UploadRequest request, UploadMetadata metadata, long length, UploadChecksum? checksum)
    {
        if (!request.MayClaim())
            return await request.ForbidAsync(UploadAudit.Create, organisationId: null);
        if (!request.OpenBody(length))
            return UploadProblem.TooLarge(length);
        var input = new NewUpload(
            "",
            metadata["filename"] ?? "",
            metadata["filetype"] ?? "",
            length,
            metadata["sha256"],
            metadata.Text,
            Purpose: UploadPurpose.Evidence
        );
        return await StartAsync(request, input, checksum);
    }

    private static async Task<IResult> StartAsync(UploadRequest request, NewUpload input, UploadChecksum? checksum)
    {
        var organisationId = input.OrganisationId;
        var upload = await request.RecordAsync(
            UploadAudit.Create,
            organisationId,
            () => request.Desk.StartAsync(input, request.Rights.Caller.Actor, request.Aborted)
        );
        // Relative to the address of the request, so that it holds behind any proxy.
        request.Answer.Location = request.Http.Request.Path.Value is [.., '/'] ? upload.Id : $"uploads/{upload.Id}";
        try
        {
            upload = request.HasBytes
                ? await request.Desk.AppendAsync(upload.Id, 0, request.Http.Request.BodyReader, checksum, request.Aborted)
                : await request.Desk.SettleAsync(upload);
            return new UploadAnswer(upload, Results.StatusCode(StatusCodes.Status201Created));
        }
        catch (ContentError damaged) when (damaged.Code is ContentErrorCode.ChecksumMismatch or ContentErrorCode.UploadTooLarge)
        {
            // The sender hears so and begins anew: nobody else knows of this upload, and its address is not given either.
            request.Answer.Remove(HeaderNames.Location);
            await request.RecordAsync(UploadAudit.Terminate, organisationId, () => request.Desk.DropAsync(upload, request.Aborted));
            return UploadProblem.Of(damaged);
        }
    }

    /// <summary>The id within a global id of a <paramref name="type"/>; null when it is none.</summary>
    private static string? IdIn(string globalId, string type) => NodeId.TryDecode(globalId, out var found, out var id) && found == type ? id : null;

    private static async Task<bool> IsFolderOfAsync(UploadRequest request, string organisationId, string folderId) =>
        (await request.Service<MediaShelf>().FindFoldersAsync([folderId], request.Aborted)).GetValueOrDefault(folderId) is { IsClosing: not true } folder
        && folder.OrganisationId == organisationId;
}
