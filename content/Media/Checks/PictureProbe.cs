using System.Buffers.Binary;
using MetadataExtractor;
using MetadataExtractor.Formats.Exif;
using MetadataExtractor.Formats.Jpeg;
using MetadataExtractor.Formats.WebP;
using MetadataExtractor.IO;

namespace ELearning.Content;

/// <summary>
/// Reads the size of a picture as it is shown. The parts of the file are held against its length before they are read: no header can ask for more memory than
/// the file is long.
/// </summary>
internal static class PictureProbe
{
    private static readonly JpegSegmentType[] SizeAndOrientation =
    [
        JpegSegmentType.App1,
        .. Enum.GetValues<JpegSegmentType>().Where(segment => segment.ToString().StartsWith("Sof", StringComparison.Ordinal)),
    ];

    /// <returns>Null when the picture is torn.</returns>
    public static (int Width, int Height)? SizeOf(Stream picture, MediaFormat type)
    {
        try
        {
            picture.Position = 0;
            using var read = new BufferedStream(new Borrowed(picture), 1 << 14);
            var (width, height) =
                type == MediaFormat.Jpeg ? Jpeg(read)
                : type == MediaFormat.Png ? Png(read)
                : WebP(read);
            return width > 0 && height > 0 ? (width, height) : null;
        }
        catch (Exception unreadable)
            when (unreadable
                    is MetadataException
                        or ImageProcessingException
                        or InvalidDataException
                        or InvalidOperationException
                        or IOException
                        or OverflowException
                        or ArgumentException
                        or IndexOutOfRangeException
                && !Outage.IsBehind(unreadable)
            )
        {
            return null;
        }
    }

    /// <summary>Reads a JPEG. Cameras leave a picture lying on its side and say so in its orientation, 5 to 8.</summary>
    private static (int Width, int Height) Jpeg(Stream picture)
    {
        var segments = JpegSegmentReader.ReadSegments(new SequentialStreamReader(picture), SizeAndOrientation).ToList();
        var frame = new JpegReader().Extract(segments.First(segment => segment.Type != JpegSegmentType.App1));
        var turned = new ExifReader()
            .ReadJpegSegments(segments.Where(segment => segment.Type == JpegSegmentType.App1))
            .OfType<ExifIfd0Directory>()
            .Any(exif => exif.TryGetInt32(ExifDirectoryBase.TagOrientation, out var orientation) && orientation is >= 5 and <= 8);
        return turned ? (frame.GetImageHeight(), frame.GetImageWidth()) : (frame.GetImageWidth(), frame.GetImageHeight());
    }

    /// <summary>
    /// Reads a PNG: chunks of a length, a name, so many bytes and a sum, of which the first is the header. The library would unpack what the others hold,
    /// however much that is.
    /// </summary>
    private static (int Width, int Height) Png(Stream picture)
    {
        var header = new byte[24];
        picture.ReadExactly(header);
        if (!header.AsSpan(12).StartsWith("IHDR"u8))
            throw new InvalidDataException("No header.");
        HasParts(picture, 8, picture.Length, last: "IEND"u8, isBigEndian: true, around: 4);
        return (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(20)));
    }

    private static (int Width, int Height) WebP(Stream picture)
    {
        var header = new byte[12];
        picture.ReadExactly(header);
        var end = 8L + BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        if (end > picture.Length)
            throw new InvalidDataException("It is cut.");
        HasParts(picture, 12, end, last: [], isBigEndian: false, around: 0);
        picture.Position = 0;
        var found = WebPMetadataReader.ReadMetadata(picture).OfType<WebPDirectory>().First();
        return (found.GetInt32(WebPDirectory.TagImageWidth), found.GetInt32(WebPDirectory.TagImageHeight));
    }

    private static void HasParts(Stream picture, long at, long end, ReadOnlySpan<byte> last, bool isBigEndian, int around)
    {
        Span<byte> head = stackalloc byte[8];
        while (at + 8 <= end)
        {
            picture.Position = at;
            picture.ReadExactly(head);
            var length = isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(head) : BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);
            if (at + 8 + length + around > end)
                break;
            at += 8 + length + around + (isBigEndian ? 0 : length & 1);
            if (last.Length > 0 ? head[4..].SequenceEqual(last) : at >= end)
                return;
        }
        throw new InvalidDataException("It is cut.");
    }
}
