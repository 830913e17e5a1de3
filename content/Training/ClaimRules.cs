namespace ELearning.Content;

/// <summary>The rules of claims: what may be claimed and who may decide; pure.</summary>
internal static class ClaimRules
{
    /// <summary>Checks the input and gives it back as it is kept.</summary>
    /// <param name="policy">The policy in force on the day of the claim; null where none was.</param>
    /// <param name="earliest">The first day on which any policy was in force.</param>
    public static ClaimCredit Checked(ClaimCredit input, Policy? policy, DateOnly? earliest, DateOnly today)
    {
        InputChecks.Known("form", input.Form);
        if (input.Form == CreditForm.Online)
            throw new ContentError(ContentErrorCode.FormNotClaimable);
        InputChecks.NotAfter("heldOn", input.HeldOn, today);
        if (policy is null)
            throw ContentError.Invalid("heldOn", InputFault.InThePast, earliest);
        var largest = policy.LargestClaimHours * policy.SecondsPerHour;
        if (input.Seconds < 1 || input.Seconds > largest)
            throw ContentError.OutOfRange("seconds", 1, largest);
        if (input.VenueLevel is { } level)
            InputChecks.Known("venueLevel", level);
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        return input with
        {
            Title = InputChecks.Text("title", input.Title, 200),
            EvidenceAssetId = InputChecks.OptionalText("evidenceAssetId", input.EvidenceAssetId, 100),
        };
    }

    public static bool SameInput(CreditClaim claim, ClaimCredit input, Actor actor) =>
        claim.MemberId == input.MemberId
        && claim.Form == input.Form
        && claim.Seconds == input.Seconds
        && claim.HeldOn == input.HeldOn
        && claim.Title == input.Title
        && claim.VenueLevel == input.VenueLevel
        && claim.EvidenceAssetId == input.EvidenceAssetId
        && claim.ClaimedBy == actor.Subject;

    /// <summary>
    /// Nobody decides a claim of their own, nor one they made for another; an administrator's token may name the member by number or by linked identity.
    /// </summary>
    public static bool IsIndependent(Actor actor, CreditClaim claim, Member? member) => actor.Subject != claim.ClaimedBy && !IsMember(actor, claim, member);

    public static bool MayWithdraw(Actor actor, CreditClaim claim, Member? member) => actor.Subject == claim.ClaimedBy || IsMember(actor, claim, member);

    private static bool IsMember(Actor actor, CreditClaim claim, Member? member) =>
        actor.MemberId == claim.MemberId || (member is not null && (actor.Subject == member.Number || actor.Subject == member.Identity));

    /// <summary>The ledger entry of an approved claim with the claim as its evidence; the same whenever it is made.</summary>
    public static NewCredit CreditOf(CreditClaim claim, string? assetHash) =>
        new(claim.CreditId!, claim.MemberId, claim.Form, claim.Seconds, claim.HeldOn, new(CreditSourceKind.Claim, claim.Id))
        {
            VenueLevel = claim.VenueLevel,
            Title = claim.Title,
            PostedBy = claim.DecidedBy,
            Evidence = new(
                Claim: new(
                    claim.Id,
                    claim.Form,
                    claim.Seconds,
                    claim.HeldOn,
                    claim.Title,
                    claim.VenueLevel,
                    claim.ClaimedBy,
                    claim.ClaimedAt,
                    claim.DecidedBy,
                    claim.DecidedAt,
                    claim.Reason,
                    claim.EvidenceAssetId,
                    assetHash
                )
            ),
        };
}
