using System.ComponentModel;
using System.Text;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Validations;
using SpreadCheetah.Worksheets;

namespace ELearning.Content;

/// <summary>Format of a sheet.</summary>
[Description("Format of a sheet.")]
public enum SheetFormat
{
    [Description("A workbook of today's spreadsheets (.xlsx). 「电子表格」")]
    Xlsx,

    [Description("Comma separated text (.csv), UTF-8 with a mark, as spreadsheets open it. 「逗号分隔文本」")]
    Csv,
}

/// <summary>
/// Writes a sheet row by row. Texts stay texts: in a workbook by their type, in CSV by an apostrophe before what a spreadsheet would take for a formula, which
/// the reader takes off again.
/// </summary>
internal abstract class SheetWriter : IAsyncDisposable
{
    /// <summary>A column with the values to choose from; none for free text.</summary>
    public sealed record Column(string Head, IReadOnlyList<string> Choices);

    public static async Task<SheetWriter> CreateAsync(
        Stream file,
        SheetFormat format,
        string name,
        IReadOnlyList<Column> columns,
        CancellationToken cancellationToken
    ) => format == SheetFormat.Csv ? new OfCsv(file) : await OfXlsx.StartAsync(file, name, columns, cancellationToken);

    /// <param name="cells">Texts, <see cref="int"/>, <see cref="decimal"/> or null.</param>
    public abstract ValueTask WriteAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken);

    /// <summary>Writes what ends the file; without it there is none.</summary>
    public abstract ValueTask FinishAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    private sealed class OfXlsx : SheetWriter
    {
        /// <summary>Down to where a template offers its choices.</summary>
        private const int RowsWithChoices = 10_000;

        private readonly Spreadsheet _sheet;
        private readonly StyleId _text;

        private OfXlsx(Spreadsheet sheet)
        {
            _sheet = sheet;
            _text = sheet.AddStyle(new Style { Format = NumberFormat.Standard(StandardNumberFormat.Text) });
        }

        public static async Task<OfXlsx> StartAsync(Stream file, string name, IReadOnlyList<Column> columns, CancellationToken cancellationToken)
        {
            var sheet = await Spreadsheet.CreateNewAsync(
                file,
                new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest },
                cancellationToken
            );
            var options = new WorksheetOptions { FrozenRows = 1, DefaultColumnWidth = 18 };
            await sheet.StartWorksheetAsync(name, options, cancellationToken);
            for (var i = 0; i < columns.Count; i++)
            {
                // A list of more than 255 letters is offered by no spreadsheet.
                if (columns[i].Choices.Count > 0 && DataValidation.TryCreateListValues(columns[i].Choices, true, out var choices))
                    sheet.TryAddDataValidation($"{SheetColumns.LettersOf(i)}2:{SheetColumns.LettersOf(i)}{RowsWithChoices}", choices);
            }
            return new(sheet);
        }

        public override ValueTask WriteAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken)
        {
            var row = new StyledCell[cells.Count];
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = cells[i] switch
                {
                    null => new((string?)null, null),
                    int number => new(number, null),
                    decimal number => new(number, null),
                    var text => new(Harmless(text.ToString()!), _text),
                };
            }
            return _sheet.AddRowAsync(row, cancellationToken);
        }

        public override ValueTask FinishAsync(CancellationToken cancellationToken) => _sheet.FinishAsync(cancellationToken);

        public override ValueTask DisposeAsync() => _sheet.DisposeAsync();

        /// <summary>XML has no letter for what steers a terminal.</summary>
        private static string Harmless(string text) =>
            text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\t')) ? string.Concat(text.Select(Seen)) : text;

        private static char Seen(char letter) => char.IsControl(letter) && letter is not ('\n' or '\t') ? ' ' : letter;
    }

    private sealed class OfCsv(Stream file) : SheetWriter
    {
        private readonly StreamWriter _text = new(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen: true) { NewLine = "\r\n" };

        public override async ValueTask WriteAsync(IReadOnlyList<object?> cells, CancellationToken cancellationToken)
        {
            var line = new StringBuilder();
            for (var i = 0; i < cells.Count; i++)
            {
                line.Append(i == 0 ? "" : ",").Append(Cell(cells[i]));
            }
            await _text.WriteLineAsync(line, cancellationToken);
        }

        public override async ValueTask FinishAsync(CancellationToken cancellationToken) => await _text.FlushAsync(cancellationToken);

        public override ValueTask DisposeAsync() => _text.DisposeAsync();

        private static string Cell(object? cell)
        {
            var text = FormattableString.Invariant($"{cell}");
            if (cell is string && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
                text = $"'{text}";
            return text.AsSpan().IndexOfAny("\",\r\n") >= 0 || text is [' ', ..] ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        }
    }
}
