using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace ELearning.Content;

/// <summary>
/// A workbook (ECMA-376) read as a stream. What a spreadsheet library hides is needed here: whether a cell is a formula, which cells are merged, and the digits
/// of a number as they are stored.
/// </summary>
internal sealed class XlsxReader : SheetReader
{
    private static readonly XmlReaderSettings Xml = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly ZipArchive _archive;
    private readonly ZipArchiveEntry _sheet;
    private readonly SharedTexts _texts;
    private readonly HashSet<int> _dateStyles;
    private readonly bool _from1904;
    private readonly char[] _chunk = new char[SheetBounds.CellCharacters + 1];

    private XlsxReader(ZipArchive archive, ZipArchiveEntry sheet, string name, IReadOnlyList<string> names, bool from1904)
    {
        (_archive, _sheet, Name, Names, _from1904) = (archive, sheet, name, names, from1904);
        Merged = XlsxParts.Survey(archive, sheet);
        _dateStyles = XlsxParts.DateStyles(archive);
        _texts = SharedTexts.Read(XlsxParts.Entry(archive, "sharedStrings.xml"), ReadText);
    }

    public override string Name { get; }

    public override IReadOnlyList<string> Names { get; }

    public override IReadOnlyList<SheetRange> Merged { get; }

    public static new XlsxReader Open(Stream file, string? name)
    {
        var archive = new ZipArchive(file, ZipArchiveMode.Read);
        var (sheets, from1904) = XlsxParts.Sheets(archive);
        var wanted = name is null
            ? sheets.FirstOrDefault(sheet => !sheet.Hidden) ?? throw new SheetError(0, SheetFaultCode.FileEmpty)
            : sheets.FirstOrDefault(sheet => sheet.Name.Trim() == name.Trim())
                ?? throw new SheetError(
                    0,
                    SheetFaultCode.SheetUnknown,
                    name,
                    string.Join("、", sheets.Where(sheet => !sheet.Hidden).Select(sheet => sheet.Name))
                );
        return new(archive, wanted.Part, wanted.Name, [.. sheets.Select(sheet => sheet.Name)], from1904);
    }

    public override IEnumerable<SheetRow> Rows()
    {
        using var part = new TagLimit(_sheet.Open());
        using var xml = XmlReader.Create(part, Xml);
        var last = 0;
        while (Next(xml, last) is { } row)
        {
            last = row.Number;
            if (!row.IsEmpty)
                yield return row;
        }
    }

    protected override void Dispose(bool disposing) => _archive.Dispose();

    /// <summary>The next row; null after the last.</summary>
    private SheetRow? Next(XmlReader xml, int last)
    {
        try
        {
            while (xml.Read())
            {
                if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "sheetData")
                    return null;
                if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
                    continue;
                var number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : last + 1;
                if (number <= last)
                    throw new SheetError(number, SheetFaultCode.FileUnreadable, $"row {number}");
                var row = new SheetRow(number, xml.IsEmptyElement ? [] : Cells(xml, number));
                // Empty rows below the last one, where only a format reaches, are no rows.
                if (number > SheetBounds.Rows + 1 && !row.IsEmpty)
                    throw new SheetError(number, SheetFaultCode.TooManyRows, SheetBounds.Rows.ToString(CultureInfo.InvariantCulture));
                return row;
            }
            return null;
        }
        catch (Exception cause) when (cause is not SheetError and not OutOfMemoryException)
        {
            throw Unreadable(last + 1, cause);
        }
    }

    private List<SheetCell> Cells(XmlReader xml, int number)
    {
        var (cells, next) = (new List<SheetCell>(), 0);
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "row"))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c")
                continue;
            var column = SheetColumns.TryCell(xml.GetAttribute("r"), out _, out var said) ? said : next;
            next = column + 1;
            var cell = Cell(xml);
            if (cell.IsEmpty)
                continue;
            if (column >= SheetBounds.Columns)
                throw new SheetError(number, SheetFaultCode.TooManyColumns, SheetBounds.Columns.ToString(CultureInfo.InvariantCulture));
            while (cells.Count <= column)
            {
                cells.Add(SheetCell.Empty);
            }
            cells[column] = cell;
        }
        return cells;
    }

    private SheetCell Cell(XmlReader xml)
    {
        var type = xml.GetAttribute("t");
        var style = int.TryParse(xml.GetAttribute("s"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
        var (text, formula) = ("", false);
        if (!xml.IsEmptyElement)
        {
            while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "c"))
            {
                if (xml.NodeType != XmlNodeType.Element)
                    continue;
                switch (xml.LocalName)
                {
                    case "f":
                        formula = true;
                        break;
                    case "v":
                        text = ReadText(xml);
                        break;
                    case "is":
                        text = ReadText(xml);
                        break;
                }
            }
        }
        var cell = Meant(type, text, style);
        return formula ? cell with { Kind = SheetCellKind.Formula }
            : cell.Text.Length > SheetBounds.CellCharacters ? cell with { Kind = SheetCellKind.TooLong }
            : cell;
    }

    private SheetCell Meant(string? type, string text, int style) =>
        type switch
        {
            "s" => new(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? _texts[index] : "", SheetCellKind.Text),
            "str" or "inlineStr" => new(text, SheetCellKind.Text),
            "b" => new(text == "1" ? "TRUE" : "FALSE", SheetCellKind.Boolean),
            "e" => new(text, SheetCellKind.Error),
            "d" => new(text.EndsWith("T00:00:00", StringComparison.Ordinal) ? text[..^9] : text, SheetCellKind.Date),
            _ when text.Length == 0 => SheetCell.Empty,
            _ => _dateStyles.Contains(style) ? Day(text) : Number(text),
        };

    /// <summary>The shortest digits that mean the stored number, which are those that were typed.</summary>
    private static SheetCell Number(string stored)
    {
        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
            return new(stored, SheetCellKind.Error);
        if (Math.Abs(number) < 1e15)
            return new(((decimal)0 + Exact(number)).ToString(CultureInfo.InvariantCulture), SheetCellKind.Number);
        return new(Math.Abs(number) < 1e28 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : stored, SheetCellKind.Rounded);
    }

    private static decimal Exact(double number) =>
        decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact : 0;

    private SheetCell Day(string stored)
    {
        if (!double.TryParse(stored, NumberStyles.Float, CultureInfo.InvariantCulture, out var serial))
            return new(stored, SheetCellKind.Error);
        if (_from1904)
            serial += 1462;
        else if (serial is > 0 and < 60)
            serial++; // that system has a 29 February 1900, which there was not
        if (serial is < 1 or >= 2958466)
            return new(stored, SheetCellKind.Error);
        var at = DateTime.FromOADate(Math.Round(serial * 86400) / 86400);
        return new(at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), SheetCellKind.Date);
    }

    /// <summary>All the text below the element, at most one character more than a cell may have; what says how to pronounce it is left out.</summary>
    private string ReadText(XmlReader xml)
    {
        if (xml.IsEmptyElement)
            return "";
        var (depth, length, spoken) = (xml.Depth, 0, false);
        while (xml.Read() && !(xml.NodeType == XmlNodeType.EndElement && xml.Depth == depth))
        {
            if (xml.LocalName == "rPh")
                spoken = xml is { NodeType: XmlNodeType.Element, IsEmptyElement: false };
            if (spoken || xml.NodeType is not (XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace))
                continue;
            for (int read; length < _chunk.Length && (read = xml.ReadValueChunk(_chunk, length, _chunk.Length - length)) > 0; )
            {
                length += read;
            }
        }
        var text = new string(_chunk, 0, length);
        return text.Contains("_x", StringComparison.Ordinal) ? XmlConvert.DecodeName(text) : text;
    }
}
