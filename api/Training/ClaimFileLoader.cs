using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;

namespace ELearning.Api;

/// <summary>The file that a claim rests on, and whether its address is asked for.</summary>
internal readonly record struct ClaimFile(string AssetId, string ClaimId, bool IsOpened)
{
    public string MemberId => ClaimId.Split('/')[0];
}

/// <summary>
/// The files that claims rest on, for who sees the claims. Before an address of what was sent as evidence is given to another than the member, the look is
/// written into the audit log: whoever holds the address reads without a token.
/// </summary>
internal sealed class ClaimFileLoader(CreditClaims claims, MemberRegister register, AuditLog log, RequestRights rights) : BatchLoader<ClaimFile, MediaAsset>
{
    public static IDataLoaderResult<MediaAsset?> Load(IResolveFieldContext context, string? assetId, string claimId) =>
        assetId is null
            ? LoaderResults.Ready<MediaAsset?>(null)
            : context
                .Loader<ClaimFileLoader>()
                .LoadAsync(new(assetId, claimId, context.SubFields?.Values.Any(field => field.Field.Name.Value == "url") ?? false));

    protected override async Task<IReadOnlyDictionary<ClaimFile, MediaAsset>> FetchAsync(IReadOnlyList<ClaimFile> keys, CancellationToken cancellationToken)
    {
        var assets = await claims.EvidenceAsync([.. keys.Select(key => key.AssetId).Distinct()], cancellationToken);
        var found = keys.Where(key => assets.ContainsKey(key.AssetId)).ToDictionary(key => key, key => assets[key.AssetId]);
        await RecordAsync(
            [
                .. found
                    .Where(pair => pair.Key.IsOpened && pair.Value.Evidence is not null && !rights.Current.IsSelf(pair.Key.MemberId))
                    .Select(pair => pair.Key),
            ],
            cancellationToken
        );
        return found;
    }

    private async Task RecordAsync(IReadOnlyList<ClaimFile> looks, CancellationToken cancellationToken)
    {
        if (looks.Count == 0)
            return;
        var (current, members) = (rights.Current, await register.FindAsync([.. looks.Select(look => look.MemberId).Distinct()], cancellationToken));
        await log.AddAsync(
            [
                .. looks.Select(look => new AuditEntry
                {
                    Subject = current.Caller.Subject,
                    MemberId = current.Caller.MemberId,
                    Kind = AuditKind.Read,
                    Operation = "claims.evidence",
                    Target = new("CreditClaim", look.ClaimId),
                    OwnerIds = [look.MemberId],
                    Lineage = members.GetValueOrDefault(look.MemberId)?.LineageOn(current.Today) ?? [],
                    Result = AuditLog.Done,
                    Correlation = log.Correlation,
                }),
            ],
            cancellationToken
        );
    }
}
