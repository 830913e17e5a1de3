using ELearning.Content;

namespace ELearning.Api;

/// <summary>Each member's claims, newest first.</summary>
internal sealed class MemberClaimLoader(CreditClaims claims) : PageLoader<CreditClaim>
{
    protected override Task<IReadOnlyDictionary<string, Page<CreditClaim>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => claims.ByMembersAsync(owners, page, cancellationToken);
}
