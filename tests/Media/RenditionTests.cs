using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Driver;
using NetVips;

namespace ELearning.Tests.Media;

/// <summary>Smaller copies of pictures, from the field to the bytes.</summary>
public sealed class RenditionTests : IAsyncLifetime
{
    private const string Addresses = "{ assets(first: 50) { nodes { name url small: url(width: 320) as: url(width: 640) } } }";
    private School _school = null!;

    public async Task InitializeAsync() => _school = await School.OpenAsync();

    public Task DisposeAsync() => _school.DisposeAsync().AsTask();

    private IMongoCollection<BsonDocument> Kept => _school.Host.Service<ContentDatabase>().Collection<BsonDocument>("renditions");

    [Fact]
    public async Task A_picture_is_answered_in_a_smaller_width_that_is_made_once_and_kept()
    {
        await StoreAsync(await DemoMedia.BytesAsync("poster.png"), "海报.png", "image/png");
        var (url, small, same) = await AddressesAsync("海报.png");
        Assert.Contains("as=w320", small, StringComparison.Ordinal);
        // It is 640 wide: there is nothing to be made smaller.
        Assert.Equal(url, same);
        // What is no picture is answered as it is.
        var film = await AddressesAsync("party-history.mp4");
        Assert.Equal((film.Url, film.Url), (film.Small, film.As));
        Assert.Equal(0, await Kept.CountDocumentsAsync(new BsonDocument()));

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ReadAsync(small)));
        Assert.All(all, read => Assert.Equal((HttpStatusCode.OK, "image/webp"), (read.Status, read.Type)));
        Assert.Equal((320, 180), SizeOf(all[0].Bytes));
        Assert.Single(all.Select(read => Convert.ToHexString(SHA256.HashData(read.Bytes))).Distinct());
        Assert.Equal(1, await Kept.CountDocumentsAsync(new BsonDocument()));
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA256.HashData(all[0].Bytes))}\"", all[0].Tag);
        Assert.Contains("filename*=UTF-8''%E6%B5%B7%E6%8A%A5.webp", all[0].Disposition, StringComparison.Ordinal);
        Assert.True(all[0].Bytes.Length * 2 < (await ReadAsync(url)).Bytes.Length);

        // Another process finds it, and conditions and ranges are those of any other file.
        await using var beside = _school.Host.Beside();
        Assert.Equal(all[0].Bytes, (await ReadAsync(small, beside)).Bytes);
        Assert.Equal(HttpStatusCode.NotModified, (await ReadAsync(small, null, ("If-None-Match", all[0].Tag!))).Status);
        Assert.Equal(all[0].Bytes[..10], (await ReadAsync(small, null, ("Range", "bytes=0-9"))).Bytes);
        Assert.Equal(1, await Kept.CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public async Task Only_widths_of_the_list_are_signed_and_each_signature_is_for_one()
    {
        await StoreAsync(await DemoMedia.BytesAsync("poster.png"), "海报.png", "image/png");
        foreach (var width in new[] { "0", "-320", "321", "2560", "2147483647" })
        {
            var refused = await _school.Administrator.AskAsync($"{{ assets {{ nodes {{ url(width: {width}) }} }} }}", null, "en");
            Assert.Equal((400, "INVALID_INPUT"), (refused.Status, refused.Code));
            Assert.Contains("160, 320, 640, 1280", refused.Text, StringComparison.Ordinal);
        }

        var (_, small, _) = await AddressesAsync("海报.png");
        foreach (var other in new[] { "as=w160", "as=w640", "as=w321", "as=vtt", "as=", "as=W320" })
            Assert.Equal(HttpStatusCode.Forbidden, (await ReadAsync(small.Replace("as=w320", other, StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task A_photograph_lies_as_it_was_held_and_says_no_more_where_it_was_taken()
    {
        using var wide = Image.Black(1000, 400, bands: 3).Copy(interpretation: Enums.Interpretation.Srgb);
        using var photograph = wide.Mutate(picture =>
        {
            picture.Set(GValue.GIntType, "orientation", 6);
            picture.Set(GValue.GStrType, "exif-ifd0-Copyright", "somebody");
        });
        await StoreAsync(photograph.JpegsaveBuffer(), "photo.jpg", "image/jpeg");
        var read = await ReadAsync((await AddressesAsync("photo.jpg")).Small);
        Assert.Equal((320, 800), SizeOf(read.Bytes));
        Assert.DoesNotContain("somebody", System.Text.Encoding.Latin1.GetString(read.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_unpacks_to_too_much_or_is_torn_or_is_none_is_answered_as_it_is_stored()
    {
        // More than is taken to be made smaller, and still less than may be stored.
        var bomb = Png(9_000, 9_000);
        await StoreAsync(bomb, "bomb.png", "image/png");
        var signed = await AddressesAsync("bomb.png");
        Assert.Equal(signed.Url, signed.Small);

        // Those of whose size nothing is recorded are looked at when they are read.
        var services = _school.Host.Services;
        var poster = await DemoMedia.BytesAsync("poster.png");
        foreach (
            var (name, bytes) in new[]
            {
                ("old bomb.png", Png(60_000, 60_000)),
                ("torn.png", poster[..(poster.Length / 2)]),
                ("none.png", "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'/>"u8.ToArray()),
            }
        )
        {
            var asset = await services.KeepAsync(bytes, name, "image/png");
            var address = _school.Host.Service<MediaLinks>().SignPicture(asset, 320);
            Assert.Contains("as=w320", address, StringComparison.Ordinal);
            var read = await ReadAsync(address);
            Assert.Equal((HttpStatusCode.OK, "image/png"), (read.Status, read.Type));
            Assert.Equal(bytes, read.Bytes);
        }

        Assert.Equal(0, await Kept.CountDocumentsAsync(new BsonDocument()));
    }

    [Fact]
    public async Task It_goes_with_its_picture_and_not_before()
    {
        var poster = await DemoMedia.BytesAsync("poster.png");
        var first = await StoreAsync(poster, "first.png", "image/png");
        var second = await StoreAsync(poster, "second.png", "image/png");
        var small = await ReadAsync((await AddressesAsync("first.png")).Small);
        var kept = Path.Combine(_school.Host.Services.BlobFolder(), small.Tag!.Trim('"')[..2], small.Tag.Trim('"'));
        // Whoever stores the small one shares its bytes, and their going leaves it.
        var copy = await StoreAsync(small.Bytes, "copy.webp", "image/webp");
        await DeleteAsync(copy);
        Assert.Equal(HttpStatusCode.OK, (await ReadAsync((await AddressesAsync("first.png")).Small)).Status);
        await DeleteAsync(first);
        Assert.True(File.Exists(kept));
        Assert.Equal(small.Bytes, (await ReadAsync((await AddressesAsync("second.png")).Small)).Bytes);
        await DeleteAsync(second);
        Assert.Equal((false, 0), (File.Exists(kept), await Kept.CountDocumentsAsync(new BsonDocument())));
    }

    [Fact]
    public async Task One_whose_bytes_are_lost_is_made_anew()
    {
        await StoreAsync(await DemoMedia.BytesAsync("poster.png"), "海报.png", "image/png");
        var (_, small, _) = await AddressesAsync("海报.png");
        var read = await ReadAsync(small);
        File.Delete(Path.Combine(_school.Host.Services.BlobFolder(), read.Tag!.Trim('"')[..2], read.Tag.Trim('"')));
        await using var beside = _school.Host.Beside();
        Assert.Equal(read.Bytes, (await ReadAsync(small, beside)).Bytes);
    }

    private async Task<MediaAsset> StoreAsync(byte[] bytes, string name, string type) =>
        await _school.Host.Service<MediaLibrary>().StoreAsync(new MemoryStream(bytes), name, type, SmallTown.City, default);

    private async Task DeleteAsync(MediaAsset asset)
    {
        await _school.Host.Service<MediaShelf>().DeleteAsync(asset.Id, Scope.All, default);
        _school.Host.Time.Advance(MediaSweeper.Grace);
        await _school.Host.Service<MediaSweeper>().SweepAsync(default);
    }

    private async Task<(string Url, string Small, string As)> AddressesAsync(string name)
    {
        var nodes = (await _school.Administrator.QueryAsync(Addresses))["assets.nodes"]!.AsArray();
        var node = nodes.Single(node => (string)node!["name"]! == name)!;
        return ((string)node["url"]!, (string)node["small"]!, (string)node["as"]!);
    }

    private async Task<Read> ReadAsync(string address, ApiHost? host = null, params (string Name, string Value)[] headers)
    {
        using var client = (host ?? _school.Host).CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return new(
            response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            response.Headers.ETag?.ToString(),
            response.Content.Headers.TryGetValues("Content-Disposition", out var disposition) ? disposition.Single() : "",
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    private static (int Width, int Height)? SizeOf(byte[] picture) => PictureProbe.SizeOf(new MemoryStream(picture), MediaFormat.WebP);

    /// <summary>A header that promises so many pixels, and nothing behind it.</summary>
    private static byte[] Png(int width, int height)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, [0x78, 0x9c, 3, 0, 0, 0, 0, 1]), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        var chunk = new byte[12 + content.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        name.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc(chunk.AsSpan(4, 4 + content.Length)));
        return chunk;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320u);
        }

        return ~crc;
    }

    private sealed record Read(HttpStatusCode Status, string? Type, string? Tag, string Disposition, byte[] Bytes);
}
