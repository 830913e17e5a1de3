using System.Buffers.Binary;
using System.Text;

namespace ELearning.Tests.Media;

/// <summary>A file or a name that means harm, and what becomes of it.</summary>
/// <param name="Refused">The rule that refuses it; null: it is stored, and harmless.</param>
/// <param name="StoredAs">The name it is stored under, where that is not its own.</param>
public sealed record HostileFile(
    string What,
    string? Refused,
    Func<byte[]> Bytes,
    string ContentType = "image/png",
    string Name = "poster.png",
    string? StoredAs = null,
    long? Length = null,
    string? Hash = null
)
{
    public override string ToString() => What;
}

/// <summary>The table: what is refused, by which rule, and what is stored because it can do nothing.</summary>
internal static class HostileFiles
{
    private const string Vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n";

    /// <summary>The name of a box that nobody reads.</summary>
    private const uint Free = 0x66726565;
    private const string Pdf = "application/pdf",
        Zip = "application/zip",
        Epub = "application/epub+zip",
        Mp4 = "video/mp4";

    public static IReadOnlyList<HostileFile> All { get; } =
    [
        // Names: shown and saved under, never a path.
        new("a path upwards before the name", null, Png, Name: "../../etc/passwd.png", StoredAs: "passwd.png"),
        new("a Windows path upwards before the name", null, Png, Name: @"..\..\windows\system32\cmd.png", StoredAs: "cmd.png"),
        new("an absolute path before the name", null, Png, Name: "/etc/cron.d/job.png", StoredAs: "job.png"),
        new("a drive before the name", null, Png, Name: @"C:\boot.png", StoredAs: "boot.png"),
        new("two dots alone", "NAME", Png, Name: ".."),
        new("a path that ends in its separator", "NAME", Png, Name: "folder/"),
        new("no name", "NAME", Png, Name: ""),
        new("a name of blanks", "NAME", Png, Name: "  \u3000 "),
        new("a name of 300 characters", "NAME", Png, Name: new string('长', 296) + ".png"),
        new("a name of 200 characters", null, Png, Name: new string('长', 196) + ".png"),
        new("a name of emoji joined to one", null, Png, Name: "👩‍🏫🇨🇳🎓.png"),
        new("a line break in the name", "NAME", Png, Name: "poster\r\nSet-Cookie: a=b.png"),
        new("a null character in the name", "NAME", Png, Name: "poster.png\0.exe"),
        new("a name that reads backwards", "NAME", Png, Name: "poster\u202Egnp.exe"),
        new("half a character in the name", "NAME", Png, Name: "poster\uD83D.png"),
        new("a device of Windows", "NAME", Png, Name: "CON"),
        new("a device of Windows with an ending", "NAME", Png, Name: "lpt1.png"),
        new("dots and blanks at the end of the name", null, Png, Name: "poster.png. . .", StoredAs: "poster.png"),
        new("decomposed letters in the name", null, Png, Name: "Le\u0301nine.png", StoredAs: "L\u00E9nine.png"),
        new("quotes and semicolons in the name", null, Png, Name: "\"; filename=\"evil.exe\".png"),
        new("markup in the name", null, Png, Name: "<img src=x onerror=alert(1)>.png"),
        new("a name that promises a page", null, Png, Name: "poster.html", StoredAs: "poster.html.png"),
        // What was said of it.
        new("no bytes", "EMPTY", () => []),
        new("a length that lies", "LENGTH", Png, Length: 7),
        new("a hash that lies", "HASH", Png, Hash: new string('a', 64)),
        new("a page said to be one", "TYPE", () => Bytes("<!doctype html><script>alert(1)</script>"), "text/html", "page.html"),
        new("a page said to be a picture", "TYPE", () => Bytes("<!doctype html><script>alert(1)</script>")),
        new("a page said to be nothing", "TYPE", () => Bytes("<!doctype html><script>alert(1)</script>"), "application/octet-stream"),
        new(
            "a drawing with a script",
            "TYPE",
            () => Bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
            "image/svg+xml",
            "poster.svg"
        ),
        new("a drawing said to be a picture", "TYPE", () => Bytes("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")),
        new("a script", "TYPE", () => Bytes("alert(1)"), "text/javascript", "a.js"),
        new("a picture said to be a film", "TYPE", Png, Mp4, "film.mp4"),
        new("a program of Windows said to be a PDF", "TYPE", () => [.. "MZ"u8, .. new byte[200]], Pdf, "a.pdf"),
        new("a program of Linux", "TYPE", () => [0x7F, .. "ELF"u8, .. new byte[200]], "", "a.mp4"),
        new("a picture of another type", "TYPE", () => Bytes("GIF89a" + new string('\x1', 40)), "image/gif", "a.gif"),
        new(
            "Matroska said to be WebM",
            "TYPE",
            () => [0x1A, 0x45, 0xDF, 0xA3, 0x8B, 0x42, 0x82, 0x88, .. "matroska"u8, .. new byte[200]],
            "video/webm",
            "a.webm"
        ),
        new("QuickTime said to be MP4", "TYPE", () => [0, 0, 0, 20, .. "ftypqt  "u8, 0, 0, 2, 0, .. "qt  "u8], Mp4, "a.mp4"),
        new("a picture in the film's container", "TYPE", () => [0, 0, 0, 24, .. "ftypavif"u8, 0, 0, 0, 0, .. "mif1iso8"u8], Mp4, "a.mp4"),
        new("a playlist that names other files", "TYPE", () => Bytes("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"), "audio/mpeg", "a.mp3"),
        new("a reference to other files", "TYPE", () => Bytes("ffconcat version 1.0\nfile /etc/passwd\n"), "audio/wav", "a.wav"),
        // Two things at once.
        new("a photograph with a page behind it", null, () => [.. Jpeg(4, 3), .. "<html><script>alert(1)</script>"u8], "image/jpeg", "a.jpg"),
        new("a picture with an archive behind it", null, () => [.. Png(), .. ZipBytes.Of(("index.html", "<script>alert(1)</script>"))]),
        new("a PDF with an archive behind it", "ACTIVE_CONTENT", () => [.. PdfFile.With(""), .. ZipBytes.Of(("index.html", ""))], Pdf, "a.pdf"),
        new("a film with a page behind it", "DURATION", () => [.. Demo("party-history.mp4"), .. "<html><script>alert(1)</script></html>"u8], Mp4, "a.mp4"),
        // PDFs.
        new("a PDF that runs a script when opened", "ACTIVE_CONTENT", () => PdfFile.With("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), Pdf, "a.pdf"),
        new(
            "a PDF that writes its script's name in code",
            "ACTIVE_CONTENT",
            () => PdfFile.With("/OpenAction << /S /J#61v#61Script /JS (app.alert(1)) >>"),
            Pdf,
            "a.pdf"
        ),
        new("a PDF that starts a program", "ACTIVE_CONTENT", () => PdfFile.With("/OpenAction << /S /Launch /F (cmd.exe) >>"), Pdf, "a.pdf"),
        new("a PDF with a file inside", "ACTIVE_CONTENT", () => PdfFile.With("/Names << /EmbeddedFiles 4 0 R >>", "<< /Names [] >>"), Pdf, "a.pdf"),
        new("a PDF with a form that sends", "ACTIVE_CONTENT", () => PdfFile.With("", "<< /S /SubmitForm /F (http://example.org) >>"), Pdf, "a.pdf"),
        new(
            "a PDF whose script is packed away",
            "ACTIVE_CONTENT",
            () => PdfFile.With("/OpenAction 10 0 R", PdfFile.Packed("<< /S /JavaScript /JS (app.alert(1)) >>")),
            Pdf,
            "a.pdf"
        ),
        new("a PDF whose script is packed away twice", "ACTIVE_CONTENT", () => PdfFile.PackedTwice("<< /S /JavaScript /JS (app.alert(1)) >>"), Pdf, "a.pdf"),
        new("a PDF whose pages are a stair down", "PAGES", PdfStair, Pdf, "a.pdf"),
        new(
            "a PDF with more pages than any book",
            "PAGES",
            () =>
                PdfFile.Of(
                    "<< /Type /Catalog /Pages 2 0 R >>",
                    "<< /Type /Pages /Kids [" + string.Concat(Enumerable.Repeat("3 0 R ", 30_000)) + "] /Count 30000 >>",
                    PdfFile.Page
                ),
            Pdf,
            "a.pdf"
        ),
        new("an encrypted PDF", "PAGES", EncryptedPdf, Pdf, "a.pdf"),
        new("a PDF of one line", "PAGES", () => Bytes("%PDF-1.7\n"), Pdf, "a.pdf"),
        new("a PDF cut in the middle", "PAGES", () => Demo("handbook.pdf")[..60_000], Pdf, "a.pdf"),
        new(
            "a PDF whose pages hold themselves",
            "PAGES",
            () => PdfFile.Of("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
            Pdf,
            "a.pdf"
        ),
        new("a PDF nested without end", "PAGES", () => PdfFile.Of("<< /Type /Catalog /Pages " + new string('[', 200_000) + " >>"), Pdf, "a.pdf"),
        new("a PDF that unpacks to a gigabyte", "PAGES", () => PdfFile.PackedInto(megabytes: 1100), Pdf, "a.pdf"),
        // Pictures.
        new("a picture of ten thousand million pixels", "DIMENSIONS", () => Resized(100_000, 100_000)),
        new("a picture of no pixels", "DIMENSIONS", () => Resized(0, 10)),
        new("a picture whose part is longer than the file", "DIMENSIONS", () => Patched(Png(), "IDAT", -4, int.MaxValue)),
        new("a photograph cut before its size", "DIMENSIONS", () => Jpeg(4, 3)[..8], "image/jpeg", "a.jpg"),
        // Captions.
        new("captions with a script", "ACTIVE_CONTENT", () => Bytes(Vtt + "<script>alert(1)</script>\n"), "text/vtt", "a.vtt"),
        new(
            "captions with a picture that acts",
            "ACTIVE_CONTENT",
            () => Bytes("1\n00:00:01,000 --> 00:00:02,000\n<img src=x onerror=alert(1)>\n"),
            "application/x-subrip",
            "a.srt"
        ),
        new(
            "captions styled from elsewhere",
            "ACTIVE_CONTENT",
            () => Bytes("WEBVTT\n\nSTYLE\n::cue { background: url(http://example.org/a) }\n\n00:01.000 --> 00:02.000\n党课\n"),
            "text/vtt",
            "a.vtt"
        ),
        new("captions in another encoding", "CAPTIONS", () => [.. Bytes(Vtt), 0xB5, 0xB3, 0xBF, 0xCE], "text/vtt", "a.vtt"),
        new("captions that run backwards", "CAPTIONS", () => Bytes(Vtt + "一\n\n00:00.500 --> 00:00.900\n二\n"), "text/vtt", "a.vtt"),
        new("captions with no time in them", "CAPTIONS", () => Bytes("WEBVTT\n\nnothing\n"), "text/vtt", "a.vtt"),
        new("captions of six megabytes", "CAPTIONS", () => Bytes(Vtt + new string('a', 6 << 20)), "text/vtt", "a.vtt"),
        // Archives.
        new("an archive that unpacks to a hundred megabytes", "ARCHIVE", () => ZipBytes.Of([("index.html", new byte[100 << 20])]), Zip, "a.zip"),
        new(
            "an archive that lies about that",
            "ARCHIVE",
            () => ZipBytes.Rewritten(ZipBytes.Of([("index.html", new byte[100 << 20])]), 24, 22, 100, 4),
            Zip,
            "a.zip"
        ),
        new("an archive in an archive", "ARCHIVE", () => ZipBytes.Of([("index.html", []), ("more.bin", ZipBytes.Of(("index.html", "")))]), Zip, "a.zip"),
        new("an archive that writes above its folder", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), ("a/../../../etc/cron.d/job", "x")), Zip, "a.zip"),
        new("an archive with an absolute path", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), ("/etc/passwd", "x")), Zip, "a.zip"),
        new("an archive with a backslash", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), (@"..\evil.html", "x")), Zip, "a.zip"),
        new("an archive with a drive", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), ("C:evil.html", "x")), Zip, "a.zip"),
        new("an archive with a control character", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), ("a\u0007.html", "x")), Zip, "a.zip"),
        new(
            "an archive with a link",
            "ARCHIVE",
            () => ZipBytes.Of([("index.html", []), ("link", "/etc/passwd"u8.ToArray())], attributes: unchecked((int)0xA1FF0000)),
            Zip,
            "a.zip"
        ),
        new("an encrypted archive", "ARCHIVE", () => ZipBytes.Rewritten(ZipBytes.Of(("index.html", "x")), 8, 6, 1, 2), Zip, "a.zip"),
        new(
            "an archive of six thousand files",
            "ARCHIVE",
            () => ZipBytes.Of(Enumerable.Range(0, 6000).Select(number => ($"{number}.html", Array.Empty<byte>()))),
            Zip,
            "a.zip"
        ),
        new("an archive with one name twice", "ARCHIVE", () => ZipBytes.Of(("index.html", ""), ("a.html", "1"), ("A.html", "2")), Zip, "a.zip"),
        new("an archive without a first page", "ARCHIVE", () => ZipBytes.Of(("readme.txt", "x")), Zip, "a.zip"),
        new("an archive cut in the middle", "ARCHIVE", () => ZipBytes.Of(("index.html", new string('x', 1000)))[..60], Zip, "a.zip"),
        new("a book without its container", "ARCHIVE", () => ZipBytes.Of(("mimetype", "application/epub+zip"), ("a.xhtml", "")), Epub, "a.epub"),
        new(
            "a book whose type does not come first",
            "TYPE",
            () => ZipBytes.Of(("META-INF/container.xml", ""), ("mimetype", "application/epub+zip")),
            Epub,
            "a.epub"
        ),
        new("a package with a script, answered as an attachment only", null, () => ZipBytes.Of(("index.html", "<script>alert(1)</script>")), Zip, "a.zip"),
        // Films and sound.
        new("a film whose header promises an hour", null, () => Patched(Demo("party-history.mp4"), "mvhd", 20, 3_600_000), Mp4, "a.mp4"),
        new(
            "a film that lasts a year",
            "DURATION",
            () => Patched(Patched(Demo("party-history.mp4"), "edts", 0, Free), "stts", 16, uint.MaxValue),
            Mp4,
            "a.mp4"
        ),
        new(
            "a film that shows nothing for an hour",
            "DURATION",
            () => Patched(Patched(Demo("party-history.mp4"), "elst", 12, 3_600_000), "elst", 16, uint.MaxValue),
            Mp4,
            "a.mp4"
        ),
        new(
            "a film with a picture shown hours after it is decoded",
            "DURATION",
            () => Patched(Patched(Demo("party-history.mp4"), "edts", 0, Free), "ctts", 16, int.MaxValue),
            Mp4,
            "a.mp4"
        ),
        new("a film whose samples are not there", "DURATION", () => Patched(Demo("party-history.mp4"), "stsz", 16, 50_000_000), Mp4, "a.mp4"),
        new(
            "a film of thousands of millions of empty samples",
            "DURATION",
            () => Patched(Patched(Demo("party-history.mp4"), "stsz", 8, 1), "stsz", 12, uint.MaxValue),
            Mp4,
            "a.mp4"
        ),
        new("a film without a timescale", "DURATION", () => Patched(Demo("party-history.mp4"), "mdhd", 16, 0), Mp4, "a.mp4"),
        new("a film cut in the middle", "DURATION", () => Demo("party-history.mp4")[..200_000], Mp4, "a.mp4"),
        new("a film whose box is longer than itself", "DURATION", () => Patched(Demo("party-history.mp4"), "trak", -4, int.MaxValue), Mp4, "a.mp4"),
        new(
            "a sound of a header alone",
            "DURATION",
            () =>
                [.. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x44, 0xAC, 0, 0, 0x88, 0x58, 1, 0, 2, 0, 16, 0, .. "data"u8, 0, 0, 0, 0],
            "audio/wav",
            "a.wav"
        ),
        new("noise behind a tag of sound", "DURATION", () => [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0, .. Bytes(new string('x', 5000))], "audio/mpeg", "a.mp3"),
        new(
            "noise behind a header of film",
            "DURATION",
            () => [0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8, .. Bytes(new string('x', 5000))],
            "video/webm",
            "a.webm"
        ),
    ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Png() => Demo("poster.png");

    private static byte[] Demo(string name)
    {
        using var stream = DemoMedia.Open(name);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <param name="mark">The first place where these letters stand.</param>
    /// <param name="offset">From there.</param>
    public static byte[] Patched(byte[] file, string mark, int offset, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(file.AsSpan().IndexOf(Encoding.Latin1.GetBytes(mark)) + offset), value);
        return file;
    }

    private static byte[] Resized(uint width, uint height) => Patched(Patched(Png(), "IHDR", 4, width), "IHDR", 8, height);

    /// <summary>A photograph as far as its size goes.</summary>
    public static byte[] Jpeg(byte width, byte height) =>
        [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, height, 0, width, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xFF, 0xD9];

    private static byte[] EncryptedPdf() =>
        PdfFile.Of(
            $"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{new string('0', 64)}> /U <{new string('0', 64)}> >>",
            ["<< /Type /Catalog /Pages 2 0 R >>", PdfFile.OnePage, PdfFile.Page]
        );

    /// <summary>Whoever walks down it by recursion falls off the end of the stack.</summary>
    private static byte[] PdfStair() =>
        PdfFile.Of(["<< /Type /Catalog /Pages 2 0 R >>", .. Enumerable.Range(3, 120_000).Select(next => $"<< /Type /Pages /Kids [{next} 0 R] /Count 1 >>")]);
}
