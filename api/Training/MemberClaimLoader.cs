using ELearning.Content;

namespace ELearning.Api;

/// <summary>The claims for members of each organisation's subtree, newest first.</summary>
internal sealed class OrganisationClaimLoader(CreditClaims claims) : PageLoader<CreditClaim>
{
    protected override Task<IReadOnlyDictionary<string, Page<CreditClaim>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => claims.ByOrganisationsAsync(owners, page, cancellationToken);
}

/// <summary>Each member's claims, newest first.</summary>
internal sealed class MemberClaimLoader(CreditClaims claims) : PageLoader<CreditClaim>
{
    protected override Task<IReadOnlyDictionary<string, Page<CreditClaim>>> FetchAsync(
        IReadOnlyList<string> owners,
        PageRequest page,
        CancellationToken cancellationToken
    ) => claims.ByMembersAsync(owners, page, cancellationToken);
}
