using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class ClaimCreditInputType : InputType<ClaimCredit>
{
    public ClaimCreditInputType()
        : base("Hours earned outside the online school.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("Who earned them: oneself, or a member below the caller's grants.").OfNode("Member");
        Field(x => x.Form).Description("Form of training; ONLINE is measured and cannot be claimed.");
        Field(x => x.Seconds).Description("Seconds by the timetable, from 1 to the policy's largest claim.");
        Field(x => x.HeldOn).Description("The day it was held, not in the future.");
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field<IdGraphType>("evidenceAssetId").Description("What shows it.").OfNode("Media");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input claims once.");
    }
}

internal sealed record DecideCreditClaimInput(string ClaimId, ClaimDecision Decision, string? Reason);

internal sealed class DecideCreditClaimInputType : InputType<DecideCreditClaimInput>
{
    public DecideCreditClaimInputType()
        : base("How a claim is decided.")
    {
        Field<NonNullGraphType<IdGraphType>>("claimId").Description("The claim.").OfNode("CreditClaim");
        Field(x => x.Decision).Description("The decision.");
        Field(x => x.Reason, nullable: true).Description("Why; required to reject.");
    }
}

internal sealed record WithdrawCreditClaimInput(string ClaimId);

internal sealed class WithdrawCreditClaimInputType : InputType<WithdrawCreditClaimInput>
{
    public WithdrawCreditClaimInputType()
        : base("Which claim to take back.") => Field<NonNullGraphType<IdGraphType>>("claimId").Description("The claim.").OfNode("CreditClaim");
}
