namespace ELearning.Content;

/// <summary>
/// What a player shows of an ISO media file (MP4, M4A), read from the tables of its samples; no header is believed. The length is that of the longest track of
/// sound or pictures, whichever of them is switched on: browsers count these and not subtitles, chapters or timecodes, of which nothing is seen or heard by
/// itself. The timeline of a track is its edit list over the times at which its samples are shown: those at which they are decoded, which fragments may set
/// anew, plus a delay.
/// </summary>
/// <param name="Length">How long a player takes over the film, pauses included, as its clock runs on through them.</param>
/// <param name="Backed">How long the samples of all tracks last together.</param>
internal sealed record IsoFilm(TimeSpan Length, TimeSpan Backed, bool HasPictures, int? Width, int? Height)
{
    /// <exception cref="InvalidDataException">It is cut, torn or not of this format.</exception>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public static IsoFilm Read(Stream file, CancellationToken timeIsOver)
    {
        using var read = new BufferedStream(new Borrowed(file, timeIsOver: timeIsOver), 4096);
        return new Reading(new IsoBoxes(read)).Film();
    }

    private sealed class Reading(IsoBoxes boxes)
    {
        /// <summary>How many tracks of chapters are heeded.</summary>
        private const int MostChapterTracks = 64;

        /// <summary>How many edits a track may have: films that were cut by hand have hundreds.</summary>
        private const int MostEdits = 10_000;

        private readonly Dictionary<uint, IsoTrack> _tracks = [];
        private readonly HashSet<uint> _chapters = [];
        private uint _timescale;
        private bool _fragmented;

        public IsoFilm Film()
        {
            foreach (var box in boxes.Top())
            {
                if (box.Name == "moov")
                    ReadFilm(box);
                if (box.Name == "moof")
                    ReadFragment(box);
            }
            // The pictures of chapters are a track of pictures, but stand beside the film.
            var played = _tracks.Values.Where(track => track.Handler is "vide" or "soun" && !_chapters.Contains(track.Id)).ToList();
            if (played.Count == 0)
                throw new InvalidDataException("No track plays.");
            if (played.Exists(track => track.Bytes > boxes.Length))
                throw new InvalidDataException("Samples are missing.");
            var times = played.ConvertAll(track => track.Played(Edits(track)));
            // The clock starts with what is shown first.
            var wait = played.Min(track => track.Edits is null ? track.Wait : 0);
            var shown = played.Where(track => track.Handler == "vide").MaxBy(track => (long)track.Width * track.Height);
            return new(
                TimeSpan.FromSeconds(times.Max(time => time.Length) - wait),
                TimeSpan.FromSeconds(times.Sum(time => time.Backed)),
                shown is not null,
                shown is { Width: > 0 } ? shown.Width : null,
                shown is { Height: > 0 } ? shown.Height : null
            );
        }

        private void ReadFilm(IsoBox film)
        {
            foreach (var box in boxes.In(film))
            {
                if (box.Name == "mvhd")
                    _timescale = boxes.U32(box, boxes.Version(box) == 1 ? 20 : 12);
                if (box.Name == "trak")
                    ReadTrack(box);
                if (box.Name == "mvex")
                    ReadDefaults(box);
            }
        }

        private void ReadTrack(IsoBox box)
        {
            var track = new IsoTrack();
            foreach (var part in boxes.In(box))
            {
                if (part.Name == "tkhd")
                    ReadHeader(part, track);
                if (part.Name == "edts" && Child(part, "elst") is { } list && boxes.U32(list, 4) > 0)
                    track.Edits = list;
                if (part.Name == "tref" && Child(part, "chap") is { } named)
                    _chapters.UnionWith(boxes.Numbers(named, 0, named.Length / 4).Take(MostChapterTracks - _chapters.Count));
                if (part.Name == "mdia")
                    ReadMedia(part, track);
            }
            if (!_tracks.TryAdd(track.Id, track))
                throw new InvalidDataException("Two tracks have one number.");
        }

        private void ReadHeader(IsoBox header, IsoTrack track)
        {
            track.Id = boxes.U32(header, boxes.Version(header) == 1 ? 20 : 12);
            // The matrix that places the picture, then its size as 16.16 fixed point: 90 degrees have nothing on the diagonal.
            var (size, turned) = (header.Length - 8, boxes.U32(header, header.Length - 44) == 0);
            var (width, height) = ((int)(boxes.U32(header, size) >> 16), (int)(boxes.U32(header, size + 4) >> 16));
            (track.Width, track.Height) = turned ? (height, width) : (width, height);
        }

        private void ReadMedia(IsoBox media, IsoTrack track)
        {
            foreach (var part in boxes.In(media))
            {
                if (part.Name == "mdhd")
                    track.Timescale = boxes.U32(part, boxes.Version(part) == 1 ? 20 : 12);
                if (part.Name == "hdlr")
                    track.Handler = boxes.Text(part, 8);
                if (part.Name == "minf" && Child(part, "stbl") is { } tables)
                    ReadSamples(tables, track);
            }
        }

        /// <summary>
        /// Reads two tables of runs, how long each sample lasts and how much later it is shown; the table of sizes says how many samples there are.
        /// </summary>
        private void ReadSamples(IsoBox tables, IsoTrack track)
        {
            IsoBox? times = null,
                delays = null,
                sizes = null;
            foreach (var table in boxes.In(tables))
            {
                if (table.Name == "stts")
                    times = table;
                if (table.Name == "ctts")
                    delays = table;
                if (table.Name is "stsz" or "stz2")
                    sizes = table;
            }
            if (times is null || sizes is null)
                return;
            var left = ReadSizes(sizes.Value, track);
            using var delayed = (delays is { } table2 ? boxes.Runs(table2) : []).GetEnumerator();
            var (same, delay) = (0L, 0);
            foreach (var (samples, ticks) in boxes.Runs(times.Value))
            {
                for (var rest = Math.Min(samples, left); rest > 0; )
                {
                    while (same == 0)
                        (same, delay) = delayed.MoveNext() ? (delayed.Current.Samples, (int)delayed.Current.Value) : (long.MaxValue, 0);
                    var run = Math.Min(rest, same);
                    track.Add(run, ticks, delay);
                    (rest, same, left) = (rest - run, same - run, left - run);
                }
            }
        }

        /// <returns>How many samples there are.</returns>
        private long ReadSizes(IsoBox sizes, IsoTrack track)
        {
            var (each, count) = (boxes.U32(sizes, 4), boxes.U32(sizes, 8));
            track.Bytes =
                sizes.Name == "stz2" ? count
                : each > 0 ? checked((long)each * count)
                : boxes.Numbers(sizes, 12, count).Sum(size => (long)Math.Max(1, size));
            return count;
        }

        private void ReadDefaults(IsoBox box)
        {
            foreach (var defaults in boxes.In(box).Where(defaults => defaults.Name == "trex"))
            {
                if (_tracks.TryGetValue(boxes.U32(defaults, 4), out var track))
                    (track.SampleTicks, track.SampleBytes) = (boxes.U32(defaults, 12), boxes.U32(defaults, 16));
            }
        }

        private void ReadFragment(IsoBox fragment)
        {
            _fragmented = true;
            foreach (var part in boxes.In(fragment).Where(part => part.Name == "traf"))
            {
                var (track, ticks, bytes) = ((IsoTrack?)null, 0u, 0u);
                foreach (var box in boxes.In(part))
                {
                    if (box.Name == "tfhd")
                        (track, ticks, bytes) = FragmentHeader(box);
                    if (box.Name == "tfdt" && track is not null)
                        track.Decoded = boxes.Version(box) == 1 ? boxes.I64(box, 4) : boxes.U32(box, 4);
                    if (box.Name == "trun" && track is not null)
                        ReadRun(box, track, ticks, bytes);
                }
            }
        }

        /// <summary>
        /// Reads the header of a track's fragment. Its flags say which fields follow the track's number: 0x1 an offset (8 bytes), 0x2 a description, 0x8 how
        /// long each sample lasts, 0x10 how many bytes it has.
        /// </summary>
        private (IsoTrack? Track, uint Ticks, uint Bytes) FragmentHeader(IsoBox box)
        {
            var flags = boxes.U32(box, 0);
            if (!_tracks.TryGetValue(boxes.U32(box, 4), out var track))
                return default;
            var ticksAt = 8 + ((flags & 0x1) * 8) + (4 * uint.PopCount(flags & 0x2));
            return (
                track,
                (flags & 0x8) == 0 ? track.SampleTicks : boxes.U32(box, ticksAt),
                (flags & 0x10) == 0 ? track.SampleBytes : boxes.U32(box, ticksAt + (4 * uint.PopCount(flags & 0x8)))
            );
        }

        /// <summary>
        /// Reads a run of samples. Its flags say which fields there are: before the samples 0x1 an offset and 0x4 the first sample's flags; for each sample
        /// 0x100 its ticks, 0x200 its bytes, 0x400 its flags, 0x800 its delay.
        /// </summary>
        private void ReadRun(IsoBox box, IsoTrack track, uint ticks, uint bytes)
        {
            var (flags, samples) = (boxes.U32(box, 0), boxes.U32(box, 4));
            var fields = (int)uint.PopCount(flags & 0xF00);
            if (fields == 0)
            {
                track.Add(samples, ticks, 0);
                track.Bytes = checked(track.Bytes + ((long)Math.Max(1, bytes) * samples));
                return;
            }
            using var numbers = boxes.Numbers(box, 8 + (4 * uint.PopCount(flags & 0x5)), (long)fields * samples).GetEnumerator();
            uint Next(uint flag, uint otherwise) => (flags & flag) != 0 && numbers.MoveNext() ? numbers.Current : otherwise;
            for (var sample = 0L; sample < samples; sample++)
            {
                var (lasts, size, _, delay) = (Next(0x100, ticks), Next(0x200, bytes), Next(0x400, 0), (int)Next(0x800, 0));
                track.Add(1, lasts, delay);
                track.Bytes += Math.Max(1, size);
            }
        }

        /// <summary>
        /// Reads the edits of a track. What follows in fragments was not known when they were written, so that the last of them goes to the end of the track.
        /// </summary>
        private IEnumerable<IsoEdit> Edits(IsoTrack track)
        {
            if (track.Edits is not { } list)
            {
                yield return IsoEdit.Whole;
                yield break;
            }
            if (_timescale == 0)
                throw new InvalidDataException("The film has no timescale.");
            var count = boxes.U32(list, 4);
            if (count > MostEdits)
                throw new InvalidDataException("The film has too many edits.");
            for (var edit = 0L; edit < count; edit++)
                yield return Edit(list, edit, last: edit == count - 1);
        }

        private IsoEdit Edit(IsoBox list, long number, bool last)
        {
            var wide = boxes.Version(list) == 1;
            var at = 8 + (number * (wide ? 20 : 12));
            var (ticks, from) = wide ? (boxes.I64(list, at), boxes.I64(list, at + 8)) : (boxes.U32(list, at), (int)boxes.U32(list, at + 4));
            var rate = boxes.U32(list, at + (wide ? 16 : 8));
            return new(Seconds: (double)ticks / _timescale, from, ToTheEnd: last && (_fragmented || ticks == 0), IsStill: rate == 0);
        }

        private IsoBox? Child(IsoBox box, string name)
        {
            foreach (var child in boxes.In(box))
            {
                if (child.Name == name)
                    return child;
            }
            return null;
        }
    }
}
