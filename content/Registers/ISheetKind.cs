namespace ELearning.Content;

/// <summary>One kind of sheet: what its columns are, what is wrong with a row, and how a row becomes an entry of a register.</summary>
internal interface ISheetKind
{
    SheetKind Kind { get; }

    /// <summary>The columns in the order of the template; what a row says is kept in the same order.</summary>
    IReadOnlyList<SheetColumn> Columns { get; }

    /// <summary>Reads a row by itself: its key and what it says, column by column, in one writing. Null where a fault leaves no key.</summary>
    SheetEntry? Read(SheetLine line, DateOnly today);

    /// <summary>Begins to read one sheet, for somebody who may act within a scope.</summary>
    SheetReading Begin(Scope scope, Actor actor, string reason);
}

/// <summary>A row that could be read.</summary>
/// <param name="Values">What it says by the columns of the kind; empty where a cell is.</param>
internal sealed record SheetEntry(SheetLine Line, string Key, IReadOnlyList<string> Values)
{
    public int Row => Line.Row;

    public bool IsGood => Line.Faults.Count == 0;

    /// <summary>Whether the thing is there already, or was made by this import.</summary>
    public bool Exists { get; set; }

    /// <summary>What the sheet before said of it; null where there was none.</summary>
    public IReadOnlyList<string>? Earlier { get; set; }

    /// <summary>Whether the thing was made by this import: then making it again is going on.</summary>
    public bool Made { get; set; }

    /// <summary>How often a sheet said it otherwise.</summary>
    public int Turn { get; set; }

    /// <summary>Whether the sheet says something here that the sheet before did not.</summary>
    public bool Differs(int column) => Earlier is null || Earlier.ElementAtOrDefault(column) != Values[column];
}

/// <summary>One reading of one sheet: what has to be known of the other rows, and the work on the store.</summary>
internal abstract class SheetReading
{
    /// <summary>Whether <see cref="Learn"/> is to see every row before the first is checked.</summary>
    public virtual bool NeedsAll => false;

    /// <summary>In how many passes over the sheet it is applied.</summary>
    public virtual int Passes => 1;

    /// <summary>In which of them a row is.</summary>
    public virtual int PassOf(SheetEntry entry) => 0;

    public virtual void Learn(SheetEntry entry) { }

    /// <summary>Looks rows up in the store and notes their faults.</summary>
    /// <param name="applying">What stands elsewhere in the sheet counts no more: by now it is in the store or will not be.</param>
    public abstract Task CheckAsync(IReadOnlyList<SheetEntry> entries, bool applying, CancellationToken cancellationToken);

    /// <summary>Makes the register say what the rows say; harmless to repeat. What is refused becomes a fault of its row.</summary>
    public abstract Task ApplyAsync(IReadOnlyList<SheetEntry> entries, CancellationToken cancellationToken);

    /// <summary>Takes back a thing that an import made; null where it is gone, else why it is not.</summary>
    public abstract Task<string?> UnmakeAsync(ImportedLine line, CancellationToken cancellationToken);
}
