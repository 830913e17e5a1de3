using ELearning.Tests.Media;

namespace ELearning.Processes.Tests.Media;

/// <summary>One sound file of each kind, by name.</summary>
internal static class GoodFiles
{
    public const string Vtt = """
        WEBVTT - 党课
        Kind: captions

        NOTE what follows is the first lesson

        STYLE
        ::cue(.red) { color: red }

        one
        00:00.000 --> 00:02.500 align:start position:10%
        <v 陈老师>同志们好</v>，<i>开始</i>上课 &amp; 学习

        01:00:02.500 --> 01:00:04.000
        1 < 2 > 0 <c.red>红色</c> <00:00:03.000>那年
        """;

    public const string Srt =
        "\uFEFF1\r\n00:00:00,000 --> 00:00:02,500\r\n<font color=\"#ff0000\">同志们好</font>\r\n\r\n2\r\n00:00:02,500 --> 00:00:04,000\r\n<i>开始上课</i>\r\n";

    /// <summary>An EXIF segment that says: turned by 90 degrees.</summary>
    // csharpier-ignore
    private static readonly byte[] Turned =
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];

    public static Task<byte[]> BytesAsync(string name) =>
        name switch
        {
            "film.mp4" => Ffmpeg.BytesAsync(
                "-f lavfi -i testsrc=d=2:s=160x120:r=25 -f lavfi -i sine=440:d=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac",
                ".mp4"
            ),
            "fragments.mp4" => Ffmpeg.BytesAsync(
                "-f lavfi -i testsrc=d=2:s=160x120:r=25 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 5 -movflags +frag_keyframe+empty_moov",
                ".mp4"
            ),
            "film.webm" => Ffmpeg.BytesAsync("-f lavfi -i testsrc=d=1:s=160x120:r=25 -c:v libvpx -deadline realtime", ".webm"),
            "sound.mp3" => Ffmpeg.BytesAsync("-f lavfi -i sine=440:d=1 -c:a libmp3lame", ".mp3"),
            "sound.wav" => Ffmpeg.BytesAsync("-f lavfi -i sine=440:d=1", ".wav"),
            "photograph.jpg" => Ffmpeg.BytesAsync("-f lavfi -i testsrc=s=64x48 -frames:v 1", ".jpg"),
            "photograph.webp" => Ffmpeg.BytesAsync("-f lavfi -i testsrc=s=64x48 -frames:v 1 -c:v libwebp", ".webp"),
            "lossless.webp" => Ffmpeg.BytesAsync("-f lavfi -i testsrc=s=64x48 -frames:v 1 -c:v libwebp -lossless 1", ".webp"),
            "turned.jpg" => Task.FromResult<byte[]>([0xFF, 0xD8, .. Turned, .. HostileFiles.Jpeg(64, 48)[2..]]),
            "written.pdf" => Task.FromResult(PdfFile.With("/Extra 10 0 R", PdfFile.Packed("<< /Title (a) >>"))),
            "packed-twice.pdf" => Task.FromResult(PdfFile.PackedTwice("<< /Title (a) >>")),
            "captions.vtt" => Task.FromResult(System.Text.Encoding.UTF8.GetBytes(Vtt)),
            "captions.srt" => Task.FromResult(System.Text.Encoding.UTF8.GetBytes(Srt)),
            "book.epub" => Task.FromResult(ZipBytes.Epub()),
            "package.zip" => Task.FromResult(
                ZipBytes.Of(("lesson/index.html", "<script src=a.js></script>"), ("lesson/a.js", "1"), ("lesson/图/一.txt", new string('x', 20_000)))
            ),
            _ => DemoMedia.BytesAsync(name),
        };
}
