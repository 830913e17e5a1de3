using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Media;

/// <summary>Media over a real socket.</summary>
public sealed class MediaSocketTests : IAsyncDisposable
{
    /// <summary>More than waits on the way between a file and a client that does not read.</summary>
    private const int Long = 64 << 20;

    private readonly RequestsEnd _requests = new();
    private readonly ApiHost _host;

    public MediaSocketTests()
    {
        _host = new() { Change = services => services.AddSingleton<IStartupFilter>(_requests) };
        _host.UseKestrel(0);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_film_arrives_whole_and_in_parts_over_one_connection()
    {
        using var client = _host.CreateClient();
        var film = Film(5_000_001);
        var address = new Uri(_host.Services.Sign(await _host.Services.KeepAsync(film)), UriKind.Relative);
        Assert.Equal(film, await client.GetByteArrayAsync(address));
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Range = new(1_000_001, 3_333_333) } };
        using var part = await client.SendAsync(request);
        Assert.Equal(film[1_000_001..3_333_334], await part.Content.ReadAsByteArrayAsync());
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, address));
        Assert.Equal(film.Length, head.Content.Headers.ContentLength);
        Assert.Equal(film, await client.GetByteArrayAsync(address)); // the connection is not out of step
    }

    [Fact]
    public async Task Who_leaves_in_the_middle_frees_the_file_and_is_no_event()
    {
        using var client = _host.CreateClient();
        var asset = await _host.Services.KeepAsync(Film(Long));
        var (address, file) = (_host.Services.Sign(asset), _host.Services.FileOf(asset));
        var lines = _host.Log.Lines.Count;
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) })
        {
            await socket.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            await socket.ReceiveAsync(new byte[1000]);
            Assert.Equal(1, StoredMedia.OpenHandles(file)); // the rest waits for the reader
        }
        await _requests.Ended;
        Assert.Equal(0, StoredMedia.OpenHandles(file));
        Assert.Equal(lines, _host.Log.Lines.Count);
    }

    [Fact]
    public async Task A_film_that_is_removed_is_sent_to_its_end()
    {
        using var client = _host.CreateClient();
        var film = Film(Long);
        var asset = await _host.Services.KeepAsync(film);
        using var response = await client.GetAsync(new Uri(_host.Services.Sign(asset), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        File.Delete(_host.Services.FileOf(asset));
        Assert.Equal(film, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_film_that_became_shorter_ends_the_connection_and_is_told()
    {
        using var client = _host.CreateClient();
        var asset = await _host.Services.KeepAsync(Film(Long));
        using var response = await client.GetAsync(new Uri(_host.Services.Sign(asset), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using (var file = File.OpenHandle(_host.Services.FileOf(asset), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            RandomAccess.SetLength(file, Long - 1);
        }
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.Content.ReadAsByteArrayAsync());
        Assert.Contains(_host.Log.Lines, line => line.Contains("too few bytes", StringComparison.Ordinal));
    }

    private static byte[] Film(int length)
    {
        var film = new byte[length];
        new Random(7).NextBytes(film);
        return film;
    }

    /// <summary>Tells when a request is over, with all that was opened for it.</summary>
    private sealed class RequestsEnd : IStartupFilter
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ended => _ended.Task;

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (_, rest) =>
                    {
                        try
                        {
                            await rest();
                        }
                        finally
                        {
                            _ended.TrySetResult();
                        }
                    }
                );
                next(app);
            };
    }
}
