using ELearning.Content;
using ELearning.Tests.Media;

namespace ELearning.Processes.Tests.Media;

/// <summary>What is sound is stored, as what it is, whatever spelling of its type it comes with.</summary>
public sealed class GoodFileTests : IDisposable
{
    private readonly CheckBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("party-history.mp4", "video/mp4", "video/mp4 640x360")]
    [InlineData("reading.m4a", "audio/x-m4a", "audio/mp4")]
    [InlineData("film.webm", "video/webm; codecs=vp8", "video/webm 160x120")]
    [InlineData("sound.mp3", "audio/mp3", "audio/mpeg")]
    [InlineData("sound.wav", "audio/x-wav", "audio/wav")]
    [InlineData("handbook.pdf", "application/pdf", "application/pdf 2 pages")]
    [InlineData("written.pdf", "application/x-pdf", "application/pdf 1 pages")]
    [InlineData("packed-twice.pdf", "application/pdf", "application/pdf 1 pages")]
    [InlineData("poster.png", "", "image/png 640x360")]
    [InlineData("photograph.jpg", "image/jpg", "image/jpeg 64x48")]
    [InlineData("turned.jpg", "image/jpeg", "image/jpeg 48x64")]
    [InlineData("photograph.webp", "image/webp", "image/webp 64x48")]
    [InlineData("lossless.webp", "IMAGE/WEBP", "image/webp 64x48")]
    [InlineData("captions.vtt", "text/vtt; charset=utf-8", "text/vtt")]
    [InlineData("captions.srt", "application/octet-stream", "application/x-subrip")]
    [InlineData("book.epub", "application/epub+zip", "application/epub+zip")]
    [InlineData("package.zip", "application/x-zip-compressed", "application/zip")]
    public async Task A_sound_file_is_stored_as_what_it_is(string name, string contentType, string found)
    {
        var media = await _bench.CheckAsync(await GoodFiles.BytesAsync(name), name, contentType);
        Assert.Equal(
            found,
            media.ContentType + (media.Width is null ? "" : $" {media.Width}x{media.Height}") + (media.PageCount is null ? "" : $" {media.PageCount} pages")
        );
        Assert.Equal(name, media.Name);
        Assert.Equal(
            contentType.Contains("audio", StringComparison.Ordinal) || contentType.Contains("video", StringComparison.Ordinal),
            media.DurationMilliseconds is not null
        );
    }

    [Fact]
    public void Archives_are_attachments_and_all_else_is_shown_in_place() =>
        Assert.Equal([MediaFormat.Epub, MediaFormat.Package], MediaFormat.All.Where(type => !type.Inline));

    [Fact]
    public void No_type_has_the_spelling_of_another() => Assert.Distinct(MediaFormat.All.SelectMany(type => type.Aliases.Append(type.ContentType)));
}
