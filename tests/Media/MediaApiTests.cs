using System.Security.Cryptography;
using System.Text;
using ELearning.Content;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace ELearning.Tests.Media;

/// <summary>What the endpoint of media sees to besides sending.</summary>
public sealed class MediaApiTests : IAsyncDisposable
{
    private readonly ApiHost _host = new();
    private readonly byte[] _film = RandomNumberGenerator.GetBytes(300_000);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

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

    [Theory]
    [InlineData("&more=1")]
    [InlineData("&")]
    public async Task An_address_written_otherwise_than_it_was_signed_is_read(string more)
    {
        using var response = await GetAsync(_host.Services.Sign(await _host.Services.KeepAsync(_film)) + more);
        Assert.Equal(_film, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_disk_that_fails_in_the_first_read_is_away_for_a_moment()
    {
        FailingDisk? disk = null;
        await using var host = new ApiHost
        {
            Change = services =>
            {
                var real = services.Last(service => service.ServiceType == typeof(IBlobs)).ImplementationFactory!;
                services.AddSingleton<IBlobs>(provider => disk = new FailingDisk((IBlobs)real(provider)));
            },
        };
        var address = host.Services.Sign(await host.Services.KeepAsync(_film));
        using var client = host.CreateClient();
        disk!.Fails = true;
        using var away = await client.GetAsync(address);
        Assert.Equal((503, "5"), ((int)away.StatusCode, away.Headers.RetryAfter?.ToString()));
        Assert.Equal("no-store", Header(away, "Cache-Control"));
        Assert.Contains("UNAVAILABLE", await away.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.All(["ETag", "Accept-Ranges", "Last-Modified", "Content-Disposition"], name => Assert.Null(Header(away, name)));
        Assert.NotNull(Header(away, "X-Correlation-Id"));

        disk.Fails = false;
        Assert.Equal(_film, await client.GetByteArrayAsync(address));
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
    public async Task Only_the_named_origins_may_read_from_elsewhere()
    {
        await using var open = _host.WithWebHostBuilder(builder =>
            builder.UseSetting("Web:Origins:0", "https://school.example").UseSetting("Media:Origins:0", "http://127.0.0.1:3000")
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
        Assert.StartsWith("Media:Origins:0: ", Assert.Throws<ConfigurationError>(() => new Api.MediaOrigins([], [origin])).Message, StringComparison.Ordinal);

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
