using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace ELearning.Content;

/// <summary>Finds and reads the manifest of a folder, bounded in every direction: it comes from somebody's spreadsheet.</summary>
internal static class ManifestFile
{
    private const int LargestBytes = 5 << 20;
    private const int LargestUnpacked = 64 << 20;
    private const int LargestRowCount = 10_000;
    private const int LargestColumnCount = 100;
    private const string Csv = "manifest.csv",
        Xlsx = "manifest.xlsx";
    private static readonly char[] Separators = [',', ';', '\t'];
    private static readonly char[] LineEnds = ['\r', '\n'];
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ImportError">There is no one manifest that can be read.</exception>
    public static (string Name, ManifestTable Table) Read(string directory)
    {
        if (!Directory.Exists(directory))
            throw new ImportError(ManifestFault.FolderMissing, directory);
        var found = new[] { Csv, Xlsx }.Where(name => File.Exists(Path.Combine(directory, name))).ToList();
        if (found.Count != 1)
            throw new ImportError(found.Count == 0 ? ManifestFault.ManifestMissing : ManifestFault.ManifestTwice, directory);
        var name = found[0];
        try
        {
            using var file = File.OpenRead(Path.Combine(directory, name));
            if (file.Length > LargestBytes)
                throw new ImportError(ManifestFault.ManifestTooLarge, name, LargestBytes);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var lines = (name == Csv ? OfCsv(bytes) : OfXlsx(bytes)).Take(LargestRowCount + 1).ToList();
            if (lines.Count > LargestRowCount)
                throw new ImportError(ManifestFault.ManifestTooLarge, name, LargestRowCount);
            if (lines.Count == 0)
                throw new ImportError(ManifestFault.ManifestEmpty, name);
            return (name, new(lines[0].Cells, lines[1..]));
        }
        catch (DecoderFallbackException)
        {
            throw new ImportError(ManifestFault.ManifestNotUtf8, name);
        }
        catch (Exception cause) when (cause is not ImportError)
        {
            // Whatever the readers stumble over, it is this file that cannot be read.
            throw new ImportError(ManifestFault.ManifestUnreadable, name, cause.Message.ReplaceLineEndings(" "));
        }
    }

    private static IEnumerable<ManifestLine> OfCsv(byte[] bytes)
    {
        var text = Strict.GetString(bytes).TrimStart('\uFEFF');
        // The header holds no text with separators in it, so what stands there most often is the separator.
        var header = text.AsSpan(0, text.IndexOfAny(LineEnds) is >= 0 and var end ? end : text.Length).ToString();
        var separator = Separators.MaxBy(candidate => header.Count(letter => letter == candidate));
        using var parser = new CsvParser(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = separator.ToString(), IgnoreBlankLines = false }
        );
        while (parser.Read())
        {
            if (parser.Count > LargestColumnCount)
                throw new ImportError(ManifestFault.ManifestTooLarge, Csv, LargestColumnCount);
            yield return new(parser.Row, parser.Record!);
        }
    }

    private static IEnumerable<ManifestLine> OfXlsx(byte[] bytes)
    {
        RequireSmallUnpacked(bytes);
        using var stream = new MemoryStream(bytes);
        var row = 0;
        foreach (
            IDictionary<string, object?> cells in MiniExcel.Query(
                stream,
                useHeaderRow: false,
                excelType: ExcelType.XLSX,
                configuration: new OpenXmlConfiguration { EnableSharedStringCache = false }
            )
        )
        {
            if (cells.Count > LargestColumnCount)
                throw new ImportError(ManifestFault.ManifestTooLarge, Xlsx, LargestColumnCount);
            yield return new(++row, [.. cells.Values.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "")]);
        }
    }

    /// <summary>Counted by unpacking: what an archive says of its sizes may be a lie.</summary>
    private static void RequireSmallUnpacked(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        var left = LargestUnpacked;
        var buffer = new byte[1 << 16];
        foreach (var entry in archive.Entries)
        {
            using var part = entry.Open();
            for (int read; (read = part.Read(buffer)) > 0; )
            {
                if ((left -= read) < 0)
                    throw new ImportError(ManifestFault.ManifestTooLarge, Xlsx, LargestUnpacked);
            }
        }
    }
}
