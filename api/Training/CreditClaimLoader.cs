using ELearning.Content;

namespace ELearning.Api;

/// <summary>Claims that something visible names, such as the credit that rests on one.</summary>
internal sealed class CreditClaimLoader(CreditClaims claims) : BatchLoader<string, CreditClaim>
{
    protected override Task<IReadOnlyDictionary<string, CreditClaim>> FetchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
        claims.FindAsync(keys, cancellationToken);
}

/// <summary>Claims asked for by id.</summary>
internal sealed class VisibleCreditClaimLoader(CreditClaims claims, MemberRegister register, RequestRights rights) : OwnedLoader<CreditClaim>(register, rights)
{
    protected override Task<IReadOnlyDictionary<string, CreditClaim>> FindAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        claims.FindAsync(ids, cancellationToken);

    protected override string OwnerOf(CreditClaim value) => value.MemberId;

    protected override bool Sees(Rights rights, Member owner) => rights.Sees(owner);
}
