using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A sheet that is made of a register, for who may read it.</summary>
public sealed record SheetExport(string Id, ExportKind Kind, SheetFormat Format)
{
    public ExportState State { get; init; }

    /// <summary>Who asked for it: the subject of the token.</summary>
    public required string Subject { get; init; }

    public string? MemberId { get; init; }

    /// <summary>Of which subtrees it is.</summary>
    public required Scope Scope { get; init; }

    public int Rows { get; init; }

    /// <summary>SHA-256 of the file; null until it is made, and when it was dropped.</summary>
    public string? Hash { get; init; }

    public long? ByteLength { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Grows with each change. A change is written only over the version that it was made from.</summary>
    public int Version { get; init; }
}

[Description("What is exported.")]
public enum ExportKind
{
    [Description("Organisations, with the heads of the sheet to import them by. 「组织」")]
    Organisations,

    [Description("Members as they are today, with the heads of the sheet to import them by. 「党员」")]
    Members,

    [Description("Every entry of the ledgers of today's members, reversals included. 「学时台账」")]
    Ledger,
}

[Description("How far an export is.")]
public enum ExportState
{
    [Description("Waits for its turn, or is being written. 「等待中」")]
    Waiting,

    [Description("The file is there. 「已完成」")]
    Done,

    [Description("The file was dropped, its time being over; start the export again. 「已过期」")]
    Dropped,
}
