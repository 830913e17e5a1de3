using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ELearning.Tests.Media;

/// <summary>A small PDF written by hand: its objects, numbered from 1 (the catalogue), and a table of where they stand.</summary>
internal static class PdfFile
{
    public const string OnePage = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    public const string Page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>";

    /// <summary>One empty page, with something in the catalogue and further objects from number 4 on.</summary>
    public static byte[] With(string catalogue, params string[] objects) =>
        Of(["<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>", OnePage, Page, .. objects]);

    public static byte[] Of(params IEnumerable<string> objects) => Of("", objects);

    public static byte[] Of(string trailer, IEnumerable<string> objects)
    {
        var (file, offsets) = (new StringBuilder("%PDF-1.7\n"), new List<int>());
        foreach (var body in objects)
        {
            offsets.Add(file.Length);
            file.Append(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n");
        }
        var table = file.Length;
        file.Append(CultureInfo.InvariantCulture, $"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            file.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        file.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>One empty page, and object 10 in an object stream that is packed twice over, so that only who reads the table of the file finds it.</summary>
    public static byte[] PackedTwice(string object10) =>
        PackedAs("[/ASCIIHexDecode /FlateDecode]", Convert.ToHexString(Zlib(Encoding.Latin1.GetBytes("10 0 " + object10))) + ">");

    /// <summary>One empty page, and objects packed into so many megabytes.</summary>
    public static byte[] PackedInto(int megabytes, string more = "") =>
        PackedAs("/FlateDecode " + more, Encoding.Latin1.GetString(Zlib("10 0 "u8.ToArray(), megabytes)));

    private static byte[] PackedAs(string filters, string packed)
    {
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R /OpenAction 10 0 R >>",
            OnePage,
            Page,
            $"<< /Type /ObjStm /N 1 /First 5 /Filter {filters} /Length {packed.Length} >>\nstream\n{packed}\nendstream",
        ];
        var (file, table) = (new StringBuilder("%PDF-1.7\n"), new StringBuilder("00 00000000 00"));
        for (var number = 1; number <= objects.Length; number++)
        {
            table.Append(CultureInfo.InvariantCulture, $" 01 {file.Length:X8} 00");
            file.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{objects[number - 1]}\nendobj\n");
        }
        table.Append(CultureInfo.InvariantCulture, $" 02 {objects.Length:X8} 00>");
        var start = file.Length;
        file.Append(
            CultureInfo.InvariantCulture,
            $"11 0 obj\n<< /Type /XRef /Size 12 /Index [0 {objects.Length + 1} 10 1] /W [1 4 1] /Root 1 0 R /Filter /ASCIIHexDecode /Length {table.Length} >>\n"
        );
        file.Append(CultureInfo.InvariantCulture, $"stream\n{table}\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    /// <summary>An object that packs others, whose names do not show in the file.</summary>
    public static string Packed(string objects, string more = "") => Stream($"/Type /ObjStm /N 1 /First 5 {more}", Encoding.Latin1.GetBytes("10 0 " + objects));

    public static string Stream(string dictionary, byte[] content)
    {
        var packed = Zlib(content);
        return $"<< {dictionary} /Filter /FlateDecode /Length {packed.Length} >>\nstream\n{Encoding.Latin1.GetString(packed)}\nendstream";
    }

    private static byte[] Zlib(byte[] content, int megabytesMore = 0)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(content);
            for (var zeros = new byte[1 << 20]; megabytesMore > 0; megabytesMore--)
                zlib.Write(zeros);
        }
        return packed.ToArray();
    }
}
