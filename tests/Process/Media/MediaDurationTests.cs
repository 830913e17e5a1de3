using ELearning.Content;
using ELearning.Tests.Media;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace ELearning.Processes.Tests.Media;

/// <summary>Duration decides hours: what the checks find is what <c>ffprobe</c> says, to a tenth of a second, however the file was made.</summary>
public sealed class MediaDurationTests(ITestOutputHelper output) : IDisposable
{
    private const string Film = "-f lavfi -i testsrc=d=7.3:s=160x120:r=25 -f lavfi -i sine=440:d=7.3 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac";
    private const string Silent = "-f lavfi -i testsrc=d=6.4:s=176x144:r=25 -c:v libx264 -preset ultrafast -pix_fmt yuv420p";
    private const string Sound = "-f lavfi -i sine=440:d=8.2";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("plain.mp4", "video/mp4", "160x120", Film)]
    [InlineData("header-at-the-start.mp4", "video/mp4", "160x120", Film + " -movflags +faststart")]
    [InlineData("timescale-90000.mp4", "video/mp4", "160x120", Film + " -video_track_timescale 90000 -movie_timescale 90000")]
    [InlineData("timescale-600.mp4", "video/mp4", "176x144", Silent + " -video_track_timescale 600 -movie_timescale 600")]
    [InlineData("header-of-version-1.mp4", "video/mp4", "176x144", Silent + " -video_track_timescale 1000000000 -movie_timescale 1000000000")]
    [InlineData("fragments.mp4", "video/mp4", "160x120", Film + " -g 25 -movflags +frag_keyframe+empty_moov+default_base_moof")]
    [InlineData("fragments-and-header.mp4", "video/mp4", "160x120", Film + " -g 25 -movflags +frag_keyframe")]
    [InlineData("fragments-by-dash.mp4", "video/mp4", "176x144", Silent + " -g 25 -movflags +dash+delay_moov -frag_duration 1000000 -brand msdh")]
    [InlineData("b-frames.mp4", "video/mp4", "160x120", "-f lavfi -i testsrc=d=5:s=160x120:r=30 -c:v libx264 -bf 3 -pix_fmt yuv420p")]
    [InlineData(
        "uneven-frames.mp4",
        "video/mp4",
        "160x120",
        "-f lavfi -i testsrc=d=5:s=160x120:r=30 -vf \"select='not(mod(n,3))*lt(n,90)+gte(n,90)'\" -vsync vfr -c:v libx264 -preset ultrafast -pix_fmt yuv420p"
    )]
    [InlineData("only-sound.mp4", "audio/mp4", "", Sound + " -c:a aac")]
    [InlineData("sound.m4a", "audio/mp4", "", Sound + " -c:a aac -b:a 64k")]
    [InlineData("lossless.m4a", "audio/mp4", "", Sound + " -c:a alac")]
    [InlineData("fixed-rate.mp3", "audio/mpeg", "", Sound + " -c:a libmp3lame -b:a 64k")]
    [InlineData("varying-rate.mp3", "audio/mpeg", "", Sound + " -c:a libmp3lame -q:a 5")]
    [InlineData("fixed-rate-without-header.mp3", "audio/mpeg", "", Sound + " -c:a libmp3lame -b:a 96k -write_xing 0 -id3v2_version 0")]
    [InlineData("low-rate.mp3", "audio/mpeg", "", Sound + " -ar 22050 -c:a libmp3lame -b:a 32k -metadata title=党课")]
    [InlineData("sound.wav", "audio/wav", "", Sound + " -ar 44100 -c:a pcm_s16le")]
    [InlineData("speech.wav", "audio/wav", "", Sound + " -ar 8000 -ac 1 -c:a pcm_u8")]
    [InlineData(
        "vp8.webm",
        "video/webm",
        "160x120",
        "-f lavfi -i testsrc=d=4.2:s=160x120:r=25 -f lavfi -i sine=440:d=4.2 -c:v libvpx -deadline realtime -c:a libvorbis"
    )]
    [InlineData("vp9.webm", "video/webm", "160x120", "-f lavfi -i testsrc=d=3:s=160x120:r=25 -c:v libvpx-vp9 -deadline realtime -cpu-used 8")]
    [InlineData("sound.webm", "audio/webm", "", Sound + " -c:a libopus")]
    public async Task The_duration_is_the_one_of_ffprobe(string name, string contentType, string size, string arguments)
    {
        var file = _bench.Made(name);
        await Ffmpeg.MakeAsync(arguments, file);
        var probed = await Ffmpeg.DurationAsync(file);

        var media = await _bench.CheckFileAsync(file, contentType);

        output.WriteLine($"{name}: ffprobe {probed:0.000} s, checks {media.DurationMilliseconds / 1000.0:0.000} s");
        Assert.InRange(media.DurationMilliseconds!.Value / 1000.0, probed - 0.1, probed + 0.1);
        Assert.Equal((contentType, size), (media.ContentType, media.Width is null ? "" : $"{media.Width}x{media.Height}"));
    }

    [Fact]
    public async Task Sound_and_film_of_one_container_are_told_by_their_tracks()
    {
        var (sound, film) = (await Ffmpeg.BytesAsync(Sound + " -c:a aac", ".mp4"), await Ffmpeg.BytesAsync(Silent, ".mp4"));
        Assert.Equal("audio/mp4", (await _bench.CheckAsync(sound, "lesson.mp4", "video/mp4")).ContentType);
        Assert.Equal("video/mp4", (await _bench.CheckAsync(film, "lesson.mp4", "audio/mp4")).ContentType);
    }

    [Fact]
    public async Task A_film_turned_on_its_side_has_the_size_it_is_shown_in()
    {
        var upright = _bench.Made("upright.mp4");
        await Ffmpeg.MakeAsync(Silent, upright);
        var turned = _bench.Made("turned.mp4");
        await Ffmpeg.MakeAsync($"-i \"{upright}\" -c copy -metadata:s:v rotate=90", turned);
        var media = await _bench.CheckFileAsync(turned, "video/mp4");
        Assert.Equal((144, 176), (media.Width, media.Height));
    }

    [Fact]
    public async Task Mp3_whose_rate_changes_without_a_header_is_counted_and_not_estimated()
    {
        // Loud noise, then silence: whoever takes the rate of the beginning for that of the whole finds far too little.
        var bytes = await Ffmpeg.BytesAsync(
            "-f lavfi -i \"anoisesrc=d=4:a=0.9[a];anullsrc=d=36,atrim=duration=36[b];[a][b]concat=n=2:v=0:a=1\" -c:a libmp3lame -q:a 0 -write_xing 0",
            ".mp3"
        );
        Assert.InRange((await _bench.CheckAsync(bytes, "lesson.mp3", "audio/mpeg")).DurationMilliseconds!.Value, 39_900, 40_200);
    }

    [Fact]
    public async Task Without_ffprobe_what_needs_it_is_refused_and_says_so_and_film_is_not()
    {
        using var without = new CheckBench(ffprobe: _bench.Made("nowhere"));
        var wav = await Ffmpeg.BytesAsync("-f lavfi -i sine=440:d=1", ".wav");
        var refused = await Assert.ThrowsAsync<ContentError>(() => without.CheckAsync(wav, "lesson.wav", "audio/wav"));
        Assert.Equal(["DURATION", MediaFault.FfprobeMissing, "Media:FfprobePath"], refused.Arguments);
        Assert.Empty(without.Left);
        Assert.Equal(24_000, (await without.CheckAsync(await DemoMedia.BytesAsync("party-history.mp4"), "film.mp4", "video/mp4")).DurationMilliseconds);
    }

    [Theory]
    [InlineData("exec sleep 3600")] // says nothing
    [InlineData("exec yes")] // never ends
    public async Task An_ffprobe_that_hangs_or_floods_is_ended_and_the_file_refused(string script)
    {
        var time = new WatchedTime();
        var program = _bench.Made("ffprobe");
        // The file comes by its name when the number stands in it.
        await File.WriteAllTextAsync(program, $"#!/bin/sh\necho $$ > '{_bench.Made("begun")}'\nmv '{_bench.Made("begun")}' '{_bench.Made("pid")}'\n{script}\n");
        var runs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var folder = new FileSystemWatcher(Path.GetDirectoryName(program)!, "pid");
        folder.Renamed += (_, _) => runs.TrySetResult();
        folder.EnableRaisingEvents = true;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var hanging = new CheckBench(program, time);
        var check = hanging.CheckAsync(await Ffmpeg.BytesAsync("-f lavfi -i sine=440:d=1", ".wav"), "lesson.wav", "audio/wav");
        await Task.WhenAll(runs.Task, time.Waits.Task).WaitAsync(Patience);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(["DURATION", MediaFault.NoDuration], (await Assert.ThrowsAsync<ContentError>(() => check.WaitAsync(Patience))).Arguments);
        Assert.Empty(hanging.Left);
        Assert.ThrowsAny<Exception>(() =>
        {
            using var process = System.Diagnostics.Process.GetProcessById(
                int.Parse(File.ReadAllText(_bench.Made("pid")), System.Globalization.CultureInfo.InvariantCulture)
            );
            if (process.HasExited || process.WaitForExit(5000))
                throw new InvalidOperationException("It has ended.");
        });
    }

    /// <summary>Says when somebody waits for a minute to be over.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        public TaskCompletionSource Waits { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == TimeSpan.FromMinutes(1))
                Waits.TrySetResult();
            return timer;
        }
    }
}
