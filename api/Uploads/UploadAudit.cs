using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// What the audit log holds of requests to uploads: each that begins an upload or gives it up, and each that was refused for want of a right. Ids alone, no
/// name of a file. Pieces are no acts of their own, and how an upload ended is written by <see cref="UploadDesk"/>, for it may end when nobody asks.
/// </summary>
internal static class UploadAudit
{
    public const string Create = "uploads.create",
        Append = "uploads.append",
        Read = "uploads.read",
        Terminate = "uploads.terminate";

    /// <summary>Does an act on an upload of an organisation, and records that it was tried and how it ended.</summary>
    public static async Task<Upload> RecordAsync(this UploadRequest request, string act, string organisationId, Func<Task<Upload>> work) =>
        await LogOf(request)
            .RecordAsync(await EntryAsync(request, act, organisationId, AuditKind.Mutation, AuditLog.Attempted, request.Aborted), work, request.Aborted);

    /// <summary>Records that the caller was refused an act, though the caller is gone by now.</summary>
    /// <param name="organisationId">The organisation that was named or that the upload belongs to; null where neither is known.</param>
    /// <param name="code">The code of the error that is answered.</param>
    public static Task RecordRefusedAsync(this UploadRequest request, string act, string? organisationId, string code) =>
        LogOf(request).AddRefusedAsync(patience => EntryAsync(request, act, organisationId, AuditKind.RefusedAct, code, patience));

    private static async Task<AuditEntry> EntryAsync(
        UploadRequest request,
        string act,
        string? organisationId,
        AuditKind kind,
        string result,
        CancellationToken cancellationToken
    )
    {
        var actor = request.Rights.Caller.Actor;
        return new AuditEntry
        {
            Subject = actor.Subject,
            MemberId = actor.MemberId,
            Kind = kind,
            Operation = act,
            Target = organisationId is null ? null : new("Organisation", organisationId),
            Lineage = organisationId is null ? [] : (await request.FindOrganisationAsync(organisationId, cancellationToken))?.Lineage ?? [],
            Result = result,
            Correlation = LogOf(request).Correlation,
        };
    }

    private static AuditLog LogOf(UploadRequest request) => request.Service<AuditLog>();
}
