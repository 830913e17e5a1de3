using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A member says that something in their record is wrong; whoever keeps the register answers.</summary>
public sealed record CorrectionRequest : IOfMember
{
    /// <summary>The member's id, a slash, and an id of its own.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }

    /// <summary>Every organisation within which the member was found when asking: in whose lists it stands.</summary>
    public required IReadOnlyList<string> Lineage { get; init; }

    /// <summary>In the member's words, 1 to 1,000 characters.</summary>
    public required string Text { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public CorrectionStatus Status { get; init; }

    /// <summary>In the words of who answered; there once it is answered.</summary>
    public string? Answer { get; init; }

    /// <summary>The token subject of who answered.</summary>
    public string? AnsweredBy { get; init; }

    public DateTimeOffset? AnsweredAt { get; init; }
}

[Description("What came of a request for a correction.")]
public enum CorrectionStatus
{
    [Description("Waits for an answer. 「待答复」")]
    Open,

    [Description("The record was corrected. 「已更正」")]
    Corrected,

    [Description("The record is right as it is; the answer says why. 「未予更正」")]
    Declined,
}
