using ELearning.Content;

namespace ELearning.Api;

/// <summary>Who may do what with uploads. Whoever is refused for want of a right is in the audit log.</summary>
internal static class UploadAccess
{
    /// <summary>
    /// Returns the refusal of a caller who is neither member nor editor nor keeper of a register nor administrator, by 401 without a token and by 403 without
    /// the role; null for those who are.
    /// </summary>
    /// <param name="act">The name of what the caller would do, in <see cref="UploadAudit"/>.</param>
    public static async Task<IResult?> RefuseOutsiderAsync(this UploadRequest request, string act)
    {
        await request.Service<CallerContext>().ResolveAsync(request.Http.User, request.Aborted);
        if (!request.Rights.Caller.IsSignedIn)
        {
            request.Answer.WWWAuthenticate = "Bearer";
            return UploadProblem.Of(StatusCodes.Status401Unauthorized, "UNAUTHENTICATED");
        }
        return request.Rights.MayAny(Role.Editor) || request.MayImport() || request.MayClaim() ? null : await request.ForbidAsync(act, organisationId: null);
    }

    /// <summary>Whether the caller may import sheets into the registers.</summary>
    public static bool MayImport(this UploadRequest request) => request.Rights.MayAny(Rights.Keeping);

    /// <summary>Whether the caller may make claims, and send what shows them.</summary>
    public static bool MayClaim(this UploadRequest request) => request.Rights.MayAny(Rights.Claiming);

    /// <summary>Returns a refusal by 403.</summary>
    /// <param name="organisationId">The organisation that the caller named, theirs or not, existing or not; null where none was named.</param>
    public static async Task<IResult> ForbidAsync(this UploadRequest request, string act, string? organisationId)
    {
        const string code = "FORBIDDEN";
        await request.RecordRefusedAsync(act, organisationId, code);
        return UploadProblem.Of(StatusCodes.Status403Forbidden, code);
    }

    /// <summary>Whether the caller is editor of an organisation now: grants end.</summary>
    public static async Task<bool> EditsAsync(this UploadRequest request, string organisationId) =>
        await request.FindOrganisationAsync(organisationId, request.Aborted) is { } organisation && request.Rights.Edits(organisation);

    /// <summary>
    /// Returns an upload that exists for the caller: one that the caller began and is still editor of the organisation of, or any for an administrator; null
    /// where there is none, which looks the same whether it does not exist or is somebody else's.
    /// </summary>
    public static async Task<Upload?> FindTheirsAsync(this UploadRequest request, string id, string act)
    {
        if (await request.Desk.FindAsync(id, request.Aborted) is not { } upload)
            return null;
        if (request.Rights.MayAny() || (upload.Subject == request.Rights.Caller.Subject && await request.MayStillAsync(upload)))
            return upload;
        await request.RecordRefusedAsync(act, upload.OrganisationId, ErrorTexts.CodeOf(ContentErrorCode.NotFound));
        return null;
    }

    private static async Task<bool> MayStillAsync(this UploadRequest request, Upload upload) =>
        upload.Purpose switch
        {
            UploadPurpose.Import => request.MayImport(),
            UploadPurpose.Evidence => request.MayClaim(),
            _ => await request.EditsAsync(upload.OrganisationId),
        };

    public static async Task<Organisation?> FindOrganisationAsync(this UploadRequest request, string id, CancellationToken cancellationToken) =>
        (await request.Service<OrganisationTree>().FindAsync([id], cancellationToken)).GetValueOrDefault(id);
}
