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
        this.AddDays();
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field<IdGraphType>("evidenceAssetId").Description(ClaimInputs.Evidence).OfNode("Media");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input claims once.");
    }
}

internal sealed class ClaimCreditForManyInputType : InputType<ClaimCreditForMany>
{
    public ClaimCreditForManyInputType()
        : base("Hours that many members earned together outside the online school.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("memberIds")
            .Description("Who earned them: 1 to 200 members below the caller's grants, each once.")
            .OfNode("Member");
        Field(x => x.Form).Description("Form of training; ONLINE is measured and cannot be claimed.");
        Field(x => x.Seconds).Description("Seconds of each member by the timetable, from 1 to the policy's largest claim.");
        this.AddDays();
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field<IdGraphType>("evidenceAssetId").Description(ClaimInputs.Evidence).OfNode("Media");
        Field(x => x.IdempotencyKey, nullable: true)
            .Description("The same key with the same input claims once for each member; a call that was cut off is gone on with by repeating it.");
    }
}

internal sealed class AmendCreditClaimInputType : InputType<AmendCreditClaim>
{
    public AmendCreditClaimInputType()
        : base("What a pending claim shall be from now on: all of it; what is left out it has no more.")
    {
        Field<NonNullGraphType<IdGraphType>>("claimId").Description("The claim.").OfNode("CreditClaim");
        Field(x => x.Form).Description("Form of training; ONLINE is measured and cannot be claimed.");
        Field(x => x.Seconds).Description("Seconds by the timetable, from 1 to the policy's largest claim.");
        this.AddDays();
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field<IdGraphType>("evidenceAssetId").Description($"{ClaimInputs.Evidence} The one it has may be named again.").OfNode("Media");
        Field(x => x.ExpectedVersion, nullable: true).Description("The version that was looked at; another one is ConflictError.");
    }
}

internal static class ClaimInputs
{
    public const string Evidence = "What shows it: a file of one's own sent to `/uploads` with `purpose` `EVIDENCE`, or a stored one that the caller may see.";

    /// <summary>The days in the two ways in which they can be said.</summary>
    public static void AddDays<T>(this InputType<T> input)
    {
        input.Field<DateScalar>("heldOn").Description("The day it was held, not in the future and not before the admission. Either this, or heldFrom.");
        input
            .Field<DateScalar>("heldFrom")
            .Description("The first day of several, over which the seconds are spread evenly; on none of them more than the policy's hours of a day.");
        input.Field<DateScalar>("heldTo").Description("The last day, in the same year; left out: the first.");
    }
}

internal sealed record DecideCreditClaimInput(string ClaimId, ClaimDecision Decision, string? Reason, int? ExpectedVersion);

internal sealed record DecideCreditClaimsInput(IReadOnlyList<string> ClaimIds, IReadOnlyList<int>? ExpectedVersions, ClaimDecision Decision, string? Reason);

internal sealed class DecideCreditClaimsInputType : InputType<DecideCreditClaimsInput>
{
    public DecideCreditClaimsInputType()
        : base("How many claims are decided alike.")
    {
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>>("claimIds").Description("1 to 200 claims, each once.").OfNode("CreditClaim");
        Field<ListGraphType<NonNullGraphType<IntGraphType>>>("expectedVersions")
            .Description("The version of each as it was looked at, in the order of claimIds; one that is another by now is CONFLICT.");
        Field(x => x.Decision).Description("The decision.");
        Field(x => x.Reason, nullable: true).Description("Why; required to reject.");
    }
}

internal sealed class DecideCreditClaimInputType : InputType<DecideCreditClaimInput>
{
    public DecideCreditClaimInputType()
        : base("How a claim is decided.")
    {
        Field<NonNullGraphType<IdGraphType>>("claimId").Description("The claim.").OfNode("CreditClaim");
        Field(x => x.Decision).Description("The decision.");
        Field(x => x.Reason, nullable: true).Description("Why; required to reject.");
        Field(x => x.ExpectedVersion, nullable: true).Description("The version of the claim that was looked at; another one is ConflictError.");
    }
}

internal sealed record WithdrawCreditClaimInput(string ClaimId);

internal sealed class WithdrawCreditClaimInputType : InputType<WithdrawCreditClaimInput>
{
    public WithdrawCreditClaimInputType()
        : base("Which claim to take back.") => Field<NonNullGraphType<IdGraphType>>("claimId").Description("The claim.").OfNode("CreditClaim");
}
