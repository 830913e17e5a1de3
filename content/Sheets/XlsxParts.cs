using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace ELearning.Content;

/// <summary>The small parts of a workbook: which sheets there are, which formats are days, which cells are merged; and how large all of it is.</summary>
internal static partial class XlsxParts
{
    private const int SmallPart = 8 << 20;
    private static readonly SearchValues<char> OfDays = SearchValues.Create("ymdYMD年月日");

    public sealed record Sheet(string Name, bool Hidden, ZipArchiveEntry Part);

    public static (IReadOnlyList<Sheet> Sheets, bool From1904) Sheets(ZipArchive archive)
    {
        var workbook = Small(Entry(archive, "workbook.xml") ?? throw new SheetError(0, SheetFaultCode.FormatUnknown));
        var parts = Small(Entry(archive, "workbook.xml.rels") ?? throw new SheetError(0, SheetFaultCode.FormatUnknown))
            .Elements()
            .Where(relation => Attribute(relation, "Id") is not null)
            .ToDictionary(relation => Attribute(relation, "Id")!, relation => Attribute(relation, "Target") ?? "");
        var sheets = new List<Sheet>();
        foreach (var sheet in workbook.Descendants().Where(element => element.Name.LocalName == "sheet"))
        {
            // The relation's attribute has a namespace of its own, which strict and transitional workbooks write differently.
            var id = sheet.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == "id" && attribute.Name.NamespaceName.Length > 0)?.Value;
            if (id is not null && parts.TryGetValue(id, out var target) && Part(archive, target) is { } part)
                sheets.Add(new(Attribute(sheet, "name") ?? "", Attribute(sheet, "state") is "hidden" or "veryHidden", part));
        }
        var properties = workbook.Elements().FirstOrDefault(element => element.Name.LocalName == "workbookPr");
        return (sheets, properties is not null && Attribute(properties, "date1904") is "1" or "true");
    }

    /// <summary>A part by the end of its path; workbooks keep them in the folder <c>xl</c>.</summary>
    public static ZipArchiveEntry? Entry(ZipArchive archive, string name) =>
        archive.Entries.FirstOrDefault(entry =>
            entry.FullName.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase) && entry.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Numbers of the cell styles whose numbers are days.</summary>
    public static HashSet<int> DateStyles(ZipArchive archive)
    {
        if (Entry(archive, "styles.xml") is not { } part)
            return [];
        var styles = Small(part);
        var formats = styles
            .Descendants()
            .Where(element => element.Name.LocalName == "numFmt" && Attribute(element, "numFmtId") is not null)
            .GroupBy(element => Attribute(element, "numFmtId")!)
            .ToDictionary(same => same.Key, same => Attribute(same.First(), "formatCode") ?? "");
        var cells = styles.Elements().FirstOrDefault(element => element.Name.LocalName == "cellXfs")?.Elements() ?? [];
        return
        [
            .. cells
                .Select((style, index) => (Format: Attribute(style, "numFmtId") ?? "0", Index: index))
                .Where(style => formats.TryGetValue(style.Format, out var code) ? IsDay(code) : IsDay(int.Parse(style.Format, CultureInfo.InvariantCulture)))
                .Select(style => style.Index),
        ];
    }

    /// <summary>
    /// Unpacks every part once and holds none: what an archive says of its sizes may be a lie. On the way it finds the merged cells, which stand behind the
    /// rows.
    /// </summary>
    public static IReadOnlyList<SheetRange> Survey(ZipArchive archive, ZipArchiveEntry sheet)
    {
        var merged = new List<SheetRange>();
        var buffer = new byte[1 << 17];
        long total = 0;
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            var (size, kept) = (0L, 0);
            for (int read; (read = part.Read(buffer, kept, buffer.Length - kept)) > 0; )
            {
                (size, total) = (size + read, total + read);
                if (total > SheetBounds.UnpackedBytes || (size > SheetBounds.AnyRatioBytes && size / Math.Max(1, entry.CompressedLength) > SheetBounds.Ratio))
                    throw new SheetError(0, SheetFaultCode.FileTooLarge, $"{SheetBounds.UnpackedBytes >> 20} MiB");
                if (entry == sheet)
                    kept = FindMerged(buffer, kept + read, merged);
            }
        }
        return merged;
    }

    /// <returns>How many bytes at the end may be the beginning of a merged range; they stand first in the buffer now.</returns>
    private static int FindMerged(byte[] buffer, int length, List<SheetRange> merged)
    {
        const int longest = 128;
        var bytes = buffer.AsSpan(0, length);
        var at = 0;
        while (merged.Count < SheetBounds.Merged && bytes[at..].IndexOf("mergeCell "u8) is >= 0 and var found)
        {
            at += found;
            if (bytes[at..].IndexOf((byte)'>') is not (>= 0 and var end))
                break;
            if (Reference().Match(Encoding.UTF8.GetString(bytes.Slice(at, end))) is { Success: true } range)
                Add(merged, range.Groups[1].ValueSpan, range.Groups[2].ValueSpan);
            at += end;
        }
        var tail = bytes[Math.Max(at, length - longest)..];
        tail.CopyTo(buffer);
        return tail.Length;
    }

    private static void Add(List<SheetRange> merged, ReadOnlySpan<char> first, ReadOnlySpan<char> last)
    {
        if (
            SheetColumns.TryCell(first, out var firstRow, out var firstColumn)
            && SheetColumns.TryCell(last, out var lastRow, out var lastColumn)
            && new SheetRange(firstRow, firstColumn, lastRow, lastColumn) is var range
            && !merged.Contains(range)
        )
            merged.Add(range);
    }

    private static XElement Small(ZipArchiveEntry part)
    {
        using var stream = new TagLimit(part.Open());
        using var xml = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = SmallPart,
            }
        );
        return XElement.Load(xml);
    }

    private static ZipArchiveEntry? Part(ZipArchive archive, string target)
    {
        var path = target.StartsWith('/') ? target[1..] : $"xl/{target}";
        return archive.Entries.FirstOrDefault(entry => string.Equals(entry.FullName, path, StringComparison.OrdinalIgnoreCase));
    }

    private static string? Attribute(XElement element, string name) =>
        element.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value;

    /// <summary>The formats that every spreadsheet knows by number; 27 to 36 and 50 to 58 are days in Chinese ones.</summary>
    private static bool IsDay(int format) => format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58);

    private static bool IsDay(string code) => NoPattern().Replace(code, "").Split(';')[0].AsSpan().ContainsAny(OfDays);

    /// <summary>What stands in quotes, in brackets or behind a backslash is no pattern.</summary>
    [GeneratedRegex(
        """
            "[^"]*"|\[[^\]]*\]|\\.|General|Red
            """,
        RegexOptions.IgnoreCase
    )]
    private static partial Regex NoPattern();

    [GeneratedRegex("""ref=["']([A-Z]+[0-9]+):([A-Z]+[0-9]+)["']""")]
    private static partial Regex Reference();
}
