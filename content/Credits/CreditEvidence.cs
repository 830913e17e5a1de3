using System.ComponentModel;

namespace ELearning.Content;

/// <summary>
/// What a credit was given for, written once before the credit and never changed; the credit carries its hash. A credit from a session rests on what the study
/// clock saw, one from a claim on the decided claim. A batch entry and a reversal are their own record: who, when and why stand in the entry itself, under its
/// hash.
/// </summary>
public sealed record CreditEvidence : IOfMember
{
    /// <summary>The credit's id.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }

    /// <summary>The policy by which the seconds were counted and are turned into hours.</summary>
    public required PolicyReference Policy { get; init; }

    /// <summary>Hash of the member's newest ledger entry when this was written; null when there was none. Another entry may have come between.</summary>
    public string? PreviousHash { get; init; }

    public StudyEvidence? Study { get; init; }
    public ClaimEvidence? Claim { get; init; }
}

/// <summary>The evidence of a credit to post: one of the two.</summary>
public sealed record NewEvidence(StudyEvidence? Study = null, ClaimEvidence? Claim = null);

/// <summary>One day of an online session as the server saw it. All times are the server's.</summary>
public sealed record StudyEvidence
{
    public required string SessionId { get; init; }
    public required StudySessionStatus Status { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The last beat that was accepted: nothing is counted after it.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }
    public required DateOnly Date { get; init; }
    public required string CoursewareId { get; init; }
    public required int CoursewareVersion { get; init; }
    public required string CoursewareTitle { get; init; }
    public required string ChapterKey { get; init; }

    /// <summary>Length of the chapter, probed by the server from the media of that hash.</summary>
    public required long DurationMilliseconds { get; init; }

    public required string MediaHash { get; init; }

    /// <summary>Time confirmed on that day; the credit is this in whole seconds.</summary>
    public required long ConfirmedMilliseconds { get; init; }

    /// <summary>The content counted on that day: sorted, no two touch.</summary>
    public required IReadOnlyList<ContentSpan> Accepted { get; init; }

    /// <summary>Time refused in the whole session, by reason.</summary>
    public required IReadOnlyList<EvidenceRefusal> Refused { get; init; }

    /// <summary>The presence checks settled in the session, oldest first; each is over by its one answer or by its lapse.</summary>
    public required IReadOnlyList<PresenceRecord> PresenceChecks { get; init; }

    /// <summary>Keyed hash of the device's name; null where it gave none.</summary>
    public string? Device { get; init; }

    /// <summary>The addresses and browsers with which the session was studied, as keyed hashes.</summary>
    public required IReadOnlyList<SeenClient> Clients { get; init; }
}

/// <summary>A piece of a chapter in milliseconds, end excluded.</summary>
public sealed record ContentSpan(long StartMilliseconds, long EndMilliseconds);

public sealed record EvidenceRefusal(RefusalReason Reason, long Milliseconds);

/// <summary>The claim as it was decided.</summary>
/// <param name="HeldOn">The day it was held, the last one where it was held on several.</param>
/// <param name="AssetHash">SHA-256 of the file handed in; null where there was none.</param>
/// <param name="HeldFrom">The first day; null where it was held on one.</param>
public sealed record ClaimEvidence(
    string ClaimId,
    CreditForm Form,
    int Seconds,
    DateOnly HeldOn,
    string Title,
    OrganisationLevel? VenueLevel,
    string ClaimedBy,
    DateTimeOffset ClaimedAt,
    string? DecidedBy,
    DateTimeOffset? DecidedAt,
    string? Reason,
    string? AssetId,
    string? AssetHash,
    DateOnly? HeldFrom = null
);

/// <summary>A credit's evidence as found, and what is wrong with it.</summary>
/// <param name="Pack">Null for a batch entry or a reversal, and where it is missing.</param>
public sealed record ExaminedEvidence(Credit Credit, CreditEvidence? Pack, IReadOnlyList<EvidenceFault> Faults)
{
    /// <summary>Whether every hash, recomputed now, holds, and content and time suffice for the seconds.</summary>
    public bool Verified => Faults.Count == 0;
}

[Description("What is wrong with a credit or its evidence.")]
public enum EvidenceFault
{
    [Description("The entry is not what its hash was taken over. 「记录被改动」")]
    EntryChanged,

    [Description("There is no evidence. 「证据缺失」")]
    EvidenceMissing,

    [Description("The evidence is not what the entry's hash of it was taken over. 「证据被改动」")]
    EvidenceChanged,

    [Description("The evidence tells of another credit. 「证据不属于本条」")]
    EvidenceOfAnother,

    [Description("The accepted content is shorter than the seconds credited, or not inside the chapter. 「学习内容不足」")]
    ContentTooShort,

    [Description("Less time passed between start and last beat on that day than was credited. 「经过时间不足」")]
    TimeTooShort,
}
