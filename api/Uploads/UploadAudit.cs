using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// What the audit log hears of requests to uploads: each that begins an upload or gives it up, and each that was refused for want of a right. Ids alone, no
/// name of a file. Pieces are no acts of
/// their own, and how an upload ended is written by <see cref="UploadDesk"/>, for it may end when nobody asks.
/// </summary>
internal static class UploadAudit
{
    public const string Create = "uploads.create",
        Append = "uploads.append",
        Read = "uploads.read",
        Terminate = "uploads.terminate";

    public static async Task<Upload> RecordAsync(this UploadRequest request, string act, Func<Task<Upload>> work) =>
        await LogOf(request).RecordAsync(await EntryAsync(request, act, AuditKind.Mutation, AuditLog.Attempted), work, request.Http.RequestAborted);

    /// <summary>Holds the request against all that its intent requires.</summary>
    public static async Task RequireAsync(this UploadRequest request, UploadIntent intent)
    {
        try
        {
            foreach (var requirement in intent.Requirements)
            {
                await requirement(request);
            }
        }
        catch (Exception failure) when (request.Rights.Caller.IsSignedIn && RefusalOf(request, failure) is { } code)
        {
            await LogOf(request).AddRefusedAsync([await EntryAsync(request, intent.Act, AuditKind.RefusedAct, code)], request.Http.RequestAborted);
            throw;
        }
    }

    /// <summary>Null for what anybody would be told; missing what nobody has is no act.</summary>
    private static string? RefusalOf(UploadRequest request, Exception failure) =>
        failure switch
        {
            HttpFault { Status: StatusCodes.Status403Forbidden } fault => fault.Error.Code,
            ContentError { Code: ContentErrorCode.NotFound } when request.OrganisationId.Length > 0 => ErrorTexts.CodeOf(ContentErrorCode.NotFound),
            _ => null,
        };

    private static async Task<AuditEntry> EntryAsync(UploadRequest request, string act, AuditKind kind, string result)
    {
        var (actor, organisation) = (request.Rights.Caller.Actor, request.OrganisationId);
        var found =
            organisation.Length == 0
                ? null
                : (
                    await request.Http.RequestServices.GetRequiredService<OrganisationTree>().FindAsync([organisation], request.Http.RequestAborted)
                ).GetValueOrDefault(organisation);
        return new AuditEntry
        {
            Subject = actor.Subject,
            MemberId = actor.MemberId,
            Kind = kind,
            Operation = act,
            Target = organisation.Length == 0 ? null : new("Organisation", organisation),
            Lineage = found?.Lineage ?? [],
            Result = result,
            Correlation = LogOf(request).Correlation,
        };
    }

    private static AuditLog LogOf(UploadRequest request) => request.Http.RequestServices.GetRequiredService<AuditLog>();
}
