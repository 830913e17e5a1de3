using System.IO.Compression;
using System.Security;
using System.Text;
using ELearning.Tests.Media;

namespace ELearning.Tests.Import;

/// <summary>A folder as an editor would hand it over: files of the demonstration and a manifest of two courseware with three chapters.</summary>
internal sealed class ImportFolder : IDisposable
{
    public static readonly string[] Header =
    [
        "key",
        "title",
        "summary",
        "kind",
        "origin",
        "localFeature",
        "subjects",
        "audience",
        "teachers",
        "poster",
        "chapterKey",
        "chapterTitle",
        "file",
        "captions",
    ];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("elearning-import-");

    public string Path => _directory.FullName;

    /// <summary>The manifest cell by cell; row 4 is blank, as between the tables of a spreadsheet.</summary>
    public static string[][] Rows() =>
        [
            [.. Header],
            [
                "history",
                "党的历史",
                "两讲，\"含\"诵读,\n附字幕",
                "VIDEO",
                "LOCAL",
                "是",
                "HISTORY; BASIC_KNOWLEDGE",
                "rural",
                "t-lin；陈志明@quanzhou",
                "poster.png",
                "one",
                "第一讲",
                "films/party-history.mp4",
                "film.vtt;en=film.en.vtt",
            ],
            ["", "", "", "", "", "", "", "", "", "", "two", "第二讲", "reading.m4a", ""],
            ["", "", "", "", "", "", "", "", "", "", "", "", "", ""],
            ["handbook", "党员手册", "", "DOCUMENT", "CENTRAL", "", "CONSTITUTION", "", "", "", "", "全文", "handbook.pdf", ""],
        ];

    public static async Task<ImportFolder> MakeAsync(string[][]? manifest = null)
    {
        var folder = new ImportFolder();
        folder.Write("films/party-history.mp4", await DemoMedia.BytesAsync("party-history.mp4"));
        foreach (var name in new[] { "reading.m4a", "handbook.pdf", "poster.png" })
        {
            folder.Write(name, await DemoMedia.BytesAsync(name));
        }
        folder.Write("film.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n红船\n"u8);
        folder.Write("film.en.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nThe red boat\n"u8);
        folder.WriteCsv(manifest ?? Rows());
        return folder;
    }

    public void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var file = new FileInfo(System.IO.Path.Combine(Path, path));
        file.Directory!.Create();
        File.WriteAllBytes(file.FullName, bytes);
    }

    public void Delete(string path) => File.Delete(System.IO.Path.Combine(Path, path));

    public void WriteCsv(string[][] rows, char separator = ',', bool mark = false, string lineEnd = "\n")
    {
        var text = string.Concat(rows.Select(row => string.Join(separator, row.Select(Cell)) + lineEnd));
        Write("manifest.csv", [.. mark ? Encoding.UTF8.Preamble : [], .. Encoding.UTF8.GetBytes(text)]);

        string Cell(string cell) => cell.IndexOfAny([separator, '"', '\n']) < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>As spreadsheets write it: texts shared, empty cells and rows left out, a second sheet behind.</summary>
    public void WriteXlsx(string[][] rows)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string package = "http://schemas.openxmlformats.org/package/2006",
            types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        var texts = rows.SelectMany(row => row).Where(cell => cell.Length > 0).Distinct().ToList();
        var sheet = string.Concat(
            rows.Select(
                (row, i) =>
                    row.All(cell => cell.Length == 0)
                        ? ""
                        : $"<row r=\"{i + 1}\">{string.Concat(row.Select((cell, j) =>
            cell.Length == 0 ? "" : $"<c r=\"{(char)('A' + j)}{i + 1}\" t=\"s\"><v>{texts.IndexOf(cell)}</v></c>"))}</row>"
            )
        );
        using var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(
                "[Content_Types].xml",
                $"<Types xmlns=\"{package}/content-types\"><Default Extension=\"rels\" "
                    + $"ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{types}.sheet.main+xml\"/><Override "
                    + $"PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{types}.worksheet+xml\"/>"
                    + $"<Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"{types}.worksheet+xml\"/><Override "
                    + $"PartName=\"/xl/sharedStrings.xml\" ContentType=\"{types}.sharedStrings+xml\"/></Types>"
            );
            Add(
                "_rels/.rels",
                $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" "
                    + $"Target=\"xl/workbook.xml\"/></Relationships>"
            );
            Add(
                "xl/workbook.xml",
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"课件\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"说明\" "
                    + $"sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"
            );
            Add(
                "xl/_rels/workbook.xml.rels",
                $"<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    + $"<Relationship Id=\"r2\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" "
                    + $"Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            );
            Add(
                "xl/sharedStrings.xml",
                $"<sst xmlns=\"{main}\">{string.Concat(texts.Select(text => $"<si><t xml:space=\"preserve\">{SecurityElement.Escape(text)}</t></si>"))}</sst>"
            );
            Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>");
            Add("xl/worksheets/sheet2.xml", $"<worksheet xmlns=\"{main}\"><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData></worksheet>");

            void Add(string name, string xml)
            {
                using var part = new StreamWriter(archive.CreateEntry(name).Open());
                part.Write("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml);
            }
        }
        Write("manifest.xlsx", bytes.ToArray());
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
