using System.Net;
using System.Net.Sockets;
using System.Text;
using ELearning.Api;

namespace ELearning.Tests;

/// <summary>Media over a real socket.</summary>
public sealed class MediaSocketTests : IAsyncDisposable
{
    private readonly ApiHost _host = new();

    public MediaSocketTests() => _host.UseKestrel(0);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_film_arrives_whole_and_in_parts_over_one_connection()
    {
        using var client = _host.CreateClient();
        var film = new byte[5_000_001];
        new Random(7).NextBytes(film);
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
        var asset = await _host.Services.KeepAsync(new byte[64 << 20]);
        var (address, file) = (_host.Services.Sign(asset), _host.Services.FileOf(asset));
        var lines = _host.Log.Lines.Count;
        using (var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new(true, 0) })
        {
            await socket.ConnectAsync(IPAddress.Loopback, client.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            await socket.ReceiveAsync(new byte[1000]);
            Assert.Equal(1, StoredMedia.OpenHandles(file)); // the rest waits for the reader
            _host.Time.Advance(ServedLately.Longest);
            Assert.Equal(1, StoredMedia.OpenHandles(file)); // who reads it holds it
        }
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (StoredMedia.OpenHandles(file) > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        Assert.Equal(lines, _host.Log.Lines.Count);
        using var again = await client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Who_watches_longer_than_a_film_is_kept_open_sees_it_to_its_end()
    {
        using var client = _host.CreateClient();
        var film = new byte[32 << 20];
        new Random(7).NextBytes(film);
        var asset = await _host.Services.KeepAsync(film);
        using var response = await client.GetAsync(new Uri(_host.Services.Sign(asset), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        _host.Time.Advance(ServedLately.Longest);
        Assert.Equal(film, await response.Content.ReadAsByteArrayAsync());
        _host.Time.Advance(ServedLately.Longest);
        using var next = await client.GetAsync(new Uri(_host.Services.Sign(asset), UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(1, StoredMedia.OpenHandles(_host.Services.FileOf(asset)));
    }
}
