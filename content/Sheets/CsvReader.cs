using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ELearning.Content;

/// <summary>
/// CSV as spreadsheets write it: UTF-8 with or without a mark, UTF-16 with one, else GB18030; commas, semicolons or tabs; perhaps a first line
/// <c>sep=;</c>, which a spreadsheet does not count either.
/// </summary>
internal sealed class CsvReader : SheetReader
{
    private static readonly char[] Separators = [',', ';', '\t'];
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Gb18030 = MakeGb18030();

    private readonly Stream _file;
    private readonly Encoding _encoding;
    private readonly char _separator;
    private readonly bool _saysSeparator;

    private CsvReader(Stream file, Encoding encoding, string name)
    {
        (_file, _encoding, Encoding) = (file, encoding, name);
        using var text = Text();
        // What stands in the first line decides; of an endless one its beginning.
        var beginning = new char[1 << 16];
        var length = text.ReadBlock(beginning);
        var first = new string(beginning, 0, length).Split('\r', '\n')[0];
        if (first.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && first.Length is >= 5 and <= 16 && first[4..].Trim(' ').Length <= 1)
            (_saysSeparator, _separator) = (true, first[4]);
        else
            _separator = SeparatorOf(first);
    }

    public override string Encoding { get; }

    public static CsvReader Open(Stream file)
    {
        var start = new byte[3];
        var read = file.ReadAtLeast(start, 3, throwOnEndOfStream: false);
        if (read >= 2 && start[0] == 0xFF && start[1] == 0xFE)
            return new(file, new UnicodeEncoding(false, true, throwOnInvalidBytes: true), "UTF-16");
        if (read >= 2 && start[0] == 0xFE && start[1] == 0xFF)
            return new(file, new UnicodeEncoding(true, true, throwOnInvalidBytes: true), "UTF-16");
        if (Decodes(file, Utf8))
            return new(file, Utf8, "UTF-8");
        return Decodes(file, Gb18030) ? new(file, Gb18030, "GB18030") : throw new SheetError(0, SheetFaultCode.EncodingUnknown);
    }

    public override IEnumerable<SheetRow> Rows()
    {
        using var text = Text();
        if (_saysSeparator)
            text.ReadLine();
        using var limited = new RowLimit(text);
        using var parser = new CsvParser(
            limited,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = _separator.ToString(),
                IgnoreBlankLines = false,
                // More than a cell may have, so that the row of a long one can be told.
                MaxFieldSize = 1 << 20,
                BadDataFound = null,
            }
        );
        for (var number = 1; Read(parser, limited, number) is { } row; number++)
        {
            if (!row.IsEmpty)
                yield return row;
        }
    }

    protected override void Dispose(bool disposing) => _file.Dispose();

    private static SheetRow? Read(CsvParser parser, RowLimit limited, int number)
    {
        try
        {
            limited.Begin();
            if (!parser.Read())
                return null;
            if (number > SheetBounds.Rows + 1)
                throw new SheetError(number, SheetFaultCode.TooManyRows, SheetBounds.Rows.ToString(CultureInfo.InvariantCulture));
            var cells = new SheetCell[parser.Count];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Cell(parser[i]);
            }
            if (cells.Length > SheetBounds.Columns && !cells.Skip(SheetBounds.Columns).All(cell => cell.IsEmpty))
                throw new SheetError(number, SheetFaultCode.TooManyColumns, SheetBounds.Columns.ToString(CultureInfo.InvariantCulture));
            return new(number, cells);
        }
        catch (InvalidDataException)
        {
            throw new SheetError(number, SheetFaultCode.TooManyColumns, SheetBounds.Columns.ToString(CultureInfo.InvariantCulture));
        }
        catch (MaxFieldSizeException)
        {
            throw new SheetError(number, SheetFaultCode.QuoteOpen);
        }
        catch (Exception cause) when (cause is not SheetError and not OutOfMemoryException)
        {
            throw Unreadable(number, cause);
        }
    }

    /// <summary>Text that would be a formula is written with an apostrophe before it, here and by spreadsheets.</summary>
    private static SheetCell Cell(string text) =>
        text.Length > SheetBounds.CellCharacters ? new(text[..SheetBounds.CellCharacters], SheetCellKind.TooLong)
        : text is ['\'', '=' or '+' or '-' or '@', ..] ? new(text[1..], SheetCellKind.Text)
        : text is ['=', _, ..] ? new(text, SheetCellKind.Formula)
        : new(text, SheetCellKind.Text);

    private StreamReader Text()
    {
        _file.Position = 0;
        return new(_file, _encoding, detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
    }

    /// <summary>What stands most often between the heads, outside of quotes.</summary>
    private static char SeparatorOf(string heads)
    {
        var (counts, quoted) = (new int[Separators.Length], false);
        foreach (var letter in heads)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (!quoted && Array.IndexOf(Separators, letter) is >= 0 and var which)
                counts[which]++;
        }
        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    private static bool Decodes(Stream file, Encoding encoding)
    {
        file.Position = 0;
        var decoder = encoding.GetDecoder();
        var (bytes, letters) = (new byte[1 << 16], new char[1 << 17]);
        try
        {
            for (int read; (read = file.Read(bytes)) > 0; )
            {
                // No text has this letter; a file of another kind has.
                if (letters.AsSpan(0, decoder.GetChars(bytes, 0, read, letters, 0)).Contains('\0'))
                    return false;
            }
            decoder.GetChars([], 0, 0, letters, 0, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding MakeGb18030()
    {
        // Registered with nobody else: the platform has it, and gives it to who asks by number.
        return CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
    }
}
