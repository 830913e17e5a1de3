using System.Security.Cryptography;
using ELearning.Content;

namespace ELearning.Tests.Media;

public sealed class MediaLibraryTests
{
    [Theory]
    [InlineData("party-history.mp4", "video/mp4", 24_000L)]
    [InlineData("reading.m4a", "audio/mp4", 20_000L)]
    [InlineData("handbook.pdf", "application/pdf", null)]
    [InlineData("poster.png", "image/png", null)]
    public async Task A_stored_file_has_its_hash_length_and_probed_duration(string name, string contentType, long? duration)
    {
        await using var host = await ContentFixture.StartAsync();
        var bytes = await DemoMedia.BytesAsync(name);
        var asset = await StoreAsync(host, bytes, name, contentType);
        Assert.Equal(
            (Convert.ToHexStringLower(SHA256.HashData(bytes)), (long)bytes.Length, duration, contentType),
            (asset.Hash, asset.ByteLength, asset.DurationMilliseconds, asset.ContentType)
        );
        Assert.Equivalent(asset, (await host.Get<MediaLibrary>().FindAsync([asset.Id], CancellationToken.None))[asset.Id]);
    }

    [Fact]
    public async Task The_same_file_twice_is_one_asset_and_one_blob()
    {
        await using var host = await ContentFixture.StartAsync();
        var bytes = await DemoMedia.BytesAsync("poster.png");
        var first = await StoreAsync(host, bytes, "poster.png", "image/png");
        host.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equivalent(first, await StoreAsync(host, bytes, "poster.png", "image/png"));
        var other = await StoreAsync(host, bytes, "cover.png", "image/png");
        Assert.NotEqual(first.Id, other.Id);
        var blobs = Path.Combine(host.Get<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.DataDirectory, "blobs");
        Assert.Equal([first.Hash], Directory.GetFiles(blobs, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Content_is_read_from_any_offset()
    {
        await using var host = await ContentFixture.StartAsync();
        var bytes = await DemoMedia.BytesAsync("handbook.pdf");
        var asset = await StoreAsync(host, bytes, "handbook.pdf", "application/pdf");
        var content = (await host.Get<MediaLibrary>().OpenAsync(asset.Id, CancellationToken.None))!;
        await using var stream = await content.OpenAsync(1000, CancellationToken.None);
        using var read = new MemoryStream();
        await stream.CopyToAsync(read);
        Assert.Equal(bytes[1000..], read.ToArray());
        Assert.Null(await content.AddressAsync(new("application/pdf", "inline"), DateTimeOffset.MaxValue, CancellationToken.None));
        Assert.Null(await host.Get<MediaLibrary>().OpenAsync("unknown", CancellationToken.None));
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("video/mp4", "<script>alert(1)</script>")]
    [InlineData("application/pdf", "")]
    [InlineData("image/png", "GIF89a")]
    public async Task What_is_not_of_its_type_is_refused_and_leaves_nothing(string contentType, string text)
    {
        await using var host = await ContentFixture.StartAsync();
        var error = await Assert.ThrowsAsync<ContentError>(() => StoreAsync(host, System.Text.Encoding.UTF8.GetBytes(text), "file", contentType));
        Assert.Equal(ContentErrorCode.MediaRefused, error.Code);
        var data = host.Get<Microsoft.Extensions.Options.IOptions<StorageOptions>>().Value.DataDirectory;
        Assert.Empty(Directory.GetFiles(Path.Combine(data, "blobs"), "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.Exists(Path.Combine(data, "staging")) ? Directory.GetFiles(Path.Combine(data, "staging")) : []);
    }

    [Fact]
    public async Task A_film_without_a_readable_header_is_refused()
    {
        await using var host = await ContentFixture.StartAsync();
        var cut = (await DemoMedia.BytesAsync("party-history.mp4"))[..40];
        var timeless = await DemoMedia.BytesAsync("party-history.mp4");
        timeless.AsSpan(timeless.AsSpan().IndexOf("mvhd"u8) + 16, 4).Clear(); // a timescale of nothing
        foreach (var bytes in new[] { cut, timeless })
        {
            var refused = await Assert.ThrowsAsync<ContentError>(() => StoreAsync(host, bytes, "film.mp4", "video/mp4"));
            Assert.Equal([ContentErrorCode.MediaRefused, "DURATION", MediaFault.NoDuration], new object?[] { refused.Code }.Concat(refused.Arguments));
        }
    }

    private static Task<MediaAsset> StoreAsync(ContentFixture host, byte[] bytes, string name, string contentType) =>
        host.Get<MediaLibrary>().StoreAsync(new MemoryStream(bytes), name, contentType, "quanzhou", CancellationToken.None);
}
