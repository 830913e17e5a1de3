using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// Checks of EPUB and zipped HTML. They are stored and served packed; the checks are for whoever unpacks them: nothing lands outside its folder, and nothing is
/// a link, a bomb or a second archive. Every entry is unpacked once and counted, because its own header may lie.
/// </summary>
internal static class Archives
{
    private const int MostEntries = 5000;
    private const int LongestPath = 255;
    private const long MostBytes = 1L << 30;

    /// <summary>
    /// How many bytes one packed byte may become. Text packs to a tenth, a bomb to a thousandth; only asked of archives that unpack to more than
    /// <see cref="Harmless"/>.
    /// </summary>
    private const int MostRatio = 100;
    private const long Harmless = 10 << 20;

    private const uint UnixKind = 0xF000,
        UnixFile = 0x8000,
        UnixFolder = 0x4000;
    private const int Encrypted = 1,
        Stored = 0,
        Deflated = 8;

    private static readonly byte[][] ArchiveSignatures =
    [
        "PK\x03\x04"u8.ToArray(),
        [0x1F, 0x8B, 8],
        [(byte)'7', (byte)'z', 0xBC, 0xAF],
        "Rar!\x1A"u8.ToArray(),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0],
    ];

    /// <exception cref="ContentError">MediaRefused, by the rule ARCHIVE.</exception>
    public static async Task CheckAsync(Stream file, MediaFormat type, CancellationToken cancellationToken)
    {
        try
        {
            if (ZipDirectory.CountOf(file) > MostEntries)
                throw Refused(MediaFault.ArchiveTooMany, MostEntries);
            var directory = ZipDirectory.Read(file, MostEntries);
            foreach (var entry in directory.Entries)
                IsPlain(entry);
            NoPathTwice(directory);
            HasWhatItsTypeHas(directory, type);
            await UnpacksToLittleAsync(directory, file, cancellationToken);
        }
        catch (Exception torn) when (torn is InvalidDataException or IOException or ArgumentException && !Outage.IsBehind(torn))
        {
            throw Refused(MediaFault.ArchiveUnreadable);
        }
    }

    /// <summary>Whether a path is relative, leads downwards and is a path on every system: no <c>..</c>, no backslash, no drive, nothing invisible.</summary>
    public static bool IsPlainPath(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.Any(letter => letter is '\\' or ':' || char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format)
        && (path.EndsWith('/') ? path[..^1] : path).Split('/').All(part => part.Trim(' ', '.').Length > 0);

    private static void IsPlain(ZipEntry entry)
    {
        if (!IsPlainPath(entry.Path))
            throw Refused(MediaFault.ArchivePath, Shown(entry.Path));
        if (((entry.Attributes >> 16) & UnixKind) is not (0 or UnixFile or UnixFolder))
            throw Refused(MediaFault.ArchiveLink, Shown(entry.Path));
        if ((entry.Flags & Encrypted) != 0)
            throw Refused(MediaFault.ArchiveEncrypted);
        if (entry.Method is not (Stored or Deflated))
            throw Refused(MediaFault.ArchiveUnreadable);
    }

    private static void NoPathTwice(ZipDirectory directory)
    {
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        if (directory.Entries.FirstOrDefault(entry => !paths.Add(entry.Path.TrimEnd('/').Normalize())) is { } twice)
            throw Refused(MediaFault.ArchiveTwice, Shown(twice.Path));
    }

    private static void HasWhatItsTypeHas(ZipDirectory directory, MediaFormat type)
    {
        if (type == MediaFormat.Epub && !directory.Entries.Any(entry => entry.Path == "META-INF/container.xml"))
            throw Refused(MediaFault.EpubMalformed);
        if (type == MediaFormat.Package && !directory.Entries.Any(IsIndex))
            throw Refused(MediaFault.ArchiveWithoutIndex);
    }

    /// <summary>Whether an entry is <c>index.html</c> at the top, or in a folder at the top as some systems pack it.</summary>
    private static bool IsIndex(ZipEntry entry) => entry.Path.Split('/') is [.., "index.html" or "index.htm"] and { Length: <= 2 };

    private static async Task UnpacksToLittleAsync(ZipDirectory directory, Stream file, CancellationToken cancellationToken)
    {
        var most = Math.Min(MostBytes, Math.Max(Harmless, file.Length * MostRatio));
        // More packed bytes than the file has means that entries share them.
        if (directory.Entries.Sum(entry => entry.Length) > most || directory.Entries.Sum(entry => entry.Packed) > file.Length)
            throw Refused(MediaFault.ArchiveBomb);
        var buffer = new byte[1 << 16];
        foreach (var entry in directory.Entries)
        {
            var packed = directory.Open(file, entry);
            await using var unpacked = entry.Method == Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
            var total = 0L;
            for (int read; (read = await unpacked.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken)) > 0; )
            {
                if (total == 0 && ArchiveSignatures.Any(signature => buffer.AsSpan(0, read).StartsWith(signature)))
                    throw Refused(MediaFault.ArchiveNested, Shown(entry.Path));
                if ((total += read) > entry.Length)
                    throw Refused(MediaFault.ArchiveBomb);
            }
            if (total < entry.Length)
                throw Refused(MediaFault.ArchiveUnreadable);
        }
    }

    private static ContentError Refused(MediaFault fault, object? fact = null) => MediaRefusal.Of(MediaRule.Archive, fault, fact);

    /// <summary>A path from the archive as an answer shows it: short, and nothing in it but what is visible.</summary>
    private static string Shown(string path) =>
        string.Concat(
            path.EnumerateRunes()
                .Take(80)
                .Select(rune => Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format ? "?" : rune.ToString())
        );
}
