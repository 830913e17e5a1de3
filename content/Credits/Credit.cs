using System.ComponentModel;

namespace ELearning.Content;

/// <summary>One entry of a member's append-only ledger of training hours (学时). Entries are never changed; a reversal is an entry of its own.</summary>
public sealed record Credit : IOfMember
{
    /// <summary><c>memberId/source/part</c>: a second posting of the same fact is a harmless duplicate.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }

    /// <summary>Running number of the member's ledger, from 1 without gaps.</summary>
    public required int Number { get; init; }

    public required CreditForm Form { get; init; }

    /// <summary>Whole seconds; negative in a reversal.</summary>
    public required int Seconds { get; init; }

    /// <summary>The day the hours were earned; its year is the year they count in.</summary>
    public required DateOnly EarnedOn { get; init; }

    public int Year => EarnedOn.Year;

    public required CreditSource Source { get; init; }
    public string? CoursewareId { get; init; }
    public int? CoursewareVersion { get; init; }
    public OrganisationLevel? VenueLevel { get; init; }
    public string? Title { get; init; }

    /// <summary>The policy in force on the day earned, by which a 学时 is so many seconds.</summary>
    public required PolicyReference Policy { get; init; }

    public required DateTimeOffset PostedAt { get; init; }
    public string? PostedBy { get; init; }

    /// <summary>The credit this entry reverses.</summary>
    public string? Reverses { get; init; }

    public string? Reason { get; init; }

    /// <summary>Hash of the <see cref="CreditEvidence"/> kept for it; null where the entry itself is the record: in a batch entry or a reversal.</summary>
    public string? EvidenceHash { get; init; }

    /// <summary>Hash of the member's entry before this one; null at number 1.</summary>
    public string? PreviousHash { get; init; }

    /// <summary>SHA-256 over this entry's canonical form, <see cref="PreviousHash"/> included.</summary>
    public required string Hash { get; init; }
}

/// <summary>A credit to post; the ledger adds number and hashes, and keeps its evidence first.</summary>
public sealed record NewCredit(string Id, string MemberId, CreditForm Form, int Seconds, DateOnly EarnedOn, CreditSource Source)
{
    public string? CoursewareId { get; init; }
    public int? CoursewareVersion { get; init; }
    public OrganisationLevel? VenueLevel { get; init; }
    public string? Title { get; init; }
    public string? PostedBy { get; init; }
    public string? Reverses { get; init; }
    public string? Reason { get; init; }
    public NewEvidence? Evidence { get; init; }
}

/// <summary>The source of a credit: the session, claim or batch of that id.</summary>
public sealed record CreditSource(CreditSourceKind Kind, string Id);

public enum CreditSourceKind
{
    StudySession,
    Claim,
    Batch,
    Reversal,
}

/// <summary>Names the policy a figure rests on.</summary>
public sealed record PolicyReference(string Id, int Version, int SecondsPerHour);

/// <summary>Form of training (培训形式).</summary>
[Description("Form of training (培训形式).")]
public enum CreditForm
{
    [Description("Online study measured by the study clock 「在线学习」.")]
    Online,

    [Description("Group viewing at a site 「集中收看」.")]
    GroupViewing,

    [Description("Centralised class 「集中培训」.")]
    CentralisedClass,

    [Description("Lecture, forum, party lesson (党课、讲座、论坛). 「党课讲座」")]
    Lecture,

    [Description("Field practice (现场教学、实践锻炼). 「现场教学」")]
    Field,

    [Description("Training elsewhere 「外部培训」.")]
    External,

    [Description("Seminar or discussion 「座谈研讨」.")]
    Seminar,

    [Description("Themed activity 「主题活动」.")]
    ThemedActivity,
}

/// <summary>What a member was credited in a year, reversals taken off.</summary>
/// <param name="Hours">学时 by the policy in force on the year's last day, today where that is earlier; null where there was none.</param>
public sealed record CreditTotal(long Seconds, decimal? Hours);
