using System.IO.Compression;

namespace ELearning.Content;

/// <summary>
/// Looks for acting names in every byte of a PDF and in what its packed streams unpack to, whether its tables list them or not: readers repair tables, and each
/// in its own way. The time and the amount that is unpacked are bounded.
/// </summary>
internal static class PdfScan
{
    private const long MostUnpacked = 1L << 30;
    private static readonly byte[] Begin = "stream"u8.ToArray();

    /// <returns>The acting name, or null.</returns>
    /// <exception cref="InvalidDataException">It unpacks to more, or has more branches, than any document.</exception>
    public static string? ActingName(Stream pdf, CancellationToken cancellationToken)
    {
        var marks = new PdfMarks();
        pdf.Position = 0;
        var left = long.MaxValue;
        if (FirstActing(pdf, ref marks, ref left, cancellationToken) is { } acting)
            return acting;
        if (!marks.PacksObjects)
            return null;
        left = MostUnpacked;
        foreach (var start in PackedStarts(pdf, cancellationToken))
        {
            if (ActingInside(pdf, start, ref marks, ref left, cancellationToken) is { } packed)
                return packed;
        }
        return null;
    }

    private static string? ActingInside(Stream pdf, long start, ref PdfMarks marks, ref long left, CancellationToken cancellationToken)
    {
        pdf.Position = start;
        using var unpacked = new ZLibStream(pdf, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            return FirstActing(unpacked, ref marks, ref left, cancellationToken);
        }
        catch (InvalidDataException) when (left >= 0 && !marks.HasTooMany)
        {
            return null; // packed in another way, or not at all
        }
    }

    /// <summary>
    /// Finds where the bodies of streams begin that are packed by zlib: two bytes that are a multiple of 31, of which the first names the method.
    /// </summary>
    private static IEnumerable<long> PackedStarts(Stream pdf, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        for (long at = 0; at < pdf.Length; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            pdf.Position = at;
            var read = pdf.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var found = buffer.AsSpan(0, read).IndexOf(Begin);
            if (found < 0 || found + 10 > read)
            {
                if (read < buffer.Length)
                    yield break;
                at += found < 0 ? read - Begin.Length : found;
                continue;
            }
            var body = found + Begin.Length + (buffer[found + 6] == '\r' ? 1 : 0);
            if (buffer[body] == '\n' && (buffer[body + 1] & 0x0F) == 8 && ((buffer[body + 1] << 8) | buffer[body + 2]) % 31 == 0)
                yield return at + body + 1;
            at += found + Begin.Length;
        }
    }

    private static string? FirstActing(Stream syntax, ref PdfMarks marks, ref long left, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        for (int kept = 0, read; ; kept = Math.Min(read, PdfNames.Longest))
        {
            cancellationToken.ThrowIfCancellationRequested();
            read = kept + syntax.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
            if ((left -= read - kept) < 0)
                throw new InvalidDataException("It unpacks to too much.");
            if (PdfNames.FirstActing(buffer.AsSpan(0, read), ref marks) is { } acting)
                return acting;
            if (read < buffer.Length)
                return null;
            buffer.AsSpan(read - PdfNames.Longest).CopyTo(buffer);
        }
    }
}
