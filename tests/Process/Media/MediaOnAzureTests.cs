using System.Net;
using System.Security.Cryptography;
using System.Text;
using ELearning.Content;
using ELearning.Processes.Tests.Storage;
using ELearning.Tests.Media;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ELearning.Processes.Tests.Media;

/// <summary>Media as a client that follows redirects gets them from Azure's emulator.</summary>
public sealed class MediaOnAzureTests : IClassFixture<AzuriteServer>, IAsyncDisposable
{
    private readonly ApiHost _host = new();
    private readonly WebApplicationFactory<Api.ApiSchema> _onAzure;
    private readonly HttpClient _api;
    private readonly byte[] _film = RandomNumberGenerator.GetBytes(300_000);

    public MediaOnAzureTests(AzuriteServer azurite)
    {
        _host.Time.SetUtcNow(TimeProvider.System.GetUtcNow()); // Azure has its own clock
        _onAzure = _host.WithWebHostBuilder(builder =>
            builder.UseSetting("Storage:Blobs:ConnectionString", azurite.ConnectionString).UseSetting("Storage:Blobs:Container", "api-media")
        );
        _api = _onAzure.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Readers_are_sent_to_an_address_that_ends_with_the_one_they_hold()
    {
        var link = _onAzure.Services.Sign(await _onAzure.Services.KeepAsync(_film));
        _host.Time.Advance(TimeSpan.FromMinutes(30));
        using var first = await _api.GetAsync(new Uri(link, UriKind.Relative));
        using var second = await _api.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Found, 0), (first.StatusCode, (await first.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(first.Headers.Location, second.Headers.Location); // so that a browser's cache finds again what it has
        var expires = DateTimeOffset.FromUnixTimeSeconds(
            long.Parse(link.Split("expires=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture)
        );
        Assert.Contains(
            $"se={Uri.EscapeDataString(expires.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))}&",
            first.Headers.Location!.Query,
            StringComparison.Ordinal
        );
        Assert.True(first.Headers.CacheControl is { Private: true } cache && cache.MaxAge <= expires - _host.Time.GetUtcNow());
    }

    [Fact]
    public async Task Ranges_head_and_conditions_work_through_the_redirect()
    {
        var link = _onAzure.Services.Sign(await _onAzure.Services.KeepAsync(_film));
        using var whole = await FollowAsync(HttpMethod.Get, link);
        Assert.Equal(
            (HttpStatusCode.OK, "video/mp4", "inline; filename=__.mp4; filename*=UTF-8''%E7%94%B5%E5%BD%B1.mp4"),
            (whole.StatusCode, whole.Content.Headers.ContentType!.ToString(), whole.Content.Headers.GetValues("Content-Disposition").Single())
        );
        Assert.Equal(_film, await whole.Content.ReadAsByteArrayAsync());
        using var part = await FollowAsync(HttpMethod.Get, link, ("Range", "bytes=100-199"));
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 100-199/300000"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(_film[100..200], await part.Content.ReadAsByteArrayAsync());
        using var outside = await FollowAsync(HttpMethod.Get, link, ("Range", "bytes=400000-"));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, outside.StatusCode);
        using var head = await FollowAsync(HttpMethod.Head, link);
        Assert.Equal((HttpStatusCode.OK, 300_000), (head.StatusCode, head.Content.Headers.ContentLength));
        using var known = await FollowAsync(HttpMethod.Get, link, ("If-None-Match", head.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Fact]
    public async Task Captions_come_from_the_process_itself_in_either_form()
    {
        var track = await _onAzure.Services.KeepAsync("WEBVTT\n"u8.ToArray(), "字幕.vtt", "text/vtt");
        using var asStored = await _api.GetAsync(new Uri(_onAzure.Services.Sign(track), UriKind.Relative));
        Assert.Equal(
            (HttpStatusCode.OK, "WEBVTT\n", "text/vtt; charset=utf-8"),
            (asStored.StatusCode, await asStored.Content.ReadAsStringAsync(), asStored.Content.Headers.ContentType!.ToString())
        );
        var subRip = await _onAzure.Services.KeepAsync(Encoding.UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,500\n好\n"), "字幕.srt", "application/x-subrip");
        var links = (MediaLinks)_onAzure.Services.GetService(typeof(MediaLinks))!;
        Assert.Equal("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n好\n", await _api.GetStringAsync(new Uri(links.SignCaptions(subRip), UriKind.Relative)));
    }

    [Fact]
    public async Task Without_a_right_signature_nobody_is_sent_anywhere()
    {
        var link = _onAzure.Services.Sign(await _onAzure.Services.KeepAsync(_film));
        using var forged = await _api.GetAsync(new Uri(link + "0", UriKind.Relative));
        _host.Time.Advance(TimeSpan.FromHours(3));
        using var late = await _api.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Gone), (forged.StatusCode, late.StatusCode));
        Assert.All([forged, late], refused => Assert.Null(refused.Headers.Location));
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpMethod method, string link, params (string Name, string Value)[] headers)
    {
        using var sent = await _api.SendAsync(Request(new Uri(link, UriKind.Relative)));
        using var client = new HttpClient();
        return await client.SendAsync(Request(sent.Headers.Location!));

        HttpRequestMessage Request(Uri address)
        {
            var request = new HttpRequestMessage(method, address);
            foreach (var (name, value) in headers)
            {
                request.Headers.Add(name, value);
            }
            return request;
        }
    }
}
