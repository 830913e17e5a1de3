using System.Net.Http.Headers;
using ELearning.Api;
using ELearning.Content;

namespace ELearning.Tests.Media;

public sealed class MediaHeadersTests
{
    [Theory]
    [InlineData("film.mp4", "inline; filename=film.mp4; filename*=UTF-8''film.mp4")]
    [InlineData("党史 第一课.mp4", "inline; filename=\"__ ___.mp4\"; filename*=UTF-8''%E5%85%9A%E5%8F%B2%20%E7%AC%AC%E4%B8%80%E8%AF%BE.mp4")]
    [InlineData("a\"b\\c.mp4", "inline; filename=\"a\\\"b\\\\c.mp4\"; filename*=UTF-8''a%22b%5Cc.mp4")]
    [InlineData("学习🎓.mp4", "inline; filename=____.mp4; filename*=UTF-8''%E5%AD%A6%E4%B9%A0%F0%9F%8E%93.mp4")]
    [InlineData("a\r\nSet-Cookie: x=1;b.mp4", "inline; filename=\"a__Set-Cookie: x=1;b.mp4\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3D1%3Bb.mp4")]
    [InlineData("100% ok;'.mp4", "inline; filename=\"100% ok;'.mp4\"; filename*=UTF-8''100%25%20ok%3B%27.mp4")]
    public void A_name_travels_in_utf8_and_in_ascii_and_never_leaves_its_header(string name, string header)
    {
        var disposition = MediaHeaders.Disposition(shown: true, name);
        Assert.Equal(header, disposition);
        Assert.Equal(name, ContentDispositionHeaderValue.Parse(disposition).FileNameStar);
    }

    [Fact]
    public void Half_a_character_does_no_harm() =>
        Assert.All(MediaHeaders.Disposition(shown: false, "a\ud83d.pdf"), letter => Assert.InRange(letter, ' ', '~'));

    [Theory]
    [InlineData("video/mp4", "video/mp4", "default-src 'none'; sandbox")]
    [InlineData("application/pdf", "application/pdf", "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'")]
    [InlineData("application/zip", "application/zip", "default-src 'none'; sandbox")]
    [InlineData("text/vtt", "text/vtt; charset=utf-8", "default-src 'none'; sandbox")]
    [InlineData("application/x-subrip", "application/x-subrip; charset=utf-8", "default-src 'none'; sandbox")]
    public void The_type_decides_what_a_browser_is_told(string type, string sent, string policy)
    {
        var headers = MediaHeaders.Of(Asset("x", type), shown: true, asWebVtt: false);
        Assert.Equal((sent, policy), (headers.Reading.ContentType, headers.Policy));
        Assert.StartsWith("inline;", headers.Reading.ContentDisposition, StringComparison.Ordinal);
        Assert.StartsWith("attachment;", MediaHeaders.Of(Asset("x", type), shown: false, asWebVtt: false).Reading.ContentDisposition, StringComparison.Ordinal);
    }

    [Fact]
    public void Captions_turned_into_WebVTT_are_called_so()
    {
        var headers = MediaHeaders.Of(Asset("字幕.srt", "application/x-subrip"), shown: true, asWebVtt: true).Reading;
        Assert.Equal("text/vtt; charset=utf-8", headers.ContentType);
        Assert.EndsWith("filename*=UTF-8''%E5%AD%97%E5%B9%95.vtt", headers.ContentDisposition, StringComparison.Ordinal);
    }

    private static MediaAsset Asset(string name, string type) => new("asset1", new string('a', 64), name, type, 1, null, "quanzhou", default);
}
