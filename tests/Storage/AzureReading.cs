using System.Net;
using ELearning.Content;
using Microsoft.AspNetCore.WebUtilities;

namespace ELearning.Tests.Storage;

/// <summary>What an address signed for a reader must do, whichever key signed it.</summary>
internal static class AzureReading
{
    public static async Task ServesOneBlobOnlyAsync(IBlobs blobs, HttpClient client, Func<byte[], Task<string>> keep)
    {
        var (hash, other) = (await keep([1, 2, 3, 4, 5]), await keep([6]));
        var headers = new ReadingHeaders("text/vtt; charset=utf-8", "inline; filename=\"__ _.vtt\"; filename*=UTF-8''%E5%AD%97%E5%B9%95%20%22.vtt");
        var expires = TimeProvider.System.GetUtcNow().AddHours(1);
        var address = (await blobs.ReadingAddressAsync(hash, headers, expires, default))!;
        Assert.Equal(address, await blobs.ReadingAddressAsync(hash, headers, expires, default));
        var rights = QueryHelpers.ParseQuery(address.Query);
        Assert.Equal(
            ("r", "b", address.Scheme == "https" ? "https" : "https,http"),
            (rights["sp"].ToString(), rights["sr"].ToString(), rights["spr"].ToString())
        );

        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(1, 2) } };
        using var part = await client.SendAsync(request);
        Assert.Equal((HttpStatusCode.PartialContent, headers.ContentType), (part.StatusCode, part.Content.Headers.ContentType!.ToString()));
        Assert.Equal(new byte[] { 2, 3 }, await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(
            (headers.ContentDisposition, "private, no-cache"),
            (
                part.Content.Headers.GetValues("Content-Disposition").Single(),
                part.Headers.CacheControl!.ToString().Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal)
            )
        );

        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal((HttpStatusCode.OK, 5), (head.StatusCode, head.Content.Headers.ContentLength));
        using var again = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { head.Headers.ETag! } } });
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);

        using var elsewhere = await client.GetAsync(new Uri(address.AbsoluteUri.Replace(hash, other, StringComparison.Ordinal)));
        using var unsigned = await client.GetAsync(new Uri(address.GetLeftPart(UriPartial.Path)));
        using var write = await client.PutAsync(address, new ByteArrayContent([0]) { Headers = { { "x-ms-blob-type", "BlockBlob" } } });
        using var delete = await client.DeleteAsync(address);
        using var list = await client.GetAsync(new Uri(address.AbsoluteUri.Replace($"/{hash}?", "?restype=container&comp=list&", StringComparison.Ordinal)));
        using var renamed = await client.GetAsync(new Uri(address.AbsoluteUri.Replace("rsct=text", "rsct=video", StringComparison.Ordinal)));
        using var late = await client.GetAsync(await blobs.ReadingAddressAsync(hash, headers, expires.AddHours(-2), default));
        // Without any signature Azure does not even say that there is something.
        Assert.All([elsewhere, write, delete, list, renamed, late], refused => Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode));
        Assert.False(unsigned.IsSuccessStatusCode);
    }
}
