using System.Buffers.Binary;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// What the tables of an ISO media file (MP4, M4A) say of its samples: the headers may say anything, but this is what a player plays. Each box is a length and
/// a name, then its body; the boxes of the file, and those inside a box, follow each other without gaps. Fragments are counted like whole films.
/// </summary>
/// <param name="Samples">How long the longest track plays.</param>
/// <param name="HeaderCounts">Whether its movie header is of the common version and speaks of the whole; that of a fragmented file speaks of the first fragment at best.</param>
internal sealed record IsoFilm(TimeSpan Samples, bool HeaderCounts, bool HasPictures, int? Width, int? Height)
{
    /// <exception cref="InvalidDataException">It is cut, torn or not of this format.</exception>
    public static IsoFilm Read(Stream file)
    {
        using var read = new BufferedStream(new Borrowed(file), 4096);
        var boxes = new IsoBoxes(read);
        var tracks = new Dictionary<uint, Track>();
        var (headerVersion, fragmented) = (1, false);
        foreach (var box in boxes.Top())
        {
            if (box.Name == "moov") headerVersion = ReadFilm(boxes, box, tracks);
            if (box.Name == "moof") ReadFragment(boxes, box, tracks);
            fragmented |= box.Name == "moof";
        }
        var played = tracks.Values.Where(track => track.Handler is "vide" or "soun").ToList();
        if (played.Count == 0) throw new InvalidDataException("No track plays.");
        var shown = played.Where(track => track.Handler == "vide").MaxBy(track => (long)track.Width * track.Height);
        return new(played.Max(track => track.Plays), headerVersion == 0 && !fragmented, shown is not null, shown is { Width: > 0 } ? shown.Width : null, shown is { Height: > 0 } ? shown.Height : null);
    }

    /// <returns>The version of its header.</returns>
    private static int ReadFilm(IsoBoxes boxes, IsoBox film, Dictionary<uint, Track> tracks)
    {
        var version = 1;
        foreach (var box in boxes.In(film))
        {
            if (box.Name == "mvhd") version = boxes.Version(box);
            if (box.Name == "trak") ReadTrack(boxes, box, tracks);
            if (box.Name == "mvex") ReadDefaults(boxes, box, tracks);
        }
        return version;
    }

    private static void ReadTrack(IsoBoxes boxes, IsoBox box, Dictionary<uint, Track> tracks)
    {
        var track = new Track();
        foreach (var header in boxes.In(box).Where(header => header.Name == "tkhd"))
        {
            var wide = boxes.Version(header) == 1;
            track.Id = boxes.U32(header, wide ? 20 : 12);
            // The matrix that places the picture, then its size as 16.16 fixed point: 90 degrees have nothing on the diagonal.
            var (size, turned) = (header.Length - 8, boxes.U32(header, header.Length - 44) == 0);
            var (width, height) = ((int)(boxes.U32(header, size) >> 16), (int)(boxes.U32(header, size + 4) >> 16));
            (track.Width, track.Height) = turned ? (height, width) : (width, height);
        }
        foreach (var media in boxes.In(box).Where(media => media.Name == "mdia"))
        {
            foreach (var part in boxes.In(media))
            {
                if (part.Name == "mdhd") track.Timescale = boxes.U32(part, boxes.Version(part) == 1 ? 20 : 12);
                if (part.Name == "hdlr") track.Handler = boxes.Text(part, 8);
                if (part.Name == "minf") track.Ticks += boxes.In(part).Where(table => table.Name == "stbl").SelectMany(boxes.In).Where(times => times.Name == "stts").Sum(times => SampleTimes(boxes, times));
            }
        }
        if (!tracks.TryAdd(track.Id, track)) throw new InvalidDataException("Two tracks have one number.");
    }

    /// <summary>Runs of samples that last equally long: how many, how long each.</summary>
    private static long SampleTimes(IsoBoxes boxes, IsoBox box)
    {
        var ticks = 0L;
        var runs = boxes.U32(box, 4);
        for (long run = 0, at = 8; run < runs; run++, at += 8) ticks = checked(ticks + ((long)boxes.U32(box, at) * boxes.U32(box, at + 4)));
        return ticks;
    }

    private static void ReadDefaults(IsoBoxes boxes, IsoBox box, Dictionary<uint, Track> tracks)
    {
        foreach (var defaults in boxes.In(box).Where(defaults => defaults.Name == "trex"))
        {
            if (tracks.TryGetValue(boxes.U32(defaults, 4), out var track)) track.SampleTicks = boxes.U32(defaults, 12);
        }
    }

    private static void ReadFragment(IsoBoxes boxes, IsoBox fragment, Dictionary<uint, Track> tracks)
    {
        foreach (var part in boxes.In(fragment).Where(part => part.Name == "traf"))
        {
            var (track, each) = ((Track?)null, 0L);
            foreach (var box in boxes.In(part))
            {
                if (box.Name == "tfhd") (track, each) = FragmentHeader(boxes, box, tracks);
                if (box.Name == "trun" && track is not null) track.Ticks = checked(track.Ticks + RunTimes(boxes, box, each));
            }
        }
    }

    /// <summary>Flags say which fields follow the track's number: 0x1 an offset (8 bytes), 0x2 a description, 0x8 how long each sample lasts.</summary>
    private static (Track? Track, long Each) FragmentHeader(IsoBoxes boxes, IsoBox box, Dictionary<uint, Track> tracks)
    {
        var flags = boxes.U32(box, 0);
        var track = tracks.GetValueOrDefault(boxes.U32(box, 4));
        return (track, (flags & 0x8) == 0 ? track?.SampleTicks ?? 0 : boxes.U32(box, 8 + ((flags & 0x1) == 0 ? 0 : 8) + ((flags & 0x2) == 0 ? 0 : 4)));
    }

    /// <summary>Flags: 0x1 an offset and 0x4 the first sample's flags before the samples; for each sample 0x100 its length in time, 0x200, 0x400, 0x800 other fields.</summary>
    private static long RunTimes(IsoBoxes boxes, IsoBox box, long each)
    {
        var (flags, samples) = (boxes.U32(box, 0), boxes.U32(box, 4));
        if ((flags & 0x100) == 0) return checked(samples * each);
        var step = 4 * uint.PopCount(flags & 0xF00);
        var ticks = 0L;
        for (long sample = 0, at = 8 + (4 * uint.PopCount(flags & 0x5)); sample < samples; sample++, at += step) ticks += boxes.U32(box, at);
        return ticks;
    }

    private sealed class Track
    {
        public uint Id { get; set; }
        public string Handler { get; set; } = "";
        public uint Timescale { get; set; }
        public long Ticks { get; set; }
        public long SampleTicks { get; set; }
        public int Width { get; set; }
        public int Height { get; set; }
        public TimeSpan Plays => Timescale == 0 ? throw new InvalidDataException("A track has no timescale.") : TimeSpan.FromSeconds((double)Ticks / Timescale);
    }
}

/// <param name="Body">Where its body starts in the file.</param>
/// <param name="Length">Of the body, in bytes.</param>
internal readonly record struct IsoBox(string Name, long Body, long Length);

/// <summary>The boxes of an ISO file, read where they lie; nothing is loaded as a whole.</summary>
internal sealed class IsoBoxes(Stream stream)
{
    /// <summary>A fragment each second for a day is less.</summary>
    private const int Most = 1_000_000;

    private readonly byte[] word = new byte[8];
    private int seen;

    public IEnumerable<IsoBox> Top() => Between(0, stream.Length);

    public IEnumerable<IsoBox> In(IsoBox box) => Between(box.Body, box.Body + box.Length);

    public int Version(IsoBox box) => (int)(U32(box, 0) >> 24);

    public uint U32(IsoBox box, long offset)
    {
        if (offset < 0 || offset + 4 > box.Length) throw new InvalidDataException($"The box {box.Name} is too short.");
        return BinaryPrimitives.ReadUInt32BigEndian(Read(box.Body + offset, 4));
    }

    public string Text(IsoBox box, long offset)
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, U32(box, offset));
        return Encoding.Latin1.GetString(letters);
    }

    private IEnumerable<IsoBox> Between(long start, long end)
    {
        for (var at = start; at < end;)
        {
            // A film's user data may end in a zero word.
            if (end - at < 8 && start > 0) yield break;
            if (end - at < 8 || ++seen > Most) throw new InvalidDataException("The boxes do not fill the file.");
            var (size, name) = (BinaryPrimitives.ReadUInt32BigEndian(Read(at, 8)), Encoding.Latin1.GetString(word, 4, 4));
            var (head, length) = size switch
            {
                0 => (8, end - at),
                1 when end - at >= 16 => (16, BinaryPrimitives.ReadInt64BigEndian(Read(at + 8, 8))),
                _ => (8, size),
            };
            if (length < head || length > end - at) throw new InvalidDataException($"The box {name} is cut.");
            yield return new(name, at + head, length - head);
            at += length;
        }
    }

    private byte[] Read(long at, int count)
    {
        if (stream.Position != at) stream.Position = at;
        stream.ReadExactly(word, 0, count);
        return word;
    }
}
