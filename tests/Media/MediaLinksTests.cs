using System.Globalization;
using ELearning.Content;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests;

public sealed class MediaLinksTests
{
    private static readonly MediaAsset Asset = new("asset1", new string('a', 64), "film.mp4", "video/mp4", 1, 1, "quanzhou", default);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 2, 9, 3, 0, TimeSpan.FromHours(8)));

    [Fact]
    public void A_signed_address_serves_its_asset_until_it_expires()
    {
        var links = Links('k');
        var (expires, signature) = Parts(links.Sign(Asset));
        Assert.True(links.IsValid("asset1", expires, signature));
        Assert.False(links.IsValid("asset2", expires, signature));
        time.Advance(TimeSpan.FromHours(2));
        Assert.True(links.IsValid("asset1", expires, signature));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.False(links.IsValid("asset1", expires, signature));
    }

    [Fact]
    public void An_address_cannot_be_prolonged_forged_or_made_with_another_key()
    {
        var links = Links('k');
        var (expires, signature) = Parts(links.Sign(Asset));
        Assert.False(links.IsValid("asset1", (long.Parse(expires, CultureInfo.InvariantCulture) + 600).ToString(CultureInfo.InvariantCulture), signature));
        Assert.False(links.IsValid("asset1", " " + expires, signature));
        Assert.False(links.IsValid("asset1", "+" + expires, signature));
        Assert.False(links.IsValid("asset1", expires, signature[..^1] + (signature[^1] == 'A' ? 'B' : 'A')));
        Assert.False(links.IsValid("asset1", expires, ""));
        Assert.False(links.IsValid("asset1", "", signature));
        Assert.False(Links('x').IsValid("asset1", expires, signature));
    }

    [Fact]
    public void Within_ten_minutes_the_address_stays_the_same_for_the_browsers_cache()
    {
        var links = Links('k');
        var first = links.Sign(Asset);
        time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(first, links.Sign(Asset));
    }

    private MediaLinks Links(char key) => new(Options.Create(new SecretsOptions { Media = Convert.ToBase64String(Enumerable.Repeat((byte)key, 32).ToArray()) }), time);

    private static (string Expires, string Signature) Parts(string address)
    {
        Assert.StartsWith("/media/asset1?expires=", address, StringComparison.Ordinal);
        var query = address["/media/asset1?expires=".Length..].Split("&signature=");
        return (query[0], query[1]);
    }
}
