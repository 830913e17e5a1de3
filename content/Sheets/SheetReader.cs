namespace ELearning.Content;

/// <summary>
/// Reads a sheet row by row, in memory that does not grow with the rows: XLSX, or CSV in UTF-8, UTF-16 or GB18030. Whoever reads sees the cells as they are
/// stored and decides what is a fault.
/// </summary>
internal abstract class SheetReader : IDisposable
{
    private static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    /// <summary>An old workbook (.xls), or one with a password.</summary>
    private static ReadOnlySpan<byte> Compound => [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>Name of the sheet in its workbook; null in CSV.</summary>
    public virtual string? Name => null;

    /// <summary>Names of all the sheets of the workbook; none in CSV.</summary>
    public virtual IReadOnlyList<string> Names => [];

    /// <summary>How the text is written: <c>UTF-8</c>, <c>UTF-16</c> or <c>GB18030</c>; null in a workbook.</summary>
    public virtual string? Encoding => null;

    /// <summary>Ranges of merged cells, the first <see cref="SheetBounds.Merged"/>.</summary>
    public virtual IReadOnlyList<SheetRange> Merged => [];

    /// <summary>The rows that have something in them, heads included, once and in order. Rows that a spreadsheet hides are rows.</summary>
    /// <exception cref="SheetError">It cannot be read any further.</exception>
    public abstract IEnumerable<SheetRow> Rows();

    /// <param name="file">From its beginning, can seek; closed with the reader.</param>
    /// <param name="name">Which sheet of a workbook; null for the first that can be seen.</param>
    /// <exception cref="SheetError">It is nothing that can be read.</exception>
    public static SheetReader Open(Stream file, string? name)
    {
        try
        {
            Span<byte> start = stackalloc byte[4];
            var read = file.ReadAtLeast(start, 4, throwOnEndOfStream: false);
            file.Position = 0;
            if (read == 0)
                throw new SheetError(0, SheetFaultCode.FileEmpty);
            if (start[..read].SequenceEqual(Compound))
                throw new SheetError(0, SheetFaultCode.FormatUnknown);
            return start[..read].SequenceEqual(Zip) ? XlsxReader.Open(file, name) : CsvReader.Open(file);
        }
        catch (Exception cause) when (cause is not SheetError and not OutOfMemoryException)
        {
            file.Dispose();
            throw Unreadable(0, cause);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>Whatever a reader stumbles over, it is this file that cannot be read.</summary>
    protected static SheetError Unreadable(int row, Exception cause) =>
        cause as SheetError ?? new(row, SheetFaultCode.FileUnreadable, SheetFault.Shortened(cause.Message.ReplaceLineEndings(" ")));
}

/// <summary>A range of cells, all four ends counted in: rows from 1, columns from 0.</summary>
internal readonly record struct SheetRange(int FirstRow, int FirstColumn, int LastRow, int LastColumn);

internal static class SheetColumns
{
    /// <summary>The letters of a column: A is 0.</summary>
    public static string LettersOf(int column)
    {
        var letters = "";
        for (column++; column > 0; column = (column - 1) / 26)
        {
            letters = (char)('A' + ((column - 1) % 26)) + letters;
        }
        return letters;
    }

    /// <summary>Reads <c>BC12</c>; false where it is no name of a cell.</summary>
    public static bool TryCell(ReadOnlySpan<char> name, out int row, out int column)
    {
        (row, column) = (0, 0);
        var i = 0;
        for (; i < name.Length && char.IsAsciiLetterUpper(name[i]) && i < 4; i++)
        {
            column = (column * 26) + name[i] - 'A' + 1;
        }
        column--;
        return i > 0 && int.TryParse(name[i..], System.Globalization.NumberStyles.None, null, out row) && row > 0;
    }
}
