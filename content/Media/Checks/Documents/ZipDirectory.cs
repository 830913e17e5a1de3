using System.Buffers.Binary;
using System.Text;

namespace ELearning.Content;

/// <summary>One entry in the list of an archive.</summary>
/// <param name="Flags">Bit 0: encrypted.</param>
/// <param name="Method">0 stored, 8 deflated.</param>
/// <param name="Packed">How many bytes the entry has in the archive.</param>
/// <param name="Length">How many bytes the entry says it unpacks to.</param>
/// <param name="Attributes">The upper half is the kind and mode of a Unix file.</param>
/// <param name="Start">Where the entry's own header stands in the file.</param>
internal sealed record ZipEntry(string Path, int Flags, int Method, long Packed, long Length, uint Attributes, long Start);

/// <summary>
/// The list of entries at the end of a zip archive, read exactly as it stands: unpackers repair a torn one, each in its own way. Archives beyond 4 GB or 65,535
/// entries keep their figures elsewhere and are refused.
/// </summary>
internal sealed record ZipDirectory(IReadOnlyList<ZipEntry> Entries, long Start)
{
    private const int EndLength = 22,
        EntryLength = 46,
        HeaderLength = 30;

    /// <summary>Whether a file ends as an archive does, whatever stands before.</summary>
    public static bool Ends(Stream file) => EndOf(file) is not null;

    /// <exception cref="InvalidDataException">There is none, or it is torn.</exception>
    public static ZipDirectory Read(Stream file, int mostEntries)
    {
        if (EndOf(file) is not { } end)
            throw new InvalidDataException("No end.");
        var (count, length, start) = (U16(end, 10), U32(end, 12), (long)U32(end, 16));
        if (start + length != file.Length - end.Length || count > mostEntries || length > mostEntries * 1000L)
            throw new InvalidDataException("No list before the end, or too long a one.");
        var list = new byte[length];
        file.Position = start;
        file.ReadExactly(list);
        var entries = new List<ZipEntry>(count);
        for (var rest = list.AsSpan(); rest.Length > 0; )
        {
            if (rest.Length < EntryLength || !rest.StartsWith("PK\x01\x02"u8))
                throw new InvalidDataException("No entry.");
            var size = EntryLength + U16(rest, 28) + U16(rest, 30) + U16(rest, 32);
            if (size > rest.Length)
                throw new InvalidDataException("Half an entry.");
            entries.Add(
                new(
                    Encoding.UTF8.GetString(rest.Slice(EntryLength, U16(rest, 28))),
                    U16(rest, 8),
                    U16(rest, 10),
                    U32(rest, 20),
                    U32(rest, 24),
                    U32(rest, 38),
                    U32(rest, 42)
                )
            );
            rest = rest[size..];
        }
        return entries.Count == count ? new(entries, start) : throw new InvalidDataException("Another number of entries.");
    }

    /// <summary>How many entries an archive says it has, for a refusal that names the number.</summary>
    public static int CountOf(Stream file) => EndOf(file) is { } end ? U16(end, 10) : 0;

    /// <summary>Opens the packed bytes of an entry. They lie before the list, after a header of their own that must name the same path.</summary>
    public Stream Open(Stream file, ZipEntry entry)
    {
        var header = new byte[HeaderLength];
        file.Position = entry.Start;
        file.ReadExactly(header);
        var name = new byte[U16(header, 26)];
        file.ReadExactly(name);
        var body = entry.Start + HeaderLength + name.Length + U16(header, 28);
        if (!header.AsSpan().StartsWith("PK\x03\x04"u8) || Encoding.UTF8.GetString(name) != entry.Path || body + entry.Packed > Start)
            throw new InvalidDataException("Another entry.");
        file.Position = body;
        return new Borrowed(file, end: body + entry.Packed);
    }

    private static byte[]? EndOf(Stream file)
    {
        var tail = new byte[Math.Min(file.Length, EndLength + ushort.MaxValue)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var record = tail.AsSpan(at);
            if (record.StartsWith("PK\x05\x06"u8) && U16(record, 20) == record.Length - EndLength)
                return record.ToArray();
        }
        return null;
    }

    private static int U16(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt16LittleEndian(record[at..]);

    private static uint U32(ReadOnlySpan<byte> record, int at) => BinaryPrimitives.ReadUInt32LittleEndian(record[at..]);
}
