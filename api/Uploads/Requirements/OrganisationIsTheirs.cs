using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// The metadata names the organisation that the file will belong to (<c>organisationId</c>, its global id): one within the subtree of a grant. Any other is
/// 403, whether it exists or not.
/// </summary>
internal static class OrganisationIsTheirs
{
    public static async Task RequireAsync(UploadRequest request)
    {
        if (request.Metadata["organisationId"] is not { Length: > 0 } id)
            throw HttpFault.Malformed("Upload-Metadata: organisationId");
        if (!NodeId.TryDecode(id, out var type, out var organisation) || type != "Organisation")
            throw new HttpFault(StatusCodes.Status400BadRequest, "INVALID_ID", id, "Organisation");
        request.OrganisationId = organisation;
        if (!await request.EditsAsync(organisation))
            throw new HttpFault(StatusCodes.Status403Forbidden, "FORBIDDEN");
    }

    /// <summary>Whether the caller is editor of an organisation now: grants end.</summary>
    public static async Task<bool> EditsAsync(this UploadRequest request, string organisationId) =>
        (await request.Http.RequestServices.GetRequiredService<OrganisationTree>().FindAsync([organisationId], request.Http.RequestAborted)).GetValueOrDefault(
            organisationId
        )
            is { } organisation
        && request.Rights.Edits(organisation);
}
