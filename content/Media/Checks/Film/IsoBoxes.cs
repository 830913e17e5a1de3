using System.Buffers.Binary;
using System.Text;

namespace ELearning.Content;

/// <summary>One box of an ISO file.</summary>
/// <param name="Body">Where the body starts in the file.</param>
/// <param name="Length">The length of the body in bytes.</param>
internal readonly record struct IsoBox(string Name, long Body, long Length);

/// <summary>
/// Reads the boxes of an ISO file where they lie: each is a length and a name, then its body. Nothing is loaded as a whole, however long a table is.
/// </summary>
internal sealed class IsoBoxes(Stream stream)
{
    /// <summary>How many boxes are read at most: a day in fragments of a second has fewer.</summary>
    private const int Most = 1_000_000;
    private const int BlockLength = 4096;

    private readonly byte[] _word = new byte[8];
    private int _seen;

    /// <summary>The length of the file in bytes.</summary>
    public long Length => stream.Length;

    public IEnumerable<IsoBox> Top() => Between(0, stream.Length);

    public IEnumerable<IsoBox> In(IsoBox box) => Between(box.Body, box.Body + box.Length);

    public int Version(IsoBox box) => (int)(U32(box, 0) >> 24);

    public uint U32(IsoBox box, long offset) => BinaryPrimitives.ReadUInt32BigEndian(Field(box, offset, 4));

    public long I64(IsoBox box, long offset) => BinaryPrimitives.ReadInt64BigEndian(Field(box, offset, 8));

    public string Text(IsoBox box, long offset) => Encoding.Latin1.GetString(Field(box, offset, 4), 0, 4);

    /// <summary>Reads a table of numbers, a block at a time: two tables may be walked side by side.</summary>
    public IEnumerable<uint> Numbers(IsoBox box, long offset, long count)
    {
        if (offset + (count * 4) > box.Length)
            throw TooShort(box);
        var block = new byte[Math.Min(count * 4, BlockLength)];
        for (var (at, left) = (box.Body + offset, count * 4); left > 0; )
        {
            var length = (int)Math.Min(left, block.Length);
            stream.Position = at;
            stream.ReadExactly(block, 0, length);
            for (var number = 0; number < length; number += 4)
                yield return BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan(number));
            (at, left) = (at + length, left - length);
        }
    }

    /// <summary>Reads a table of runs: for how many samples a value holds, and the value.</summary>
    public IEnumerable<(uint Samples, uint Value)> Runs(IsoBox box)
    {
        using var numbers = Numbers(box, 8, 2L * U32(box, 4)).GetEnumerator();
        while (numbers.MoveNext())
        {
            var samples = numbers.Current;
            numbers.MoveNext();
            yield return (samples, numbers.Current);
        }
    }

    private IEnumerable<IsoBox> Between(long start, long end)
    {
        for (var at = start; at < end; )
        {
            // A film's user data may end in a zero word.
            if (end - at < 8 && start > 0)
                yield break;
            if (end - at < 8 || ++_seen > Most)
                throw new InvalidDataException("The boxes do not fill the file.");
            var (size, name) = (BinaryPrimitives.ReadUInt32BigEndian(Read(at, 8)), Encoding.Latin1.GetString(_word, 4, 4));
            var (head, length) = size switch
            {
                0 => (8, end - at),
                1 when end - at >= 16 => (16, BinaryPrimitives.ReadInt64BigEndian(Read(at + 8, 8))),
                _ => (8, size),
            };
            if (length < head || length > end - at)
                throw new InvalidDataException($"The box {name} is cut.");
            yield return new(name, at + head, length - head);
            at += length;
        }
    }

    private byte[] Field(IsoBox box, long offset, int length) =>
        offset >= 0 && offset + length <= box.Length ? Read(box.Body + offset, length) : throw TooShort(box);

    private byte[] Read(long at, int count)
    {
        if (stream.Position != at)
            stream.Position = at;
        stream.ReadExactly(_word, 0, count);
        return _word;
    }

    private static InvalidDataException TooShort(IsoBox box) => new($"The box {box.Name} is too short.");
}
