using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A claim of hours earned outside the online school, decided by somebody independent.</summary>
public sealed record CreditClaim : IOfMember
{
    public required string Id { get; init; }
    public required string MemberId { get; init; }
    public required CreditForm Form { get; init; }

    /// <summary>Whole seconds, 1 to the policy's largest claim.</summary>
    public required int Seconds { get; init; }

    /// <summary>The day it was held, the last one where it was held on several; decides the year it counts in.</summary>
    public required DateOnly HeldOn { get; init; }

    /// <summary>The first day, in the same year; null where it was held on one day.</summary>
    public DateOnly? HeldFrom { get; init; }

    /// <summary>The seconds as they lie on the days.</summary>
    public DaySpan Span => new(HeldFrom ?? HeldOn, HeldOn, Seconds);

    public required string Title { get; init; }

    /// <summary>Level of the venue or organiser: P1 needs a county or higher.</summary>
    public OrganisationLevel? VenueLevel { get; init; }

    public string? EvidenceAssetId { get; init; }
    public required ClaimStatus Status { get; init; }
    public required string ClaimedBy { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>When it was changed last while it waited; null where it was not.</summary>
    public DateTimeOffset? AmendedAt { get; init; }

    /// <summary>A claim of the member with the same form and title and overlapping days that was there before this one was made or amended.</summary>
    public string? LikelyDoubleOf { get; init; }
    public string? DecidedBy { get; init; }
    public DateTimeOffset? DecidedAt { get; init; }
    public string? Reason { get; init; }

    /// <summary>The credit an approval posts; known as soon as approved.</summary>
    public string? CreditId { get; init; }

    /// <summary>The credit is known to be in the ledger; an approved claim without it is repaired by whoever reads it next.</summary>
    public bool CreditPosted { get; init; }

    /// <summary>The organisations the member belonged to when it was claimed, with their ancestors: whose claims list shows it.</summary>
    public IReadOnlyList<string> Lineage { get; init; } = [];

    public string? IdempotencyKey { get; init; }
    public int Version { get; init; } = 1;
}

/// <param name="HeldOn">The day, where it was held on one.</param>
/// <param name="HeldFrom">Else the first day.</param>
/// <param name="HeldTo">The last day; null where that is the first.</param>
public sealed record ClaimCredit(
    string MemberId,
    CreditForm Form,
    int Seconds,
    DateOnly? HeldOn,
    string Title,
    OrganisationLevel? VenueLevel,
    string? EvidenceAssetId,
    string? IdempotencyKey,
    DateOnly? HeldFrom = null,
    DateOnly? HeldTo = null
)
{
    /// <summary>The first and the last day, once they are checked.</summary>
    internal DaySpan Span => new(HeldFrom ?? HeldOn!.Value, HeldTo ?? HeldFrom ?? HeldOn!.Value, Seconds);
}

/// <summary>What a pending claim shall be from now on; what is left out it has no more.</summary>
/// <param name="ExpectedVersion">The version of the claim that was looked at; null for whichever there is.</param>
public sealed record AmendCreditClaim(
    string ClaimId,
    CreditForm Form,
    int Seconds,
    DateOnly? HeldOn,
    string Title,
    OrganisationLevel? VenueLevel,
    string? EvidenceAssetId,
    DateOnly? HeldFrom = null,
    DateOnly? HeldTo = null,
    int? ExpectedVersion = null
);

/// <summary>The same claim for many members, who were there together.</summary>
public sealed record ClaimCreditForMany(
    IReadOnlyList<string> MemberIds,
    CreditForm Form,
    int Seconds,
    DateOnly? HeldOn,
    string Title,
    OrganisationLevel? VenueLevel,
    string? EvidenceAssetId,
    string? IdempotencyKey,
    DateOnly? HeldFrom = null,
    DateOnly? HeldTo = null
)
{
    /// <summary>The claim for one of them.</summary>
    internal ClaimCredit For(string memberId) => new(memberId, Form, Seconds, HeldOn, Title, VenueLevel, EvidenceAssetId, IdempotencyKey, HeldFrom, HeldTo);
}

/// <summary>What became of one of many: the claim, or why there is none or it was not decided.</summary>
/// <param name="Id">The member for whom it was claimed, or the claim that was to be decided.</param>
public sealed record ClaimOutcome(string Id, CreditClaim? Claim, ContentError? Error);

[Description("Where a claim stands.")]
public enum ClaimStatus
{
    [Description("Waiting for a decision. 「待审核」")]
    Pending,

    [Description("Approved; the credit is posted. 「已通过」")]
    Approved,

    [Description("Rejected, with a reason. 「已驳回」")]
    Rejected,

    [Description("Taken back by whoever claimed. 「已撤回」")]
    Withdrawn,
}

[Description("How a claim is decided.")]
public enum ClaimDecision
{
    [Description("Approve: a credit is posted. 「通过」")]
    Approve,

    [Description("Reject: a reason is required. 「驳回」")]
    Reject,
}
