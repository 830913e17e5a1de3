using System.IO.Compression;
using System.Security;
using System.Text;

namespace ELearning.Tests.Sheets;

/// <summary>A workbook part by part, so that a test has in it what spreadsheets write and libraries hide.</summary>
internal sealed class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    private readonly List<(string Name, string Rows, string After, bool Hidden)> _sheets = [];
    private readonly List<string> _texts = [];

    /// <summary>Styles by number: 0 general, 1 a day by its built-in format, 2 a day by a Chinese format, 3 a number whose format has letters in quotes.</summary>
    private const string Styles =
        "<numFmts count=\"2\"><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"
        + "<numFmt numFmtId=\"165\" formatCode=\"0.0&quot; days&quot;\"/></numFmts>"
        + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>";

    public bool From1904 { get; init; }

    /// <param name="after">What stands behind the rows, such as merged cells.</param>
    public Workbook Sheet(string name, string rows, string after = "", bool hidden = false)
    {
        _sheets.Add((name, rows, after, hidden));
        return this;
    }

    /// <summary>Rows of plain texts, shared as spreadsheets do; cells that begin with <c>&lt;c </c> are written as they are.</summary>
    public Workbook Sheet(string name, params string?[][] rows)
    {
        var xml = new StringBuilder();
        for (var i = 0; i < rows.Length; i++)
        {
            xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<row r=\"{i + 1}\">");
            for (var j = 0; j < rows[i].Length; j++)
            {
                if (rows[i][j] is not { Length: > 0 } cell)
                    continue;
                if (cell.StartsWith("<c ", StringComparison.Ordinal))
                    xml.Append(cell.Replace("<c ", $"<c r=\"{(char)('A' + j)}{i + 1}\" ", StringComparison.Ordinal));
                else
                    xml.Append(System.Globalization.CultureInfo.InvariantCulture, $"<c r=\"{(char)('A' + j)}{i + 1}\" t=\"s\"><v>{Shared(cell)}</v></c>");
            }
            xml.Append("</row>");
        }
        return Sheet(name, xml.ToString());
    }

    public static string Number(string stored, int style = 0) => $"<c s=\"{style}\"><v>{stored}</v></c>";

    public static string Formula(string formula, string cached) => $"<c t=\"str\"><f>{formula}</f><v>{cached}</v></c>";

    /// <summary>Ranges of merged cells, to stand behind the rows.</summary>
    public static string Merged(params string[] ranges) => $"<mergeCells>{string.Concat(ranges.Select(range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>";

    public Workbook Behind(string after)
    {
        _sheets[^1] = _sheets[^1] with { After = after };
        return this;
    }

    public MemoryStream Make()
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var sheets = string.Concat(
                _sheets.Select((sheet, i) => $"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\"{(sheet.Hidden ? " state=\"hidden\"" : "")} r:id=\"r{i + 1}\"/>")
            );
            Add(
                archive,
                "xl/workbook.xml",
                $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><workbookPr{(From1904 ? " date1904=\"1\"" : "")}/><sheets>{sheets}</sheets></workbook>"
            );
            Add(
                archive,
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{Package}\">{string.Concat(_sheets.Select((_, i) =>
                    $"<Relationship Id=\"r{i + 1}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))}</Relationships>"
            );
            Add(archive, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\">{Styles}</styleSheet>");
            Add(archive, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(_texts)}</sst>");
            for (var i = 0; i < _sheets.Count; i++)
            {
                Add(
                    archive,
                    $"xl/worksheets/sheet{i + 1}.xml",
                    $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[i].Rows}</sheetData>{_sheets[i].After}</worksheet>"
                );
            }
        }
        bytes.Position = 0;
        return bytes;
    }

    private int Shared(string text)
    {
        // In two runs and with how it is pronounced, as spreadsheets of East Asia write it.
        var (first, rest) = (SecurityElement.Escape(text[..1]), SecurityElement.Escape(text[1..]));
        _texts.Add(
            $"<si><r><t xml:space=\"preserve\">{first}</t></r><r><t xml:space=\"preserve\">{rest}</t></r><rPh sb=\"0\" eb=\"1\"><t>pinyin</t></rPh></si>"
        );
        return _texts.Count - 1;
    }

    private static void Add(ZipArchive archive, string name, string xml)
    {
        using var part = new StreamWriter(archive.CreateEntry(name).Open());
        part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml);
    }
}
