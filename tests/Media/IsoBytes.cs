using System.Buffers.Binary;
using System.Text;

namespace ELearning.Tests.Media;

/// <summary>A stretch of a track's timeline.</summary>
/// <param name="From">Where in the film it begins, in milliseconds; null: it shows nothing.</param>
/// <param name="Still">The picture there is held.</param>
internal sealed record FilmEdit(int Milliseconds, int? From, bool Still = false);

/// <summary>An ISO media file taken apart into its boxes, changed and put together again: the films that <c>ffmpeg</c> does not make.</summary>
internal sealed class IsoBytes
{
    private static readonly string[] Holders = ["moov", "trak", "edts", "mdia", "moof", "traf"];
    private readonly List<IsoBytes> _children = [];
    private string _name = "";
    private byte[] _body = [];

    private IEnumerable<IsoBytes> Everything => _children.SelectMany(child => child.Everything.Prepend(child));

    /// <summary>As if the recording had lost fragments.</summary>
    public static byte[] WithoutFragments(byte[] film, Func<int, bool> lost)
    {
        var (file, number) = (Apart(film), -1);
        file._children.RemoveAll(box =>
        {
            if (box._name == "moof")
                number++;
            return box._name is "sidx" or "mfra" || (number >= 0 && lost(number));
        });
        return file.Together();
    }

    /// <summary>As if the fragments did not say when they are decoded.</summary>
    public static byte[] WithoutTimes(byte[] film)
    {
        var file = Apart(film);
        foreach (var box in file.Everything.Where(box => box._name == "tfdt"))
            box._name = "free";
        return file.Together();
    }

    /// <summary>As if the fragments from this number on were decoded so much later.</summary>
    public static byte[] Later(byte[] film, int number, int seconds)
    {
        var file = Apart(film);
        var timescales = file
            .Everything.Where(box => box._name == "trak")
            .ToDictionary(track => track.U32("tkhd", track.Wide("tkhd") ? 20 : 12), track => track.U32("mdhd", track.Wide("mdhd") ? 20 : 12));
        foreach (
            var part in file
                ._children.Where(box => box._name == "moof")
                .Skip(number)
                .SelectMany(fragment => fragment._children)
                .Where(box => box._name == "traf")
        )
        {
            var time = part.Box("tfdt")._body.AsSpan(4);
            var later = (ulong)timescales[part.U32("tfhd", 4)] * (ulong)seconds;
            if (part.Wide("tfdt"))
                BinaryPrimitives.WriteUInt64BigEndian(time, BinaryPrimitives.ReadUInt64BigEndian(time) + later);
            else
                BinaryPrimitives.WriteUInt32BigEndian(time, BinaryPrimitives.ReadUInt32BigEndian(time) + (uint)later);
        }
        return file.Together();
    }

    /// <summary>The film shown by these edits; its header states what they add up to.</summary>
    /// <param name="wide">All of it in fields of 64 bits.</param>
    public static byte[] WithEdits(byte[] film, bool wide, params FilmEdit[] edits)
    {
        var file = Apart(film);
        if (file._children[^1]._name != "moov")
            throw new ArgumentException("What grows must not move the samples.", nameof(film));
        var header = file.Everything.Single(box => box._name == "mvhd");
        foreach (var track in file.Everything.Where(box => box._name == "trak").ToList())
        {
            var timescale = track.U32("mdhd", track.Wide("mdhd") ? 20 : 12);
            track._children.RemoveAll(box => box._name == "edts");
            var list = new IsoBytes
            {
                _name = "elst",
                _body = [wide ? (byte)1 : (byte)0, 0, 0, 0, .. Number(edits.Length, false), .. edits.SelectMany(edit => Entry(edit, timescale, wide))],
            };
            var holder = new IsoBytes { _name = "edts" };
            holder._children.Add(list);
            track._children.Insert(1, holder);
        }
        var (shown, rest) = (edits.Sum(edit => edit.Milliseconds), header._body[20..]);
        header._body = wide
            ? [1, 0, 0, 0, .. new byte[16], .. Number(1000, false), .. Number(shown, true), .. rest]
            : [0, 0, 0, 0, .. new byte[8], .. Number(1000, false), .. Number(shown, false), .. rest];
        return file.Together();
    }

    private static byte[] Entry(FilmEdit edit, uint timescale, bool wide) =>
        [.. Number(edit.Milliseconds, wide), .. Number(edit.From is { } from ? from * timescale / 1000 : -1, wide), 0, edit.Still ? (byte)0 : (byte)1, 0, 0];

    private static byte[] Number(long value, bool wide)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return wide ? bytes : bytes[4..];
    }

    private static IsoBytes Apart(byte[] bytes) => Apart("", bytes);

    private static IsoBytes Apart(string name, ReadOnlySpan<byte> body)
    {
        var box = new IsoBytes { _name = name, _body = body.ToArray() };
        if (name.Length > 0 && !Holders.Contains(name))
            return box;
        for (var at = 0; at < body.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(body[at..]);
            box._children.Add(Apart(Encoding.Latin1.GetString(body.Slice(at + 4, 4)), body.Slice(at + 8, length - 8)));
            at += length;
        }
        return box;
    }

    private byte[] Together()
    {
        if (_name.Length > 0 && !Holders.Contains(_name))
            return _body;
        return
        [
            .. _children.SelectMany(child =>
            {
                var inner = child.Together();
                return (byte[])[.. Number(inner.Length + 8, false), .. Encoding.Latin1.GetBytes(child._name), .. inner];
            }),
        ];
    }

    private IsoBytes Box(string inside) => Everything.First(box => box._name == inside);

    private bool Wide(string inside) => Box(inside)._body[0] == 1;

    private uint U32(string inside, int offset) => BinaryPrimitives.ReadUInt32BigEndian(Box(inside)._body.AsSpan(offset));
}
