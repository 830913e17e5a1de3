using System.ComponentModel;

namespace ELearning.Content;

/// <summary>
/// One act as the audit log keeps it: who did what to whose data, when, and how it ended. Ids and names of fields alone; no name, no text and no value that
/// anybody sent.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>Given by the log, ordered by time.</summary>
    public string Id { get; init; } = "";

    /// <summary>Given by the log.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who acted: the subject of the token.</summary>
    public required string Subject { get; init; }

    /// <summary>The member the subject is joined to, where it is.</summary>
    public string? MemberId { get; init; }

    public required AuditKind Kind { get; init; }

    /// <summary>The root field of the API; for what is done by another way than GraphQL that way and the act, such as <c>uploads.create</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>The thing that the act named; null for lists and for acts that name nothing.</summary>
    public AuditTarget? Target { get; init; }

    /// <summary>The members whose data it is; of what was refused the first <see cref="AuditRules.MostOwners"/>.</summary>
    public IReadOnlyList<string> OwnerIds { get; init; } = [];

    /// <summary>
    /// The organisations it concerns with all above them, at the time: whose auditors read the entry. Of what was refused
    /// <see cref="AuditRules.MostOrganisations"/>, the highest first.
    /// </summary>
    public IReadOnlyList<string> Lineage { get; init; } = [];

    /// <summary><see cref="AuditLog.Attempted"/> until it is known, then <see cref="AuditLog.Done"/> or the code of the error.</summary>
    public required string Result { get; init; }

    /// <summary>
    /// For what was refused: how many things were named, over all repetitions within the minute that the entry stands for (see
    /// <see cref="AuditRules.Counted"/>). Null: one act on one thing, or on none.
    /// </summary>
    public int? Count { get; init; }

    /// <summary>The time of the last refusal that the entry counts; null where it counts none.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The rule that a refused file broke; null for everything else.</summary>
    public string? Rule { get; init; }

    /// <summary>SHA-256 of the sheet that was imported or made; null for everything else.</summary>
    public string? FileHash { get; init; }

    /// <summary>The cost of the act by the API's cost model, in entries from before there was one the number of fields; null for what was no GraphQL.</summary>
    public int? Cost { get; init; }

    /// <summary>The same for all that one request did.</summary>
    public required string Correlation { get; init; }
}

/// <summary>A thing by kind and id.</summary>
public sealed record AuditTarget(string Type, string Id);

[Description("Kind of an act.")]
public enum AuditKind
{
    [Description("Something was changed, or was to be. 「变更」")]
    Mutation,

    [Description("Data of another person was read, or an auditor asked. 「查看」")]
    Read,

    [Description(
        "An act on what the caller has no right to, such as another member's session, claim or credit: nothing was done and nothing shown. 「越权被拒」"
    )]
    RefusedAct,
}
