namespace ELearning.Content;

/// <summary>One thing that is wrong with a sheet, where it stands, and what a text of it names.</summary>
/// <param name="Row">As a spreadsheet numbers it; 0 where it is the file.</param>
/// <param name="Column">As the head of the sheet writes it, or by its letter where there is none; empty where it is the row or the file.</param>
/// <param name="Value">What stands there, shortened.</param>
/// <param name="Facts">What the text names, in the order of its places.</param>
public sealed record SheetFault(int Row, string Column, string Value, SheetFaultCode Code, params IReadOnlyList<string> Facts)
{
    private const int LongestValue = 60;

    public static string Shortened(string value) =>
        value.Length <= LongestValue
            ? value
            : string.Concat(value.AsSpan(0, char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue), "…");
}

/// <summary>Why a sheet cannot be read any further.</summary>
public sealed class SheetError(int row, SheetFaultCode code, params IReadOnlyList<string> facts) : Exception(code.ToString())
{
    public SheetFault Fault { get; } = new(row, "", "", code, facts);
}

/// <summary>The faults of sheets; the text of each (<c>SheetTexts.json</c>) says how to mend it. They are stored and never change.</summary>
public enum SheetFaultCode
{
    FileUnreadable,
    FileTooLarge,
    FileEmpty,
    FormatUnknown,
    SheetUnknown,
    EncodingUnknown,
    QuoteOpen,
    TooManyRows,
    TooManyColumns,
    HeadMissing,
    HeadUnknown,
    HeadTwice,
    HeadMerged,
    CellWithoutHead,
    CellMerged,
    CellTooLong,
    Formula,
    SpreadsheetError,
    NumberRounded,
    Required,
    NotOneOf,
    NotADate,
    NoSuchDay,
    NotANumber,
    TooShort,
    TooLong,
    NotAllowed,
    OutOfRange,
    InTheFuture,
    InThePast,
    Reversed,
    Apart,
    TwiceInSheet,
    OrganisationUnknown,
    ParentUnknown,
    ParentInCircle,
    LevelNotBelow,
    NotBySheet,
    CodeTaken,
    NumberTaken,
    MemberUnknown,
    BeforeAdmission,
    HomeDiffers,
    Overlaps,
    NotUndone,
    Refused,
}
