using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CreditClaimMutations
{
    /// <summary>Of a claim that is made or decided with many others; alone it costs an access.</summary>
    private const int CostOfOne = 5;

    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<ClaimCreditInputType, CreditClaim>(
                "claimCredit",
                "Claims hours earned outside the online school, for oneself or for a member below the caller's grants."
            )
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.FormNotClaimable, ContentErrorCode.IdempotencyKeyReused, ContentErrorCode.DayFull, ContentErrorCode.TooManyClaims)
            .RequireRole(Rights.Claiming)
            .Resolve<ClaimCredit>(ClaimAsync);

        mutation
            .Mutation<ClaimCreditForManyInputType, Outcomes>(
                "claimCreditForMany",
                "Claims the same hours for up to 200 members who were there together, on one evidence; what fails for one leaves the others alone."
            )
            .Field<ListGraphType<NonNullGraphType<ClaimedForMemberType>>>("results", "What became of each, in the order given.", outcomes => outcomes.Results)
            .Errors(ContentErrorCode.FormNotClaimable)
            .RequireRole(Rights.Keeping)
            .Resolve<ClaimCreditForMany>(ClaimForManyAsync);

        mutation
            .Mutation<AmendCreditClaimInputType, CreditClaim>("amendCreditClaim", "Changes a pending claim, for whoever may take it back.")
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.FormNotClaimable, ContentErrorCode.ClaimDecided, ContentErrorCode.DayFull, ContentErrorCode.TooManyClaims)
            .RequireRole(Rights.Claiming)
            .Resolve<AmendCreditClaim>(AmendAsync);

        mutation
            .Mutation<WithdrawCreditClaimInputType, CreditClaim>("withdrawCreditClaim", "Takes back a pending claim.")
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.ClaimDecided)
            .RequireRole(Rights.Claiming)
            .Resolve<WithdrawCreditClaimInput>(WithdrawAsync);

        mutation
            .Mutation<DecideCreditClaimInputType, CreditClaim>("decideCreditClaim", "Approves or rejects a claim; never one's own, nor one made by oneself.")
            .Field<CreditClaimType>("claim", "The claim.", claim => claim)
            .Errors(ContentErrorCode.ClaimDecided, ContentErrorCode.DecisionNotIndependent, ContentErrorCode.DayFull, ContentErrorCode.TooManyClaims)
            .RequireRole(Rights.Keeping)
            .Resolve<DecideCreditClaimInput>(DecideAsync);

        mutation
            .Mutation<DecideCreditClaimsInputType, Outcomes>(
                "decideCreditClaims",
                "Approves or rejects up to 200 claims alike; what fails for one leaves the others alone."
            )
            .Field<ListGraphType<NonNullGraphType<DecidedClaimType>>>("results", "What became of each, in the order given.", outcomes => outcomes.Results)
            .RequireRole(Rights.Keeping)
            .Resolve<DecideCreditClaimsInput>(DecideManyAsync);
    }

    private static async Task<CreditClaim> ClaimAsync(ClaimCredit input, IResolveFieldContext context)
    {
        if (!context.Rights().IsSelf(input.MemberId))
            await context.KeptMemberAsync(input.MemberId);
        await RequireVisibleAsync(input.EvidenceAssetId, context);
        return await context.Service<CreditClaims>().ClaimAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Outcomes> ClaimForManyAsync(ClaimCreditForMany input, IResolveFieldContext context)
    {
        Pay(input.MemberIds, context);
        await RequireVisibleAsync(input.EvidenceAssetId, context);
        var rights = context.Rights();
        return new(await context.Service<CreditClaims>().ClaimForManyAsync(input, rights.Keeps, context.Caller().Actor, context.CancellationToken));
    }

    private static async Task<CreditClaim> AmendAsync(AmendCreditClaim input, IResolveFieldContext context)
    {
        var claim = await FindAsync(input.ClaimId, context);
        if (!context.Rights().IsSelf(claim.MemberId))
            await context.KeptOwnerAsync(claim.MemberId, "CreditClaim");
        if (input.EvidenceAssetId != claim.EvidenceAssetId)
            await RequireVisibleAsync(input.EvidenceAssetId, context);
        return await context.Service<CreditClaims>().AmendAsync(input, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<Outcomes> DecideManyAsync(DecideCreditClaimsInput input, IResolveFieldContext context)
    {
        Pay(input.ClaimIds, context);
        var rights = context.Rights();
        return new(
            await context
                .Service<CreditClaims>()
                .DecideManyAsync(
                    input.ClaimIds,
                    input.ExpectedVersions,
                    input.Decision,
                    input.Reason,
                    member => rights.IsSelf(member.Id) || rights.Keeps(member),
                    context.Caller().Actor,
                    context.CancellationToken
                )
        );
    }

    /// <summary>What each of many costs, for the text does not tell how many there are.</summary>
    private static void Pay(IReadOnlyList<string> ids, IResolveFieldContext context) => context.Service<WorkCharge>().Pay(CostOfOne * ids.Count, 1);

    /// <summary>Media that do not exist for the caller show nothing; whose file evidence is, the claims ask.</summary>
    private static async Task RequireVisibleAsync(string? assetId, IResolveFieldContext context)
    {
        if (
            assetId is not null
            && (await context.Service<MediaLibrary>().FindAsync([assetId], context.CancellationToken)).GetValueOrDefault(assetId) is { } media
            && !context.Rights().Sees(media)
        )
            throw ContentError.NotFound("MediaAsset");
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
        return await context
            .Service<CreditClaims>()
            .DecideAsync(claim.Id, input.Decision, input.Reason, input.ExpectedVersion, context.Caller().Actor, context.CancellationToken);
    }

    private static async Task<CreditClaim> FindAsync(string claimId, IResolveFieldContext context) =>
        (await context.Service<CreditClaims>().FindAsync([claimId], context.CancellationToken)).GetValueOrDefault(claimId)
        ?? throw ContentError.NotFound("CreditClaim");

    private sealed record Outcomes(IReadOnlyList<ClaimOutcome> Results);
}

/// <summary>What the outcomes of one of many have alike.</summary>
internal abstract class ClaimOutcomeType : ObjectType<ClaimOutcome>
{
    protected ClaimOutcomeType(string description)
        : base(description)
    {
        Field<CreditClaimType>("claim").Description("The claim as it is now; null where it failed.").From(source => source.Claim);
        Field<StringGraphType>("code")
            .Description("Why it failed, for programs: SCREAMING_SNAKE; null when it was done.")
            .From(source => source.Error is { } error ? ErrorTexts.CodeOf(error.Code) : null);
        Field<StringGraphType>("message").Description("Why it failed, for people.").From(source => source.Error is { } error ? ErrorTexts.Of(error) : null);
        Field<DateScalar>("date").Description("Of DAY_FULL: the first day on which there is no room.").From(source => FullDays.DateOf(source.Error));
        Field<IntGraphType>("leftSeconds").Description("Of DAY_FULL: what would fit on that day.").From(source => FullDays.LeftOf(source.Error));
    }
}

internal sealed class ClaimedForMemberType : ClaimOutcomeType
{
    public ClaimedForMemberType()
        : base("What became of one member's claim of many.") =>
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("For whom.").From(source => NodeId.Encode("Member", source.Id));
}

internal sealed class DecidedClaimType : ClaimOutcomeType
{
    public DecidedClaimType()
        : base("What became of one claim of many that were decided.") =>
        Field<NonNullGraphType<IdGraphType>>("claimId").Description("Which one.").From(source => NodeId.Encode("CreditClaim", source.Id));
}

/// <summary>What an error of a full day carries beside its text.</summary>
internal static class FullDays
{
    public static object? DateOf(ExpectedError? error) => Is(error) ? error!.Arguments[0] : null;

    public static object? LeftOf(ExpectedError? error) => Is(error) ? error!.Arguments[1] : null;

    private static bool Is(ExpectedError? error) => error is ContentError { Code: ContentErrorCode.DayFull };
}
