using System.Text;

namespace ELearning.Content;

/// <summary>Finds the type of a file by its first bytes alone: its name and what its sender says of it count for nothing.</summary>
internal static class MediaSignature
{
    /// <summary>How many first bytes tell every type apart.</summary>
    public const int Length = 4096;

    private static readonly string[] FilmBrands =
    [
        "isom",
        "iso2",
        "iso3",
        "iso4",
        "iso5",
        "iso6",
        "iso7",
        "iso8",
        "iso9",
        "mp41",
        "mp42",
        "avc1",
        "dash",
        "msdh",
        "M4V ",
        "M4A ",
        "M4B ",
        "MSNV",
    ];
    private static readonly string[] OtherBrands = ["qt  ", "heic", "heix", "mif1", "msf1", "avif", "avis", "jp2 "];

    /// <returns>Null when it is of no type that can be stored; film or sound of one container is told apart later, by its tracks.</returns>
    public static MediaFormat? Of(ReadOnlySpan<byte> head) =>
        IsFilm(head) ? MediaFormat.Mp4
        : IsWebM(head) ? MediaFormat.WebM
        : At(head, 0, "RIFF"u8) && At(head, 8, "WAVE"u8) ? MediaFormat.Wav
        : At(head, 0, "RIFF"u8) && At(head, 8, "WEBP"u8) ? MediaFormat.WebP
        : At(head, 0, "%PDF-"u8) ? MediaFormat.Pdf
        : At(head, 0, [0xFF, 0xD8, 0xFF]) ? MediaFormat.Jpeg
        : At(head, 0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? MediaFormat.Png
        : At(head, 30, "mimetypeapplication/epub+zip"u8) && At(head, 0, "PK\x03\x04"u8) ? MediaFormat.Epub
        : At(head, 0, "PK\x03\x04"u8) || At(head, 0, "PK\x05\x06"u8) ? MediaFormat.Package
        : At(head, 0, "ID3"u8) || IsMp3Frame(head) ? MediaFormat.Mp3
        : CaptionType(head);

    /// <summary>
    /// Whether the file is an ISO file of a brand that is film or sound, and not one of the pictures and QuickTime files that share the format.
    /// </summary>
    private static bool IsFilm(ReadOnlySpan<byte> head)
    {
        if (!At(head, 4, "ftyp"u8) || head.Length < 16)
            return false;
        var size = Math.Min(head.Length, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(head));
        if (OtherBrands.Contains(Brand(head, 8)))
            return false;
        for (var at = 8; at + 4 <= size; at += at == 8 ? 8 : 4)
        {
            if (FilmBrands.Contains(Brand(head, at)))
                return true;
        }
        return false;
    }

    private static string Brand(ReadOnlySpan<byte> head, int at) => Encoding.Latin1.GetString(head.Slice(at, 4));

    /// <summary>
    /// Whether the file has an EBML header with the document type <c>webm</c>. Matroska, from which it is made, holds what browsers do not play.
    /// </summary>
    private static bool IsWebM(ReadOnlySpan<byte> head) =>
        At(head, 0, [0x1A, 0x45, 0xDF, 0xA3]) && head[..Math.Min(head.Length, 64)].IndexOf((byte[])[0x42, 0x82, 0x84, .. "webm"u8]) > 0;

    /// <summary>Whether the file begins with a frame of MPEG audio layer III with a bit rate and a sample rate that exist.</summary>
    private static bool IsMp3Frame(ReadOnlySpan<byte> head) =>
        head.Length > 3
        && head[0] == 0xFF
        && (head[1] & 0xE0) == 0xE0
        && (head[1] & 0x18) != 0x08
        && (head[1] & 0x06) == 0x02
        && (head[2] & 0xF0) is not (0x00 or 0xF0)
        && (head[2] & 0x0C) != 0x0C;

    private static MediaFormat? CaptionType(ReadOnlySpan<byte> head)
    {
        var text = head.StartsWith("\uFEFF"u8) ? head[3..] : head;
        if (text.StartsWith("WEBVTT"u8))
            return text.Length == 6 || text[6] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' ? MediaFormat.WebVtt : null;
        return Captions.BeginAsSrt(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 200)])) ? MediaFormat.Srt : null;
    }

    private static bool At(ReadOnlySpan<byte> head, int offset, ReadOnlySpan<byte> signature) =>
        head.Length >= offset + signature.Length && head[offset..].StartsWith(signature);
}
