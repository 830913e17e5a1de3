using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Media;

/// <summary>Media from a folder as a client gets them; run once for each who sends the bytes.</summary>
public abstract class MediaContract : IAsyncLifetime
{
    private protected const string Origin = "https://school.example";
    private readonly byte[] _film = RandomNumberGenerator.GetBytes(300_000);

    private protected MediaContract(params (string Key, string Value)[] settings) =>
        Host = new() { Settings = settings.Append(("Media:Origins:0", Origin)).ToDictionary() };

    private protected ApiHost Host { get; }

    private protected HttpClient Client { get; private set; } = null!;

    /// <summary>Starts whoever sends.</summary>
    private protected abstract Task<HttpClient> OpenAsync();

    public async Task InitializeAsync() => Client = await OpenAsync();

    public virtual async Task DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }

    [Fact]
    public async Task The_whole_comes_with_everything_a_player_and_a_cache_need()
    {
        var asset = await Host.Services.KeepAsync(_film);
        Host.Time.Advance(TimeSpan.FromMinutes(3));
        using var response = await GetAsync(Host.Services.Sign(asset));

        Assert.Equal(
            (HttpStatusCode.OK, "video/mp4", _film.LongLength),
            (response.StatusCode, response.Content.Headers.ContentType!.ToString(), response.Content.Headers.ContentLength)
        );
        Assert.Equal(_film, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"\"{asset.Hash}\"", response.Headers.ETag!.ToString());
        Assert.Equal(ApiHost.Begin, response.Content.Headers.LastModified);
        Assert.Equal("bytes", Assert.Single(response.Headers.AcceptRanges));
        Assert.Equal("inline; filename=__.mp4; filename*=UTF-8''%E7%94%B5%E5%BD%B1.mp4", Header(response, "Content-Disposition"));
        Assert.Equal("nosniff", Header(response, "X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; sandbox", Header(response, "Content-Security-Policy"));
        Assert.Equal("max-age=7620, private, immutable", Header(response, "Cache-Control")); // signed until 11:10, asked for at 09:03
        Assert.NotNull(Header(response, "X-Correlation-Id"));
        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Any_range_is_that_slice_of_the_whole()
    {
        var address = Host.Services.Sign(await Host.Services.KeepAsync(_film));
        var ranges = Gen.Select(Gen.Long[0, _film.Length - 1], Gen.Long[0, _film.Length + 10]).Select((a, b) => (First: Math.Min(a, b), Last: Math.Max(a, b)));
        await Gen.Select(ranges, Gen.Int[0, 2])
            .SampleAsync(
                async (range, form) =>
                {
                    var (text, slice) = form switch
                    {
                        0 => ($"{range.First}-{range.Last}", _film.AsMemory((int)range.First, (int)(Math.Min(range.Last, _film.Length - 1) - range.First + 1))),
                        1 => ($"{range.First}-", _film.AsMemory((int)range.First)),
                        _ => ($"-{range.Last + 1}", _film.AsMemory((int)Math.Max(0, _film.Length - range.Last - 1))),
                    };
                    using var response = await GetAsync(address, ("Range", $"bytes={text}"));
                    var first = _film.Length - slice.Length;
                    Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
                    if (form > 0)
                        Assert.Equal($"bytes {first}-{_film.Length - 1}/{_film.Length}", Header(response, "Content-Range"));
                    var received = await response.Content.ReadAsByteArrayAsync();
                    Assert.True(slice.Span.SequenceEqual(received), text);
                },
                iter: 200,
                threads: 4
            );
    }

    [Fact]
    public async Task A_range_is_answered_as_it_is_written()
    {
        var address = Host.Services.Sign(await Host.Services.KeepAsync(_film));
        foreach (
            var (range, status, contentRange) in new[]
            {
                ("bytes=0-", 206, "bytes 0-299999/300000"),
                ("bytes=0-0", 206, "bytes 0-0/300000"),
                ("BYTES=10-19", 206, "bytes 10-19/300000"),
                ("bytes=299999-", 206, "bytes 299999-299999/300000"),
                ("bytes=299999-500000", 206, "bytes 299999-299999/300000"),
                ("bytes=-1", 206, "bytes 299999-299999/300000"),
                ("bytes=-500000", 206, "bytes 0-299999/300000"),
                ("bytes=-0", 416, "bytes */300000"),
                ("bytes=300000-", 416, "bytes */300000"),
                ("bytes=300000-300001", 416, "bytes */300000"),
                ("bytes=0-1,5-6", 200, null),
                ("pages=0-1", 200, null),
                ("0-1", 200, null),
            }
        )
        {
            using var response = await GetAsync(address, ("Range", range));
            Assert.Equal((range, status, contentRange), (range, (int)response.StatusCode, Header(response, "Content-Range")));
            if (status == 200)
                Assert.Equal(_film, await response.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_condition_decides_whether_and_what_is_sent()
    {
        var asset = await Host.Services.KeepAsync(_film);
        var address = Host.Services.Sign(asset);
        const string modified = "Mon, 02 Mar 2026 01:00:00 GMT",
            before = "Mon, 02 Mar 2026 00:59:59 GMT",
            after = "Tue, 03 Mar 2026 01:00:00 GMT";
        var tag = $"\"{asset.Hash}\"";
        foreach (
            var (header, condition, status, ofRange) in new[]
            {
                ("If-None-Match", tag, 304, 304),
                ("If-None-Match", $"W/{tag}", 304, 304),
                ("If-None-Match", $"\"other\", {tag}", 304, 304),
                ("If-None-Match", "*", 304, 304),
                ("If-None-Match", "\"other\"", 200, 206),
                ("If-Modified-Since", modified, 304, 304),
                ("If-Modified-Since", after, 304, 304),
                ("If-Modified-Since", before, 200, 206),
                ("If-Modified-Since", "yesterday", 200, 206),
                ("If-Match", tag, 200, 206),
                ("If-Match", $"\"other\", {tag}", 200, 206),
                ("If-Match", "*", 200, 206),
                ("If-Match", $"W/{tag}", 412, 412),
                ("If-Match", "\"other\"", 412, 412),
                ("If-Unmodified-Since", modified, 200, 206),
                ("If-Unmodified-Since", before, 412, 412),
                ("If-Range", tag, 200, 206),
                ("If-Range", $"W/{tag}", 200, 200),
                ("If-Range", "\"other\"", 200, 200),
                ("If-Range", modified, 200, 206),
                ("If-Range", before, 200, 200),
            }
        )
        {
            using var whole = await GetAsync(address, (header, condition));
            using var part = await GetAsync(address, (header, condition), ("Range", "bytes=1-2"));
            Assert.Equal((header, condition, status, ofRange), (header, condition, (int)whole.StatusCode, (int)part.StatusCode));
            Assert.Equal(status == 200 ? _film : [], await whole.Content.ReadAsByteArrayAsync());
            Assert.Equal(
                ofRange switch
                {
                    206 => _film[1..3],
                    200 => _film,
                    _ => [],
                },
                await part.Content.ReadAsByteArrayAsync()
            );
            Assert.Equal(tag, Header(part, "ETag"));
        }
    }

    [Fact]
    public async Task Head_says_the_same_without_the_bytes_and_knows_no_ranges()
    {
        var address = Host.Services.Sign(await Host.Services.KeepAsync(_film));
        using var got = await GetAsync(address);
        using var headed = await SendAsync(HttpMethod.Head, address, ("Range", "bytes=0-1"));
        Assert.Equal((HttpStatusCode.OK, 0), (headed.StatusCode, (await headed.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(Said(got), Said(headed));

        // All but the id of the request and when it was answered.
        static IEnumerable<string> Said(HttpResponseMessage response) =>
            response
                .Headers.Concat(response.Content.Headers)
                .Where(header => header.Key is not ("X-Correlation-Id" or "Date"))
                .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}")
                .Order();
    }

    [Fact]
    public async Task Without_a_right_signature_there_is_nothing_whatever_the_asset()
    {
        var (asset, other) = (await Host.Services.KeepAsync(_film), await Host.Services.KeepAsync([1, 2, 3]));
        var address = Host.Services.Sign(asset);
        using var right = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode); // what is known from it helps none of these
        foreach (
            var wrong in new[]
            {
                $"/media/{asset.Id}",
                "/media/unknown",
                address.Replace(asset.Id, other.Id, StringComparison.Ordinal),
                address.Replace(asset.Id, "unknown", StringComparison.Ordinal),
                address.Replace("expires=1", "expires=2", StringComparison.Ordinal),
                address[..^3],
                address + "&signature=x",
                address + "&as=vtt",
                $"/media/{asset.Id}?expires=9999999999&signature=",
            }
        )
        {
            await RefusedAsync(wrong, HttpStatusCode.Forbidden, "MEDIA_LINK_INVALID", "地址的签名不正确，请重新向接口获取媒体地址。");
        }
        await RefusedAsync(
            $"/media/{asset.Id}",
            HttpStatusCode.Forbidden,
            "MEDIA_LINK_INVALID",
            "The address is not signed by this school; ask the API for the media again.",
            "en"
        );
    }

    [Fact]
    public async Task An_address_whose_time_is_over_is_gone()
    {
        var address = Host.Services.Sign(await Host.Services.KeepAsync(_film)); // at 09:00: two hours
        Host.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        using var last = await GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "max-age=1, private, immutable"), (last.StatusCode, Header(last, "Cache-Control")));
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(address, HttpStatusCode.Gone, "MEDIA_LINK_EXPIRED", "地址已过期，请重新向接口获取媒体地址。");
    }

    [Fact]
    public async Task A_missing_or_shortened_blob_is_not_found_and_logged()
    {
        var (missing, shortened) = (await Host.Services.KeepAsync(_film), await Host.Services.KeepAsync([1, 2, 3]));
        File.Delete(Host.Services.FileOf(missing));
        await File.WriteAllBytesAsync(Host.Services.FileOf(shortened), [1, 2]);
        foreach (var asset in new[] { missing, shortened })
        {
            await RefusedAsync(Host.Services.Sign(asset), HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
            Assert.Contains(Host.Log.Lines, line => line.Contains(asset.Hash, StringComparison.Ordinal) && line.Contains(asset.Id, StringComparison.Ordinal));
        }
        await RefusedAsync(Host.Services.Sign(missing with { Id = "never" }), HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
    }

    [Fact]
    public async Task A_folder_that_is_away_is_unavailable_for_a_moment()
    {
        var asset = await Host.Services.KeepAsync(_film);
        var blobs = Path.GetDirectoryName(Path.GetDirectoryName(Host.Services.FileOf(asset)))!;
        Directory.Move(blobs, blobs + "-away");
        await RefusedAsync(Host.Services.Sign(asset), HttpStatusCode.ServiceUnavailable, "UNAVAILABLE");
        Directory.Move(blobs + "-away", blobs);
        using var back = await GetAsync(Host.Services.Sign(asset));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
    }

    [Fact]
    public async Task SubRip_captions_are_served_as_WebVTT_where_they_are_asked_for_so()
    {
        var asset = await Host.Services.KeepAsync(
            Encoding.UTF8.GetPreamble().Concat("1\n00:00:01,000 --> 00:00:02,500\n同志们好\n"u8.ToArray()).ToArray(),
            "字幕.srt",
            "application/x-subrip"
        );
        using var track = await GetAsync(Host.Service<MediaLinks>().SignCaptions(asset));
        Assert.Equal("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n同志们好\n", await track.Content.ReadAsStringAsync());
        Assert.Equal(("text/vtt; charset=utf-8", $"\"{asset.Hash}-vtt\""), (track.Content.Headers.ContentType!.ToString(), track.Headers.ETag!.ToString()));
        using var part = await GetAsync(Host.Service<MediaLinks>().SignCaptions(asset), ("Range", "bytes=0-5"));
        Assert.Equal("WEBVTT", await part.Content.ReadAsStringAsync());
        using var original = await GetAsync(Host.Services.Sign(asset));
        Assert.Equal(asset.ByteLength, (await original.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task A_page_of_a_named_origin_may_read_whatever_the_answer()
    {
        var address = Host.Services.Sign(await Host.Services.KeepAsync(_film));
        foreach (
            var (path, range, status) in new[]
            {
                (address, null, 200),
                (address, "bytes=0-1", 206),
                (address, "bytes=300000-", 416),
                (address + "0", null, 403),
            }
        )
        {
            using var response = await GetAsync(path, [("Origin", Origin), .. range is null ? Array.Empty<(string, string)>() : [("Range", range)]]);
            Assert.Equal((status, Origin), ((int)response.StatusCode, Header(response, "Access-Control-Allow-Origin")));
            Assert.NotNull(Header(response, "Access-Control-Expose-Headers"));
            Assert.Contains("Origin", response.Headers.Vary);
        }
    }

    private protected Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, address, headers);

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request);
    }

    /// <param name="title">Null where it does not matter.</param>
    private async Task RefusedAsync(string address, HttpStatusCode status, string code, string? title = null, string language = "zh-CN")
    {
        using var response = await GetAsync(address, ("Accept-Language", language), ("Range", "bytes=0-1"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(
            (status, "application/problem+json", "no-store"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, Header(response, "Cache-Control"))
        );
        var problem = JsonNode.Parse(body)!;
        Assert.Equal(
            (code, title ?? problem["title"]!.GetValue<string>(), (int)status),
            (problem["code"]!.GetValue<string>(), problem["title"]!.GetValue<string>(), problem["status"]!.GetValue<int>())
        );
        Assert.False(response.Headers.Contains("ETag"));
    }

    private protected static string? Header(HttpResponseMessage response, string name) =>
        response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key == name)
            .Select(header => string.Join(", ", header.Value))
            .SingleOrDefault();
}

/// <summary>The API sends the bytes itself.</summary>
public sealed class MediaFromApiTests : MediaContract
{
    private protected override Task<HttpClient> OpenAsync() => Task.FromResult(Host.CreateClient());
}
