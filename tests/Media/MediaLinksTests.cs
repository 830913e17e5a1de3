using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Media;

public sealed class MediaLinksTests
{
    private static readonly MediaAsset Asset = new("asset1", new string('a', 64), "film.mp4", "video/mp4", 1, 1, "quanzhou", default);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 3, 0, TimeSpan.FromHours(8)));

    [Fact]
    public void A_signed_address_serves_its_asset_until_it_expires()
    {
        var links = Links('k');
        var (expires, signature) = Parts(links.Sign(Asset));
        var link = links.Read("asset1", null, expires, signature)!;
        Assert.Equal(
            ("asset1", false, "2026-03-02T03:10:00Z"),
            (link.AssetId, link.AsWebVtt, link.Expires.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture))
        );
        Assert.Null(links.Read("asset2", null, expires, signature));
        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromMinutes(7), links.TimeLeft(link));
        _time.Advance(TimeSpan.FromMinutes(7));
        Assert.Equal(TimeSpan.Zero, links.TimeLeft(link));
        Assert.Equal(link, links.Read("asset1", null, expires, signature)); // still ours, only late
    }

    [Fact]
    public void An_address_cannot_be_prolonged_forged_or_made_with_another_key()
    {
        var links = Links('k');
        var (expires, signature) = Parts(links.Sign(Asset));
        Assert.Null(links.Read("asset1", null, (long.Parse(expires, CultureInfo.InvariantCulture) + 600).ToString(CultureInfo.InvariantCulture), signature));
        Assert.Null(links.Read("asset1", null, " " + expires, signature));
        Assert.Null(links.Read("asset1", null, "+" + expires, signature));
        Assert.Null(links.Read("asset1", null, expires, signature[..^1] + (signature[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(links.Read("asset1", null, expires, signature + "="));
        Assert.Null(links.Read("asset1", null, expires, ""));
        Assert.Null(links.Read("asset1", null, "", signature));
        Assert.Null(links.Read("asset1", null, expires, null));
        Assert.Null(links.Read("asset1", null, null, signature));
        Assert.Null(links.Read("asset1", "vtt", expires, signature));
        Assert.Null(Links('x').Read("asset1", null, expires, signature));
    }

    [Fact]
    public void Only_SubRip_is_signed_to_be_turned_into_WebVTT_and_only_in_that_form()
    {
        var links = Links('k');
        Assert.Equal(links.Sign(Asset), links.SignCaptions(Asset));
        Assert.Equal(links.Sign(Asset with { ContentType = "text/vtt" }), links.SignCaptions(Asset with { ContentType = "text/vtt" }));
        var address = links.SignCaptions(Asset with { ContentType = "application/x-subrip" });
        Assert.StartsWith("/media/asset1?as=vtt&expires=", address, StringComparison.Ordinal);
        var (expires, signature) = Parts(address.Replace("as=vtt&", "", StringComparison.Ordinal));
        Assert.True(links.Read("asset1", "vtt", expires, signature)!.AsWebVtt);
        Assert.Null(links.Read("asset1", null, expires, signature));
        Assert.Null(links.Read("asset1", "srt", expires, signature));
    }

    [Fact]
    public void Within_ten_minutes_the_address_stays_the_same_for_the_browsers_cache()
    {
        var links = Links('k');
        var first = links.Sign(Asset);
        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(first, links.Sign(Asset));
    }

    private MediaLinks Links(char key) =>
        new(Options.Create(new SecretsOptions { Media = Convert.ToBase64String(Enumerable.Repeat((byte)key, 32).ToArray()) }), _time);

    private static (string Expires, string Signature) Parts(string address)
    {
        Assert.StartsWith("/media/asset1?expires=", address, StringComparison.Ordinal);
        var query = address["/media/asset1?expires=".Length..].Split("&signature=");
        return (query[0], query[1]);
    }
}
