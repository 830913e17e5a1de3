namespace ELearning.Content;

/// <summary>A row of a sheet as it is written.</summary>
/// <param name="Number">As a spreadsheet numbers it, from 1.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells)
{
    /// <summary>The cell of a column, counted from 0; an empty one where the row is shorter.</summary>
    public SheetCell this[int column] => column < Cells.Count ? Cells[column] : SheetCell.Empty;

    public bool IsEmpty => Cells.All(cell => cell.IsEmpty);
}

/// <summary>
/// A cell as text, whatever its type: a number with all its digits, a day as <c>yyyy-MM-dd</c>. What cannot be trusted keeps what is shown, so that it can be
/// told.
/// </summary>
internal readonly record struct SheetCell(string Text, SheetCellKind Kind)
{
    public static readonly SheetCell Empty = new("", SheetCellKind.Text);

    public bool IsEmpty => Text.Length == 0 && Kind == SheetCellKind.Text;
}

internal enum SheetCellKind
{
    Text,
    Number,
    Date,
    Boolean,

    /// <summary>A formula: what a spreadsheet last made of it is shown, and may be wrong by now.</summary>
    Formula,

    /// <summary>A spreadsheet's own error, such as <c>#REF!</c>.</summary>
    Error,

    /// <summary>A whole number of more than 15 digits, of which a spreadsheet has lost the last.</summary>
    Rounded,

    /// <summary>Longer than <see cref="SheetBounds.CellCharacters"/>: the beginning.</summary>
    TooLong,
}

/// <summary>What is read of a sheet at most. A sheet is somebody's file: nothing in it may take memory or time without end.</summary>
internal static class SheetBounds
{
    /// <summary>Beside the heads.</summary>
    public const int Rows = 1_000_000;

    public const int Columns = 100;
    public const int CellCharacters = 4000;

    /// <summary>Of a row of a CSV, and bytes between the tags of a workbook: far more than a row of full cells has.</summary>
    public const int RowCharacters = 4 << 20;

    /// <summary>Of a workbook when unpacked.</summary>
    public const long UnpackedBytes = 2L << 30;

    /// <summary>How many times larger than packed a part may be, once it is larger than <see cref="AnyRatioBytes"/>: sheets come to 30, bombs to 1,000.</summary>
    public const int Ratio = 200;

    public const long AnyRatioBytes = 16 << 20;

    /// <summary>Of the texts that a workbook keeps apart from its sheets, which are held in memory.</summary>
    public const long SharedTextBytes = 256L << 20;

    /// <summary>How many merged ranges are remembered.</summary>
    public const int Merged = 1000;
}
