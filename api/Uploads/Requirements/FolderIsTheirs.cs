using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// The metadata may name a folder (<c>folderId</c>, its global id) that the file is put into: one of the organisation it will belong to. Any other is 403,
/// whether it exists or not.
/// </summary>
internal static class FolderIsTheirs
{
    public static async Task RequireAsync(UploadRequest request)
    {
        if (request.Metadata["folderId"] is not { Length: > 0 } id)
            return;
        if (!NodeId.TryDecode(id, out var type, out var folderId) || type != "AssetFolder")
            throw new HttpFault(StatusCodes.Status400BadRequest, "INVALID_ID", id, "AssetFolder");
        var found = await request.Http.RequestServices.GetRequiredService<MediaShelf>().FindFoldersAsync([folderId], request.Http.RequestAborted);
        if (found.GetValueOrDefault(folderId) is not { IsClosing: not true } folder || folder.OrganisationId != request.OrganisationId)
            throw new HttpFault(StatusCodes.Status403Forbidden, "FORBIDDEN");
        request.FolderId = folder.Id;
    }
}
