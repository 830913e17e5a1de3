using CsCheck;
using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Processes.Tests.Media;

/// <summary>Whatever is cut off or flipped in a file, the checks answer: stored or refused by a rule, in time.</summary>
public sealed class BrokenFileTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("film.mp4", "video/mp4", 500)]
    [InlineData("fragments.mp4", "video/mp4", 500)]
    [InlineData("reading.m4a", "audio/mp4", 300)]
    [InlineData("handbook.pdf", "application/pdf", 150)]
    [InlineData("written.pdf", "application/pdf", 500)]
    [InlineData("poster.png", "image/png", 500)]
    [InlineData("photograph.jpg", "image/jpeg", 500)]
    [InlineData("photograph.webp", "image/webp", 500)]
    [InlineData("captions.vtt", "text/vtt", 500)]
    [InlineData("captions.srt", "application/x-subrip", 500)]
    [InlineData("book.epub", "application/epub+zip", 500)]
    [InlineData("package.zip", "application/zip", 500)]
    [InlineData("sound.mp3", "audio/mpeg", 30)] // each one is a process
    [InlineData("sound.wav", "audio/wav", 30)]
    [InlineData("film.webm", "video/webm", 30)]
    public async Task A_broken_file_is_stored_or_refused_but_never_anything_else(string name, string contentType, long times)
    {
        var whole = await GoodFiles.BytesAsync(name);
        await Damage(whole.Length)
            .SampleAsync(
                async damage =>
                {
                    var broken = damage.Of(whole);
                    try
                    {
                        var media = await _bench.CheckAsync(broken, name, contentType).WaitAsync(Patience);
                        Assert.Equal(broken.Length, media.ByteLength);
                    }
                    catch (ContentError refused)
                    {
                        Assert.Equal(ContentErrorCode.MediaRefused, refused.Code);
                    }
                },
                iter: times
            );
        Assert.Empty(_bench.Left);
    }

    /// <param name="Length">What is left of the file.</param>
    /// <param name="Flips">Bytes that change, and into what.</param>
    private sealed record Broken(int Length, (int At, byte Value)[] Flips)
    {
        public byte[] Of(byte[] whole)
        {
            var bytes = whole[..Length];
            foreach (var (at, value) in Flips.Where(flip => flip.At < Length))
                bytes[at] = value;
            return bytes;
        }
    }

    /// <summary>Half of them only cut; the others changed, most often near the ends, where the tables of a file lie.</summary>
    private static Gen<Broken> Damage(int length)
    {
        var place = Gen.Frequency(
            (3, Gen.Int[0, Math.Min(1000, length - 1)]),
            (3, Gen.Int[Math.Max(0, length - 1000), length - 1]),
            (2, Gen.Int[0, length - 1])
        );
        var flip = Gen.Select(place, Gen.Frequency((2, Gen.Byte), (1, Gen.Const((byte)0xFF)), (1, Gen.Const((byte)0))));
        return Gen.Frequency(
            (1, place.Select(cut => new Broken(cut, []))),
            (3, flip.Array[1, 8].Select(flips => new Broken(length, flips))),
            (1, Gen.Select(place, flip.Array[1, 8]).Select((cut, flips) => new Broken(cut, flips)))
        );
    }
}
