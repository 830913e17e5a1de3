using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class CreditClaimMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<ClaimCreditInputType, CreditClaim>(
                "claimCredit",
                "Claims hours earned outside the online school, for oneself or for a member below the caller's grants."
            )
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.FormNotClaimable, ContentErrorCode.IdempotencyKeyReused)
            .RequireRole(Rights.Claiming)
            .Resolve<ClaimCredit>(ClaimAsync);

        mutation
            .Mutation<WithdrawCreditClaimInputType, CreditClaim>("withdrawCreditClaim", "Takes back a pending claim.")
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.ClaimDecided)
            .RequireRole(Rights.Claiming)
            .Resolve<WithdrawCreditClaimInput>(WithdrawAsync);

        mutation
            .Mutation<DecideCreditClaimInputType, CreditClaim>("decideCreditClaim", "Approves or rejects a claim; never one's own, nor one made by oneself.")
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.ClaimDecided, ContentErrorCode.DecisionNotIndependent)
            .RequireRole(Rights.Keeping)
            .Resolve<DecideCreditClaimInput>(DecideAsync);
    }

    private static async Task<CreditClaim> ClaimAsync(ClaimCredit input, IResolveFieldContext context)
    {
        if (!context.Rights().IsSelf(input.MemberId))
            await context.KeptMemberAsync(input.MemberId);
        return await context.Service<CreditClaims>().ClaimAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<CreditClaim> WithdrawAsync(WithdrawCreditClaimInput input, IResolveFieldContext context)
    {
        var claim = await FindAsync(input.ClaimId, context);
        if (!context.Rights().IsSelf(claim.MemberId))
            await context.KeptOwnerAsync(claim.MemberId, "CreditClaim");
        return await context.Service<CreditClaims>().WithdrawAsync(claim.Id, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<CreditClaim> DecideAsync(DecideCreditClaimInput input, IResolveFieldContext context)
    {
        var claim = await FindAsync(input.ClaimId, context);
        if (!context.Rights().IsSelf(claim.MemberId))
            await context.KeptOwnerAsync(claim.MemberId, "CreditClaim");
        return await context.Service<CreditClaims>().DecideAsync(claim.Id, input.Decision, input.Reason, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<CreditClaim> FindAsync(string claimId, IResolveFieldContext context) =>
        (await context.Service<CreditClaims>().FindAsync([claimId], context.CancellationToken)).GetValueOrDefault(claimId)
        ?? throw ContentError.NotFound("CreditClaim");
}
