namespace ELearning.Content;

/// <summary>The rules of claims: what may be claimed and who may decide; pure.</summary>
internal static class ClaimRules
{
    /// <summary>Claims that are made or decided in one call.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Checks the input and gives it back as it is kept: with one day, or with a first and a last one.</summary>
    /// <param name="inForceOn">The policy in force on a day; null where none was.</param>
    /// <param name="earliest">The first day on which any policy was in force.</param>
    public static ClaimCredit Checked(ClaimCredit input, Func<DateOnly, Policy?> inForceOn, DateOnly? earliest, DateOnly today)
    {
        InputChecks.Known("form", input.Form);
        if (input.Form == CreditForm.Online)
            throw new ContentError(ContentErrorCode.FormNotClaimable);
        var days = Days(input, today);
        var first = days.HeldFrom is null ? "heldOn" : "heldFrom";
        if (days.Span.Days().Any(day => inForceOn(day) is null))
            throw ContentError.Invalid(first, InputFault.InThePast, earliest);
        var policy = inForceOn(days.Span.To)!;
        var largest = policy.LargestClaimHours * policy.SecondsPerHour;
        if (input.Seconds < 1 || input.Seconds > largest)
            throw ContentError.OutOfRange("seconds", 1, largest);
        if (input.VenueLevel is { } level)
            InputChecks.Known("venueLevel", level);
        InputChecks.IdempotencyKey(input.IdempotencyKey);
        return days with
        {
            Title = InputChecks.Text("title", input.Title, 200),
            EvidenceAssetId = InputChecks.OptionalText("evidenceAssetId", input.EvidenceAssetId, 100),
        };
    }

    /// <summary>The input with its days in one way of writing them.</summary>
    private static ClaimCredit Days(ClaimCredit input, DateOnly today)
    {
        if (input.HeldOn is { } day)
        {
            if (input.HeldFrom is not null || input.HeldTo is not null)
                throw ContentError.Invalid(input.HeldFrom is null ? "heldTo" : "heldFrom", InputFault.NotAllowed);
            InputChecks.NotAfter("heldOn", day, today);
            return input;
        }
        if (input.HeldFrom is not { } from)
            throw ContentError.Invalid(input.HeldTo is null ? "heldOn" : "heldFrom", InputFault.Required);
        InputChecks.NotAfter("heldFrom", from, today);
        var to = input.HeldTo ?? from;
        if (to < from)
            throw ContentError.Invalid("heldTo", InputFault.Reversed);
        if (to.Year != from.Year)
            throw ContentError.OutOfRange("heldTo", from, DatePeriod.Year(from.Year).To!);
        InputChecks.NotAfter("heldTo", to, today);
        return to == from ? input with { HeldOn = from, HeldFrom = null, HeldTo = null } : input with { HeldTo = to };
    }

    /// <summary>Refuses days before the member was one.</summary>
    public static void RequireAdmitted(ClaimCredit claim, Member member) =>
        InputChecks.NotBefore(claim.HeldFrom is null ? "heldOn" : "heldFrom", claim.Span.From, member.AdmittedOn);

    /// <summary>The claim with what was checked.</summary>
    public static CreditClaim With(CreditClaim claim, ClaimCredit wanted) =>
        claim with
        {
            Form = wanted.Form,
            Seconds = wanted.Seconds,
            HeldOn = wanted.Span.To,
            HeldFrom = wanted.HeldFrom,
            Title = wanted.Title,
            VenueLevel = wanted.VenueLevel,
            EvidenceAssetId = wanted.EvidenceAssetId,
        };

    public static bool SameInput(CreditClaim claim, ClaimCredit input, Actor actor) =>
        claim.MemberId == input.MemberId
        && claim.Form == input.Form
        && claim.Seconds == input.Seconds
        && claim.Span == input.Span
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
                    assetHash,
                    claim.HeldFrom
                )
            ),
        };
}
