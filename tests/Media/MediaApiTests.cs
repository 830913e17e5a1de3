using System.Net;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using ELearning.Api;
using ELearning.Content;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace ELearning.Tests;

/// <summary>Media as a client gets them from a folder.</summary>
public sealed class MediaApiTests : IAsyncDisposable
{
    private readonly ApiHost _host = new();
    private readonly byte[] _film = RandomNumberGenerator.GetBytes(300_000);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_whole_comes_with_everything_a_player_and_a_cache_need()
    {
        var asset = await _host.Services.KeepAsync(_film);
        _host.Time.Advance(TimeSpan.FromMinutes(3));
        using var response = await GetAsync(_host.Services.Sign(asset));

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
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Any_range_is_that_slice_of_the_whole()
    {
        var address = _host.Services.Sign(await _host.Services.KeepAsync(_film));
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
    public async Task A_range_outside_says_how_long_the_body_is_and_several_ranges_get_the_whole()
    {
        var address = _host.Services.Sign(await _host.Services.KeepAsync(_film));
        using var outside = await GetAsync(address, ("Range", "bytes=300000-"));
        Assert.Equal(
            (HttpStatusCode.RequestedRangeNotSatisfiable, "bytes */300000", 0),
            (outside.StatusCode, Header(outside, "Content-Range"), (await outside.Content.ReadAsByteArrayAsync()).Length)
        );
        using var several = await GetAsync(address, ("Range", "bytes=0-1,5-6"));
        Assert.Equal((HttpStatusCode.OK, _film.LongLength), (several.StatusCode, (await several.Content.ReadAsByteArrayAsync()).LongLength));
    }

    [Theory]
    [InlineData("application/epub+zip", "attachment; ")]
    [InlineData("application/zip", "attachment; ")]
    [InlineData("image/svg+xml", "attachment; ")]
    [InlineData("text/html", "attachment; ")]
    [InlineData("application/pdf", "inline; ")]
    [InlineData("image/png", "inline; ")]
    public async Task Only_what_is_safe_to_show_is_shown(string type, string disposition)
    {
        using var response = await GetAsync(_host.Services.Sign(await _host.Services.KeepAsync(_film, "文件", type)));
        Assert.StartsWith(disposition, Header(response, "Content-Disposition"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_says_the_same_without_the_bytes()
    {
        var address = _host.Services.Sign(await _host.Services.KeepAsync(_film));
        using var got = await GetAsync(address);
        using var headed = await _host.CreateClient().SendAsync(new HttpRequestMessage(HttpMethod.Head, address) { Headers = { { "Range", "bytes=0-1" } } });
        Assert.Equal((HttpStatusCode.OK, 0), (headed.StatusCode, (await headed.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(Said(got), Said(headed));

        // All but the id of the request.
        static string Said(HttpResponseMessage response)
        {
            Assert.True(response.Headers.Remove("X-Correlation-Id"));
            return $"{response.Headers}{response.Content.Headers}";
        }
    }

    [Fact]
    public async Task What_the_client_has_is_not_sent_again()
    {
        var asset = await _host.Services.KeepAsync(_film);
        using var response = await GetAsync(_host.Services.Sign(asset), ("If-None-Match", $"\"{asset.Hash}\""));
        Assert.Equal((HttpStatusCode.NotModified, 0), (response.StatusCode, (await response.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal($"\"{asset.Hash}\"", response.Headers.ETag!.ToString());
        using var other = await GetAsync(_host.Services.Sign(asset), ("If-Match", "\"other\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, other.StatusCode);
    }

    [Fact]
    public async Task Without_a_right_signature_there_is_nothing_whatever_the_asset()
    {
        var (asset, other) = (await _host.Services.KeepAsync(_film), await _host.Services.KeepAsync([1, 2, 3]));
        var address = _host.Services.Sign(asset);
        using var right = await GetAsync(address);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode); // what is kept of it helps none of these
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
        var address = _host.Services.Sign(await _host.Services.KeepAsync(_film)); // at 09:00: two hours
        _host.Time.Advance(TimeSpan.FromHours(2) - TimeSpan.FromSeconds(1));
        using var last = await GetAsync(address);
        Assert.Equal((HttpStatusCode.OK, "max-age=1, private, immutable"), (last.StatusCode, Header(last, "Cache-Control")));
        _host.Time.Advance(TimeSpan.FromSeconds(1));
        await RefusedAsync(address, HttpStatusCode.Gone, "MEDIA_LINK_EXPIRED", "地址已过期，请重新向接口获取媒体地址。");
    }

    [Fact]
    public async Task A_missing_or_shortened_blob_is_not_found_and_logged()
    {
        var (missing, shortened) = (await _host.Services.KeepAsync(_film), await _host.Services.KeepAsync([1, 2, 3]));
        File.Delete(_host.Services.FileOf(missing));
        await File.WriteAllBytesAsync(_host.Services.FileOf(shortened), [1, 2]);
        foreach (var asset in new[] { missing, shortened })
        {
            await RefusedAsync(_host.Services.Sign(asset), HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
            Assert.Contains(_host.Log.Lines, line => line.Contains(asset.Hash, StringComparison.Ordinal) && line.Contains(asset.Id, StringComparison.Ordinal));
        }
        await RefusedAsync(_host.Services.Sign(missing with { Id = "never" }), HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
    }

    [Fact]
    public async Task A_film_is_opened_once_and_closed_two_minutes_later()
    {
        var asset = await _host.Services.KeepAsync(_film);
        var (address, file) = (_host.Services.Sign(asset), _host.Services.FileOf(asset));
        using var first = await GetAsync(address, ("Range", "bytes=0-9"));
        Assert.Equal(_film[..10], await first.Content.ReadAsByteArrayAsync());
        File.Delete(file);
        using var second = await GetAsync(address, ("Range", "bytes=7-99"));
        Assert.Equal(_film[7..100], await second.Content.ReadAsByteArrayAsync());
        _host.Time.Advance(ServedLately.Longest);
        await RefusedAsync(address, HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
    }

    [Theory]
    [InlineData("&more=1")]
    [InlineData("&")]
    public async Task An_address_written_otherwise_than_it_was_signed_is_read_and_keeps_nothing_open(string more)
    {
        var asset = await _host.Services.KeepAsync(_film);
        var address = _host.Services.Sign(asset) + more;
        using var first = await GetAsync(address);
        Assert.Equal(_film, await first.Content.ReadAsByteArrayAsync());
        File.Delete(_host.Services.FileOf(asset));
        await RefusedAsync(address, HttpStatusCode.NotFound, "NOT_FOUND", "未找到媒体文件。");
    }

    [Fact]
    public async Task Nothing_in_the_log_lets_its_reader_watch()
    {
        var lines = new EveryLine();
        await using var talkative = _host.WithWebHostBuilder(builder =>
            builder
                .UseSetting("Logging:LogLevel:Default", "Trace")
                .UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Trace")
                .ConfigureLogging(logging => logging.AddProvider(lines))
        );
        var address = talkative.Services.Sign(await talkative.Services.KeepAsync(_film));
        using var client = talkative.CreateClient();
        foreach (var path in new[] { address, address + "0", address + "&as=vtt" })
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        }
        _host.Time.Advance(TimeSpan.FromHours(3));
        using var late = await client.GetAsync(new Uri(address, UriKind.Relative));
        Assert.Contains(lines.Lines, line => line.Contains("/media/", StringComparison.Ordinal));
        Assert.DoesNotContain(
            lines.Lines,
            line => line.Contains(address.Split("signature=")[1], StringComparison.Ordinal) || line.Contains("expires=", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_film_read_in_many_ranges_asks_the_database_once()
    {
        var address = _host.Services.Sign(await _host.Services.KeepAsync(_film));
        Assert.Equal(
            0,
            await _host.RoundTripsOf(async () =>
            {
                using var response = await GetAsync(address, ("Range", "bytes=0-9"));
            })
        );
    }

    [Fact]
    public async Task SubRip_captions_are_served_as_WebVTT_where_they_are_asked_for_so()
    {
        var asset = await _host.Services.KeepAsync(
            Encoding.UTF8.GetPreamble().Concat("1\n00:00:01,000 --> 00:00:02,500\n同志们好\n"u8.ToArray()).ToArray(),
            "字幕.srt",
            "application/x-subrip"
        );
        using var track = await GetAsync(_host.Service<MediaLinks>().SignCaptions(asset));
        Assert.Equal("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n同志们好\n", await track.Content.ReadAsStringAsync());
        Assert.Equal(("text/vtt; charset=utf-8", $"\"{asset.Hash}-vtt\""), (track.Content.Headers.ContentType!.ToString(), track.Headers.ETag!.ToString()));
        using var part = await GetAsync(_host.Service<MediaLinks>().SignCaptions(asset), ("Range", "bytes=0-5"));
        Assert.Equal("WEBVTT", await part.Content.ReadAsStringAsync());
        using var original = await GetAsync(_host.Services.Sign(asset));
        Assert.Equal(asset.ByteLength, (await original.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task Only_the_named_origins_may_read_from_elsewhere()
    {
        await using var open = _host.WithWebHostBuilder(builder =>
            builder.UseSetting("Media:Origins:0", "https://school.example").UseSetting("Media:Origins:1", "http://127.0.0.1:3000")
        );
        var address = open.Services.Sign(await open.Services.KeepAsync(Encoding.UTF8.GetBytes("WEBVTT\n"), "字幕.vtt", "text/vtt"));
        using var client = open.CreateClient();
        foreach (
            var (origin, allowed) in new[]
            {
                ("https://school.example", true),
                ("http://127.0.0.1:3000", true),
                ("https://evil.example", false),
                ("https://school.example:8443", false),
                ("null", false),
                (null, false),
            }
        )
        {
            foreach (
                var (method, path) in new[]
                {
                    (HttpMethod.Get, address),
                    (HttpMethod.Head, address),
                    (HttpMethod.Get, address + "0"),
                    (HttpMethod.Options, address),
                }
            )
            {
                using var request = new HttpRequestMessage(method, path);
                if (origin is not null)
                    request.Headers.Add("Origin", origin);
                using var response = await client.SendAsync(request);
                Assert.Equal(allowed ? origin : null, Header(response, "Access-Control-Allow-Origin"));
                Assert.Contains("Origin", response.Headers.Vary);
                Assert.Equal(allowed && method == HttpMethod.Options, response.Headers.Contains("Access-Control-Allow-Headers"));
                Assert.Equal(allowed, response.Headers.Contains("Access-Control-Expose-Headers"));
            }
        }
    }

    [Theory]
    [InlineData("*")]
    [InlineData("https://school.example/")]
    [InlineData("https://School.example")]
    [InlineData("school.example")]
    [InlineData("ftp://school.example")]
    public void An_origin_that_is_none_stops_the_start(string origin) =>
        Assert.StartsWith("Media:Origins:0: ", Assert.Throws<ConfigurationError>(() => new Api.MediaOrigins([origin])).Message, StringComparison.Ordinal);

    private async Task RefusedAsync(string address, HttpStatusCode status, string code, string title, string language = "zh-CN")
    {
        using var response = await GetAsync(address, ("Accept-Language", language), ("Range", "bytes=0-1"));
        var body = await response.Content.ReadAsStringAsync();
        Assert.Equal(
            (status, "application/problem+json", "no-store"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType, Header(response, "Cache-Control"))
        );
        var problem = System.Text.Json.Nodes.JsonNode.Parse(body)!;
        Assert.Equal(
            (code, title, (int)status),
            (problem["code"]!.GetValue<string>(), problem["title"]!.GetValue<string>(), problem["status"]!.GetValue<int>())
        );
        Assert.False(response.Headers.Contains("ETag"));
    }

    private async Task<HttpResponseMessage> GetAsync(string address, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        return await _host.CreateClient().SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response
            .Headers.Concat(response.Content.Headers)
            .Where(header => header.Key == name)
            .Select(header => string.Join(", ", header.Value))
            .SingleOrDefault();

    /// <summary>Keeps every line of every category.</summary>
    private sealed class EveryLine : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}
