using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// POST to the collection: the sender says how long the file is and what it is, and gets the address to send it to by 201. Bytes may come along; then the
/// offset tells how many were taken.
/// The address is relative to this one, so that it holds behind any proxy.
/// </summary>
internal static class CreateUpload
{
    public static readonly UploadIntent Intent = new(
        [
            VersionIsSpoken.RequireAsync,
            CallerIsEditor.RequireAsync,
            ExtensionsAreOffered.RequireAsync,
            LengthIsSaid.RequireAsync,
            MetadataIsReadable.RequireAsync,
            ChecksumIsReadable.RequireAsync,
            OrganisationIsTheirs.RequireAsync,
            FolderIsTheirs.RequireAsync,
            BodyFits.RequireAsync,
        ],
        AnswerAsync
    )
    {
        Act = UploadAudit.Create,
    };

    private static async Task AnswerAsync(UploadRequest request)
    {
        var (context, metadata) = (request.Http, request.Metadata);
        var input = new NewUpload(
            request.OrganisationId,
            metadata["filename"] ?? "",
            metadata["filetype"] ?? "",
            request.Length,
            metadata["sha256"],
            metadata.Text,
            request.FolderId
        );
        var upload = await request.RecordAsync(UploadAudit.Create, () => request.Desk.StartAsync(input, request.Rights.Caller.Actor, context.RequestAborted));
        context.Response.Headers.Location = context.Request.Path.Value!.EndsWith('/') ? upload.Id : $"uploads/{upload.Id}";
        upload = request.HasBody ? await AppendAsync(request, upload) : await request.Desk.SettleAsync(upload);
        request.Tell(upload);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }

    /// <summary>A sender whose first bytes were damaged hears so and begins anew: nobody else knows of this upload.</summary>
    private static async Task<Upload> AppendAsync(UploadRequest request, Upload upload)
    {
        try
        {
            return await request.Desk.AppendAsync(upload.Id, 0, request.Http.Request.BodyReader, request.Checksum, request.Http.RequestAborted);
        }
        catch (ContentError error) when (error.Code is ContentErrorCode.ChecksumMismatch or ContentErrorCode.UploadTooLarge)
        {
            await request.RecordAsync(UploadAudit.Terminate, () => request.Desk.DropAsync(upload, request.Http.RequestAborted));
            throw;
        }
    }
}
