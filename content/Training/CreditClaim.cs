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

    /// <summary>The day it was held; decides the year it counts in.</summary>
    public required DateOnly HeldOn { get; init; }

    public required string Title { get; init; }

    /// <summary>Level of the venue or organiser: P1 needs a county or higher.</summary>
    public OrganisationLevel? VenueLevel { get; init; }

    public string? EvidenceAssetId { get; init; }
    public required ClaimStatus Status { get; init; }
    public required string ClaimedBy { get; init; }
    public required DateTimeOffset ClaimedAt { get; init; }
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

public sealed record ClaimCredit(
    string MemberId,
    CreditForm Form,
    int Seconds,
    DateOnly HeldOn,
    string Title,
    OrganisationLevel? VenueLevel,
    string? EvidenceAssetId,
    string? IdempotencyKey
);

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
