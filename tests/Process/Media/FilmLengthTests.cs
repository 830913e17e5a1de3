using System.Buffers.Binary;
using System.Globalization;
using ELearning.Content;
using ELearning.Tests.Media;
using Xunit.Abstractions;

namespace ELearning.Processes.Tests.Media;

/// <summary>
/// A film or sound is as long as a player takes over it, whatever its headers say. <c>ffprobe</c> agrees on what it reads the same tables of; where it goes by
/// the header, the value is what browsers show: Chromium 156 was asked for <c>HTMLMediaElement.duration</c> and how far it played.
/// </summary>
public sealed class FilmLengthTests(ITestOutputHelper output) : IDisposable
{
    private const string Pictures = "-f lavfi -i testsrc=d=20:s=160x120:r=10",
        Sound = "-f lavfi -i sine=d=20";
    private const string Reordered = " -c:v libx264 -bf 3 -g 20 -pix_fmt yuv420p",
        InOrder = " -c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    private const string Uneven = Pictures + " -vf \"select='if(lt(t,10),1,not(mod(n,7)))'\" -vsync vfr" + Reordered;
    private const string Fragments = " -movflags +frag_keyframe+empty_moov+default_base_moof";
    private const string Live = Pictures + " " + Sound + " -c:a aac" + Reordered + Fragments;
    private const string Plain = Pictures + InOrder + " -video_track_timescale 10240";

    private static readonly Made[] Films =
    [
        new("uneven frames out of order", Uneven),
        new("uneven frames, shown before they are decoded", Uneven + " -movflags +negative_cts_offsets"),
        new("uneven frames without an edit list", Uneven + " -use_editlist 0"),
        new("frames out of order without an edit list", Pictures + Reordered + " -use_editlist 0"),
        new("few frames out of order", "-f lavfi -i testsrc=d=20:s=160x120:r=1" + Reordered),
        new("sound that begins after 3 s", "-itsoffset 3 " + Sound + " -c:a aac", Ending: ".m4a"),
        new("pictures that begin after 3 s", "-itsoffset 3 " + Pictures + Reordered),
        new("pictures that begin 3 s after their sound", $"-itsoffset 3 {Pictures} {Sound} -c:a aac" + Reordered),
        new("pictures that begin 3 s before the film", $"-itsoffset -3 {Pictures} {Sound} -c:a aac" + Reordered),
        new("cut out without encoding", "-ss 7.3 -i SOURCE -c copy"),
        new("5 s cut out without encoding", "-ss 7.3 -t 5 -i SOURCE -c copy"),
        new("header at the start", "-i SOURCE -c copy -movflags +faststart"),
        new("another brand", "-i SOURCE -c copy -brand mp42"),
        new(
            "for a player of films in the pocket",
            "-f lavfi -i testsrc=d=8:s=320x240:r=29.97 -f lavfi -i sine=d=8 -c:v libx264 -pix_fmt yuv420p -c:a aac -f psp"
        ),
        new("fragments", "-i SOURCE -c copy" + Fragments),
        new("fragments that count from the file's start", "-i SOURCE -c copy -movflags +frag_keyframe+empty_moov"),
        new("fragments after a film of its own", "-i SOURCE -c copy -movflags +frag_keyframe"),
        new("fragments with an edit list", "-i SOURCE -c copy -movflags +frag_keyframe+delay_moov"),
        new("fragments of pictures alone", Pictures + Reordered + Fragments),
        new("fragments of pictures that begin after 3 s", $"-itsoffset 3 {Pictures}{Reordered} -movflags +frag_keyframe+delay_moov"),
        new("fragments for adaptive streams", "-i SOURCE -c copy -movflags +cmaf -frag_duration 1000000"),
        new("fragments with an index", "-i SOURCE -c copy -movflags +dash+global_sidx -frag_duration 1000000"),
        new("fragments for smooth streams", "-i SOURCE -c copy -f ismv -brand iso5"),
        new("fragments of a picture each", "-f lavfi -i testsrc=d=7200:s=160x120:r=1/900" + InOrder + Fragments),
        new("a recording that lost what was in the middle", Live, film => IsoBytes.WithoutFragments(film, number => number is >= 4 and < 8)),
        new("a recording that lost nearly all", Live, film => IsoBytes.WithoutFragments(film, number => number is > 0 and < 9)),
        new("a recording that lost its start", Live, film => IsoBytes.WithoutFragments(film, number => number < 4)),
        new("a recording that lost its end", Live, film => IsoBytes.WithoutFragments(film, number => number >= 5)),
        new("fragments without times", Live, IsoBytes.WithoutTimes),
        new("fragments without times, some lost", Live, film => IsoBytes.WithoutTimes(IsoBytes.WithoutFragments(film, number => number is >= 4 and < 8))),
        new("5 of 20 s, all in 64 bits", Plain, film => IsoBytes.WithEdits(film, wide: true, new FilmEdit(5000, 400))),
        new("5 of 20 s", Plain, film => IsoBytes.WithEdits(film, wide: false, new FilmEdit(5000, 400))),
        new("two scenes", Plain, film => IsoBytes.WithEdits(film, wide: false, new(3000, 2000), new(4000, 10_000))),
        new("one scene five times", Plain, film => IsoBytes.WithEdits(film, wide: false, [.. Enumerable.Repeat(new FilmEdit(5000, 0), 5)])),
        new("a still, then the film", Plain, film => IsoBytes.WithEdits(film, wide: false, new(5000, 0, Still: true), new(20_000, 0))),
        new("the film, then a still", Plain, film => IsoBytes.WithEdits(film, wide: true, new(20_000, 0), new(5000, 19_000, Still: true))),
        new("a pause between two scenes", Plain, film => IsoBytes.WithEdits(film, wide: false, new(10_000, 0), new(5000, null), new(10_000, 10_000))),
        new("a pause at the end", Plain, film => IsoBytes.WithEdits(film, wide: false, new(20_000, 0), new(5000, null))),
        new("a name for every chapter", $"{Pictures} -i CHAPTERS -map_metadata 1{InOrder}"),
        new("a cover", Sound + " -f lavfi -i testsrc=d=0.04:s=64x64 -map 0 -map 1 -c:a aac -c:v mjpeg -disposition:v:0 attached_pic", Ending: ".m4a"),
        new("a timecode", Pictures + InOrder + " -timecode 01:00:00:00 -write_tmcd 1"),
        new("sound with a run-up", "-f lavfi -i sine=d=8.2 -c:a aac -f ipod", Ending: ".m4a"),
        new("two sounds, one of them longer", $"-f lavfi -i testsrc=d=10:s=160x120:r=10 -f lavfi -i sine=d=10 {Sound} -map 0 -map 1 -map 2 -c:a aac{InOrder}"),
        new("sound longer than pictures", $"-f lavfi -i testsrc=d=10:s=160x120:r=10 {Sound} -c:a aac{InOrder}"),
        new("pictures longer than sound", $"{Pictures} -f lavfi -i sine=d=10 -c:a aac{InOrder}"),
        new("one picture", Pictures + " -frames:v 1" + InOrder),
        new("two hours of eight pictures", "-f lavfi -i testsrc=d=7200:s=160x120:r=1/900" + InOrder),
        new("odd timescales", Pictures + Reordered + " -video_track_timescale 30001 -movie_timescale 997"),
        new("HEVC", "-f lavfi -i testsrc=d=6:s=160x120:r=10 -c:v libx265 -x265-params log-level=none"),
        new("MPEG-4 Visual", "-f lavfi -i testsrc=d=6:s=160x120:r=10 -c:v mpeg4 -bf 2"),
    ];

    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task The_length_is_the_one_of_ffprobe_and_every_second_of_it_can_be_reported()
    {
        await Ffmpeg.MakeAsync($"{Pictures} {Sound} -c:a aac{Reordered}", Source);
        var wrong = new List<string>();
        output.WriteLine($"{"film", -50} ffprobe   checks difference");
        foreach (var film in Films)
        {
            var file = await MakeAsync(film);
            var probed = await Ffmpeg.DurationAsync(file);
            var found = await LengthAsync(file);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{film.What, -50} {probed, 8:0.000} {found, 8:0.000} {found - probed, 8:0.000}"));
            if (found is not { } seconds || Math.Abs(seconds - probed) > 0.1)
                wrong.Add($"{film.What}: {found?.ToString(CultureInfo.InvariantCulture) ?? "refused"}, ffprobe {probed}");
            else if (Reported(probed, seconds) is var reported && Math.Abs(reported - seconds) > 0.1)
                wrong.Add($"{film.What}: {reported} s of {probed} could be reported");
        }
        Assert.Empty(wrong);
    }

    [Theory]
    // ffprobe 29.5 and 40: the header counts tracks of text, of which nothing is seen once the film is over.
    [InlineData("subtitles longer than the film", Pictures + " " + Sound + " -i SUBTITLES -c:a aac -c:s mov_text" + InOrder, ".mp4", 20.0)]
    [InlineData("chapters longer than the film", Pictures + " " + Sound + " -i LONG_CHAPTERS -map_metadata 2 -map 0 -map 1 -c:a aac" + InOrder, ".mp4", 20.0)]
    // ffprobe 18.5: of fragments it counts when the last picture is decoded, and that is shown at 19.6.
    [InlineData("fragments of uneven frames", Uneven + Fragments, ".mp4", 19.7)]
    // ffprobe 20.02: from where the sound begins. A player's clock starts 3 s before.
    [InlineData("fragments of sound that begins after 3 s", "-itsoffset 3 " + Sound + " -c:a aac -movflags +delay_moov -frag_duration 1000000", ".m4a", 23.0)]
    public async Task Where_ffprobe_goes_by_less_the_length_is_the_one_of_players(string what, string arguments, string ending, double seconds)
    {
        var file = await MakeAsync(new(what, arguments, Ending: ending));
        var (probed, found) = (await Ffmpeg.DurationAsync(file), await LengthAsync(file));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: ffprobe {probed:0.000} s, checks {found:0.000} s"));
        Assert.NotNull(found);
        Assert.InRange(found.Value, seconds - 0.05, seconds + 0.05);
    }

    [Theory]
    [InlineData("the film's header says an hour", "mvhd", 20, 3_600_000)]
    [InlineData("the film's header says nothing", "mvhd", 20, 0)]
    [InlineData("the film's header does not know", "mvhd", 20, uint.MaxValue)]
    [InlineData("the film's header says less", "mvhd", 20, 5000)]
    [InlineData("a track's header says an hour", "tkhd", 24, 3_600_000)]
    [InlineData("a track's media say an hour", "mdhd", 20, 3_600_000 * 12)]
    [InlineData("an edit goes on for an hour", "elst", 12, 3_600_000)]
    [InlineData("the times are those of more samples than there are", "stts", 12, uint.MaxValue)]
    public async Task A_length_that_is_said_counts_for_nothing(string what, string box, int offset, uint value)
    {
        var film = await DemoMedia.BytesAsync("party-history.mp4");
        var media = await _bench.CheckAsync(HostileFiles.Patched(film, box, offset, value), "a.mp4", "video/mp4");
        Assert.True(media.DurationMilliseconds == 24_000, $"{what}: {media.DurationMilliseconds}");
    }

    public static TheoryData<string> Claims => [.. Claimed.Keys];

    private static Dictionary<string, Func<byte[], byte[]>> Claimed { get; } =
        new()
        {
            ["a fragment an hour after the one before"] = film => IsoBytes.Later(film, 4, 3600),
            ["fragments that begin in the middle of a day"] = film => IsoBytes.Later(film, 0, 50_000),
            ["a fragment of thousands of millions of samples"] = ManySamples,
        };

    [Theory]
    [MemberData(nameof(Claims))]
    public async Task Time_that_no_samples_fill_is_refused(string what)
    {
        var film = await Ffmpeg.BytesAsync(Live, ".mp4");
        Assert.InRange((await _bench.CheckAsync(film, "a.mp4", "video/mp4")).DurationMilliseconds!.Value, 20_000, 20_300);
        var refused = await Assert.ThrowsAsync<ContentError>(() => _bench.CheckAsync(Claimed[what](film), "a.mp4", "video/mp4"));
        Assert.Equal(["DURATION", MediaFault.NoDuration], refused.Arguments);
    }

    [Fact]
    public async Task An_hour_of_nothing_before_a_film_of_seconds_is_refused_and_a_minute_is_not()
    {
        var film = await Ffmpeg.BytesAsync(Plain, ".mp4");
        Task<CheckedMedia> CheckAsync(int pause) =>
            _bench.CheckAsync(IsoBytes.WithEdits(film, wide: false, new FilmEdit(pause, null), new FilmEdit(20_000, 0)), "a.mp4", "video/mp4");
        Assert.Equal(80_000, (await CheckAsync(60_000)).DurationMilliseconds);
        Assert.Equal(["DURATION", MediaFault.NoDuration], (await Assert.ThrowsAsync<ContentError>(() => CheckAsync(3_600_000))).Arguments);
    }

    [Fact]
    public async Task Ten_thousand_edits_are_read_and_more_are_refused_before_they_are()
    {
        var film = await Ffmpeg.BytesAsync(Plain, ".mp4");
        Task<CheckedMedia> CheckAsync(int edits) =>
            _bench.CheckAsync(IsoBytes.WithEdits(film, wide: false, [.. Enumerable.Repeat(new FilmEdit(1, 0), edits)]), "a.mp4", "video/mp4");
        Assert.Equal(10_000, (await CheckAsync(10_000)).DurationMilliseconds);
        Assert.Equal(["DURATION", MediaFault.NoDuration], (await Assert.ThrowsAsync<ContentError>(() => CheckAsync(10_001))).Arguments);
    }

    [Fact]
    public async Task A_film_whose_time_to_be_read_is_over_and_one_on_a_disk_that_fails_are_told_apart()
    {
        using var film = new MemoryStream(await Ffmpeg.BytesAsync(Plain, ".mp4"));
        Assert.Null(FilmProbe.Of(film, new CancellationToken(canceled: true)));
        // What a failing disk says is no fault of the film: it is not refused, and its bytes are not dropped.
        Assert.Throws<IOException>(() => FilmProbe.Of(new FailingDisk(film), default));
    }

    private sealed class FailingDisk(Stream film) : MemoryStream
    {
        public override long Length => film.Length;

        public override int Read(Span<byte> buffer) => throw new IOException("Input/output error", 5);

        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("Input/output error", 5);
    }

    private string Source => _bench.Made("source.mp4");

    private async Task<string> MakeAsync(Made film)
    {
        var file = _bench.Made("film" + film.Ending);
        await File.WriteAllTextAsync(_bench.Made("subtitles.srt"), "1\n00:00:01,000 --> 00:00:29,500\n党课\n");
        await File.WriteAllTextAsync(_bench.Made("chapters.txt"), Chapters(10, 20));
        await File.WriteAllTextAsync(_bench.Made("long-chapters.txt"), Chapters(10, 40));
        var arguments = film
            .Arguments.Replace("SOURCE", Source, StringComparison.Ordinal)
            .Replace("SUBTITLES", _bench.Made("subtitles.srt"), StringComparison.Ordinal)
            .Replace("LONG_CHAPTERS", _bench.Made("long-chapters.txt"), StringComparison.Ordinal)
            .Replace("CHAPTERS", _bench.Made("chapters.txt"), StringComparison.Ordinal);
        await Ffmpeg.MakeAsync(arguments, file);
        if (film.Change is { } change)
            await File.WriteAllBytesAsync(file, change(await File.ReadAllBytesAsync(file)));
        return file;
    }

    private static string Chapters(params int[] ends) =>
        ";FFMETADATA1\n"
        + string.Concat(ends.Select((end, number) => $"[CHAPTER]\nTIMEBASE=1/1\nSTART={(number == 0 ? 0 : ends[number - 1])}\nEND={end}\ntitle={number}\n"));

    /// <returns>Null where it is refused.</returns>
    private async Task<double?> LengthAsync(string file)
    {
        try
        {
            return (await _bench.CheckFileAsync(file, file.EndsWith(".m4a", StringComparison.Ordinal) ? "audio/mp4" : "video/mp4")).DurationMilliseconds
                / 1000.0;
        }
        catch (ContentError)
        {
            return null;
        }
    }

    /// <summary>Beats of 30 s each, as a player reports them that plays up to here.</summary>
    private static double Reported(double played, double duration)
    {
        var counted = IntervalSet.Empty;
        var sequence = 0;
        for (var at = 0.0; at < played; at += 30)
        {
            var end = Math.Min(played, at + 30);
            foreach (
                var piece in BeatChecks.Read(new StudyBeat(++sequence, end, [new PlayedSegment(at, end)]), sequence - 1, (long)Math.Round(duration * 1000))
            )
                counted = counted.Union(IntervalSet.Of(piece));
        }
        return counted.Length / 1000.0;
    }

    /// <summary>The first run without fields of its own: its samples are what the fragment says of all.</summary>
    private static byte[] ManySamples(byte[] film)
    {
        var run = film.AsSpan().IndexOf("trun"u8);
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(run + 4), BinaryPrimitives.ReadUInt32BigEndian(film.AsSpan(run + 4)) & 0xFF0000FF);
        BinaryPrimitives.WriteUInt32BigEndian(film.AsSpan(run + 8), uint.MaxValue);
        return film;
    }

    /// <param name="Arguments">Of <c>ffmpeg</c>; words in capitals are files.</param>
    /// <param name="Change">What <c>ffmpeg</c> cannot do.</param>
    private sealed record Made(string What, string Arguments, Func<byte[], byte[]>? Change = null, string Ending = ".mp4");
}
