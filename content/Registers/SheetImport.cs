using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A sheet that is read into a register: checked first, then applied row by row, and taken back where somebody asks for it.</summary>
/// <param name="UploadId">The upload that the sheet came by; null where the command line was handed a file.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Hash">SHA-256 of the file, which its bytes are stored under.</param>
public sealed record SheetImport(string Id, SheetKind Kind, string? UploadId, string Name, string Hash, long ByteLength)
{
    public ImportState State { get; init; }

    /// <summary>Who imports: the subject of the token.</summary>
    public required string Subject { get; init; }

    public string? MemberId { get; init; }

    /// <summary>Where who imports may: as it was when the import began.</summary>
    public required Scope Scope { get; init; }

    /// <summary>Whether to look only and change nothing.</summary>
    public bool DryRun { get; init; }

    public OnFault OnFault { get; init; }

    /// <summary>Which sheet of a workbook; null for the first that can be seen.</summary>
    public string? Sheet { get; init; }

    /// <summary>In which language the fault file speaks: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Language { get; init; } = "zh-CN";

    /// <summary>How the text is written, as it was found; null for workbooks and before the file was opened.</summary>
    public string? Encoding { get; init; }

    public int RowsRead { get; init; }
    public int RowsGood { get; init; }

    /// <summary>Rows after which the register is as they say, those included that changed nothing.</summary>
    public int RowsApplied { get; init; }

    /// <summary>How many of them changed something.</summary>
    public int RowsChanged { get; init; }

    public int RowsReverted { get; init; }
    public int FaultCount { get; init; }

    /// <summary>How far applying has come: the pass over the sheet, and the last row of it that is done.</summary>
    public int Pass { get; init; }

    public int Row { get; init; }

    /// <summary>SHA-256 of the copy of the sheet that says what is wrong; null where nothing is.</summary>
    public string? FaultFile { get; init; }

    /// <summary>Whether the sheet and the copy that says what is wrong were dropped: they hold personal data that nobody needs for long.</summary>
    public bool FilesGone { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Who takes it back; null while nobody does.</summary>
    public string? RevertedBy { get; init; }

    public string? RevertReason { get; init; }

    /// <summary>Grows with each change. A change is written only over the version that it was made from.</summary>
    public int Version { get; init; }

    public bool HasEnded => State is ImportState.Checked or ImportState.Refused or ImportState.Applied or ImportState.Reverted;

    /// <summary>The reason that changes of the register carry, by which they are known as this import's.</summary>
    internal string Reason => $"import {Id}";
}

/// <summary>What a sheet is about.</summary>
[Description("What a sheet is about.")]
public enum SheetKind
{
    [Description("Organisations: code, name, level, parent, sector, day of establishment. 「组织」")]
    Organisations,

    [Description("Members with their memberships, categories and posts. 「党员」")]
    Members,

    [Description("Training hours that were earned before the school kept them, or elsewhere. 「历史学时」")]
    Credits,
}

[Description("How far an import is.")]
public enum ImportState
{
    [Description("Waits for its turn. 「等待中」")]
    Waiting,

    [Description("Every row is being checked; nothing is changed. 「检查中」")]
    Checking,

    [Description("A dry run is over: the faults say what would be refused. 「已检查」")]
    Checked,

    [Description("Nothing was applied, for its faults. 「未导入」")]
    Refused,

    [Description("Good rows are being applied. 「导入中」")]
    Applying,

    [Description("Every good row is applied. 「已导入」")]
    Applied,

    [Description("What it applied is being taken back. 「撤销中」")]
    Reverting,

    [Description("What it applied is taken back, but for the rows that its faults name. 「已撤销」")]
    Reverted,
}

[Description("What a row at fault means for the others.")]
public enum OnFault
{
    [Description("Apply nothing unless every row is good. 「有误即停止」")]
    Stop,

    [Description("Apply the good rows, leave out the others. 「跳过有误的行」")]
    Skip,
}

/// <summary>A fault of an import as it is kept.</summary>
/// <param name="Id">The import's with a running number: in the order of the sheet.</param>
public sealed record ImportedFault(string Id, string ImportId, SheetFault Fault);

/// <summary>
/// What the last sheet said of one thing, by its code or number. By it the same sheet again changes nothing, whatever was decided since, and a corrected one
/// changes only what differs.
/// </summary>
/// <param name="Id">Made of the kind and the key.</param>
/// <param name="Values">By the columns of the kind, in its order; none where it was taken back, as if nothing had been said.</param>
/// <param name="Made">Whether the thing was made by it.</param>
/// <param name="Earlier">What the sheet before said; null where there was none.</param>
/// <param name="Turn">How often it was said otherwise.</param>
public sealed record ImportedLine(
    string Id,
    SheetKind Kind,
    string Key,
    string ImportId,
    int Row,
    IReadOnlyList<string> Values,
    bool Made,
    EarlierLine? Earlier,
    int Turn
)
{
    public bool IsSaid => Values.Count > 0;
}

public sealed record EarlierLine(string ImportId, int Row, IReadOnlyList<string> Values, bool Made);
