using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace ELearning.Tests.Media;

/// <summary>A zip archive made of names and contents, and what can be broken in one.</summary>
internal static class ZipBytes
{
    public static byte[] Of(params (string Name, string Content)[] entries) => Of(entries.Select(entry => (entry.Name, Encoding.UTF8.GetBytes(entry.Content))));

    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> entries, int attributes = 0)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                var entry = archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
                if (name != "index.html" && name != "mimetype")
                    entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return file.ToArray();
    }

    public static byte[] Epub(params (string Name, string Content)[] more) =>
        Of([("mimetype", "application/epub+zip"), ("META-INF/container.xml", "<container/>"), ("OEBPS/一.xhtml", "<html/>"), .. more]);

    /// <summary>Rewrites a field of every record of the list of entries, and where it stands in the entries' own headers.</summary>
    public static byte[] Rewritten(byte[] archive, int inList, int inEntry, uint value, int width)
    {
        foreach (var (signature, offset) in new[] { ("PK\x01\x02", inList), ("PK\x03\x04", inEntry) })
        {
            for (int at = 0, next; (next = archive.AsSpan(at).IndexOf(Encoding.Latin1.GetBytes(signature))) >= 0; at += next + 4)
            {
                if (width == 4)
                    BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(at + next + offset), value);
                else
                    BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(at + next + offset), (ushort)value);
            }
        }
        return archive;
    }
}
