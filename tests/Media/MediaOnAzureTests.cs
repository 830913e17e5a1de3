using System.Net;
using System.Security.Cryptography;
using System.Text;
using ELearning.Content;
using Microsoft.AspNetCore.Mvc.Testing;

namespace ELearning.Tests;

/// <summary>Media as a client that follows redirects gets them from Azure's emulator.</summary>
public sealed class MediaOnAzureTests : IClassFixture<AzuriteServer>, IAsyncDisposable
{
    private readonly ApiHost host = new();
    private readonly WebApplicationFactory<Api.ApiSchema> onAzure;
    private readonly HttpClient api;
    private readonly byte[] film = RandomNumberGenerator.GetBytes(300_000);

    public MediaOnAzureTests(AzuriteServer azurite)
    {
        host.Time.SetUtcNow(TimeProvider.System.GetUtcNow()); // Azure has its own clock
        onAzure = host.WithWebHostBuilder(builder => builder.UseSetting("Storage:Blobs:ConnectionString", azurite.ConnectionString).UseSetting("Storage:Blobs:Container", "api-media"));
        api = onAzure.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
    }

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Readers_are_sent_to_an_address_that_ends_with_the_one_they_hold()
    {
        var link = onAzure.Services.Sign(await onAzure.Services.KeepAsync(film));
        host.Time.Advance(TimeSpan.FromMinutes(30));
        using var first = await api.GetAsync(new Uri(link, UriKind.Relative));
        using var second = await api.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Found, 0), (first.StatusCode, (await first.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(first.Headers.Location, second.Headers.Location); // so that a browser's cache finds again what it has
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(link.Split("expires=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains($"se={Uri.EscapeDataString(expires.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture))}&", first.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl is { Private: true } cache && cache.MaxAge <= expires - host.Time.GetUtcNow());
    }

    [Fact]
    public async Task Ranges_head_and_conditions_work_through_the_redirect()
    {
        var link = onAzure.Services.Sign(await onAzure.Services.KeepAsync(film));
        using var whole = await FollowAsync(HttpMethod.Get, link);
        Assert.Equal((HttpStatusCode.OK, "video/mp4", "inline; filename=__.mp4; filename*=UTF-8''%E7%94%B5%E5%BD%B1.mp4"),
            (whole.StatusCode, whole.Content.Headers.ContentType!.ToString(), whole.Content.Headers.GetValues("Content-Disposition").Single()));
        Assert.Equal(film, await whole.Content.ReadAsByteArrayAsync());
        using var part = await FollowAsync(HttpMethod.Get, link, ("Range", "bytes=100-199"));
        Assert.Equal((HttpStatusCode.PartialContent, "bytes 100-199/300000"), (part.StatusCode, part.Content.Headers.ContentRange!.ToString()));
        Assert.Equal(film[100..200], await part.Content.ReadAsByteArrayAsync());
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
        var track = await onAzure.Services.KeepAsync("WEBVTT\n"u8.ToArray(), "字幕.vtt", "text/vtt");
        using var asStored = await api.GetAsync(new Uri(onAzure.Services.Sign(track), UriKind.Relative));
        Assert.Equal((HttpStatusCode.OK, "WEBVTT\n", "text/vtt; charset=utf-8"), (asStored.StatusCode, await asStored.Content.ReadAsStringAsync(), asStored.Content.Headers.ContentType!.ToString()));
        var subRip = await onAzure.Services.KeepAsync(Encoding.UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,500\n好\n"), "字幕.srt", "application/x-subrip");
        var links = (MediaLinks)onAzure.Services.GetService(typeof(MediaLinks))!;
        Assert.Equal("WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n好\n", await api.GetStringAsync(new Uri(links.SignCaptions(subRip), UriKind.Relative)));
    }

    [Fact]
    public async Task Without_a_right_signature_nobody_is_sent_anywhere()
    {
        var link = onAzure.Services.Sign(await onAzure.Services.KeepAsync(film));
        using var forged = await api.GetAsync(new Uri(link + "0", UriKind.Relative));
        host.Time.Advance(TimeSpan.FromHours(3));
        using var late = await api.GetAsync(new Uri(link, UriKind.Relative));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Gone), (forged.StatusCode, late.StatusCode));
        Assert.All([forged, late], refused => Assert.Null(refused.Headers.Location));
    }

    private async Task<HttpResponseMessage> FollowAsync(HttpMethod method, string link, params (string Name, string Value)[] headers)
    {
        using var sent = await api.SendAsync(Request(new Uri(link, UriKind.Relative)));
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
