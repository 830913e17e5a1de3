using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ELearning.Tests;

/// <summary>Films on the wire, byte by byte: what the kernel takes from the file, between what Kestrel writes.</summary>
public sealed class MediaSendingTests
{
    private const int MiB = 1 << 20;

    [Fact]
    public async Task Requests_that_do_not_wait_for_each_other_are_answered_byte_by_byte_in_turn()
    {
        await using var server = await FilmServer.StartAsync(5 * MiB + 1);
        (int First, int Length)[] parts =
        [
            (0, 1),
            (0, 0),
            (5 * MiB, 1),
            (77, 64 << 10),
            (1, MiB),
            (3, 512 << 10),
            (0, 5 * MiB + 1),
            (MiB - 1, (512 << 10) + 1),
        ];
        await using var wire = await ConnectAsync(server);
        var asking = wire.WriteAsync(
                Encoding.ASCII.GetBytes(
                    string.Concat(parts.Select(part => Get("GET", part) + Get("HEAD", part) + Echo("between"))) + Get("GET", (9, 99), "Connection: close\r\n")
                )
            )
            .AsTask();
        foreach (var part in parts)
        {
            Assert.Equal(server.Film[part.First..(part.First + part.Length)], await AnswerAsync(wire));
            Assert.Empty(await AnswerAsync(wire, head: true));
            Assert.Equal("between", Encoding.ASCII.GetString(await AnswerAsync(wire)));
        }
        Assert.Equal(server.Film[9..108], await AnswerAsync(wire));
        Assert.Equal(0, await wire.ReadAsync(new byte[1]));
        await asking;
        var pieces = parts.Sum(part => (part.Length + MiB - 1) / MiB) + 1;
        Assert.InRange(server.HandleUses, pieces, 2 * pieces);
        Assert.Empty(server.Log.Lines);
    }

    [Fact]
    public async Task What_stands_before_a_film_leaves_with_it_and_nothing_waits_for_more()
    {
        await using var server = await FilmServer.StartAsync(MiB);
        await using var wire = await ConnectAsync(server);
        foreach (var request in new[] { Get("GET", (0, 1000)), Get("GET", (7, 1)), Echo("between"), Get("GET", (5, 5000)) })
        {
            var before = TcpInfo.Of(wire.Socket).ReceivedPackets;
            await wire.WriteAsync(Encoding.ASCII.GetBytes(request));
            await AnswerAsync(wire);
            Assert.Equal(1u, TcpInfo.Of(wire.Socket).ReceivedPackets - before);
        }
        await UntilAsync(() => server.Waiting.Count == 4);
        Assert.All(server.Waiting, waiting => Assert.Equal(0u, waiting));
    }

    [Fact]
    public async Task An_encrypted_film_is_the_same_film()
    {
        await using var server = await FilmServer.StartAsync(3 * MiB, encrypted: true);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
        using var client = new HttpClient(handler) { BaseAddress = server.Address };
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"film?first=1&length={2 * MiB}")
            {
                Version = version,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var answer = await client.SendAsync(request);
            Assert.Equal(version, answer.Version);
            Assert.Equal(server.Film[1..(2 * MiB + 1)], await answer.Content.ReadAsByteArrayAsync());
        }
        Assert.Equal(2 * 2 * MiB / (128 << 10), server.HandleUses); // read, for what is encrypted
    }

    [Fact]
    public async Task What_comes_in_large_goes_out_again_as_it_was()
    {
        await using var server = await FilmServer.StartAsync(8 * MiB);
        using var client = new HttpClient { BaseAddress = server.Address };
        foreach (var chunked in new[] { true, false })
        {
            using var content = new ByteArrayContent(server.Film);
            using var request = new HttpRequestMessage(HttpMethod.Post, "echo") { Content = content, Headers = { TransferEncodingChunked = chunked } };
            using var echo = await client.SendAsync(request);
            Assert.Equal(chunked, echo.Headers.TransferEncodingChunked == true);
            Assert.Equal(server.Film, await echo.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Nothing_is_lost_of_what_nobody_waited_for()
    {
        await using var server = await FilmServer.StartAsync(32 * MiB);
        await using var wire = await ConnectAsync(server);
        await wire.WriteAsync("GET /impatient HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        await server.WentOn;
        Assert.Equal(server.Film, await AnswerAsync(wire));
        Assert.Empty(server.Log.Lines);
    }

    [Fact]
    public async Task A_film_that_is_deleted_is_sent_to_its_end()
    {
        await using var server = await FilmServer.StartAsync(32 * MiB);
        await using var wire = await ConnectAsync(server);
        await wire.WriteAsync(Encoding.ASCII.GetBytes(Get("GET", (0, 32 * MiB))));
        var answer = AnswerAsync(wire, begun: () => File.Delete(server.Path));
        Assert.Equal(server.Film, await answer);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32 * MiB - 1)] // all is sent but the end of the last piece
    public async Task A_film_that_became_shorter_ends_the_connection_and_is_told(int length)
    {
        await using var server = await FilmServer.StartAsync(32 * MiB);
        await using var wire = await ConnectAsync(server);
        await wire.WriteAsync(Encoding.ASCII.GetBytes(Get("GET", (0, 32 * MiB))));
        await Assert.ThrowsAnyAsync<IOException>(() =>
            AnswerAsync(
                wire,
                begun: () =>
                {
                    using var file = File.OpenHandle(server.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
                    RandomAccess.SetLength(file, length);
                }
            )
        );
        await UntilAsync(() => server.OpenHandles == 0 && server.Log.Lines.Count > 0);
        Assert.Contains("shorter", Assert.Single(server.Log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_leaves_frees_the_file_and_is_no_event(bool reset)
    {
        await using var server = await FilmServer.StartAsync(32 * MiB);
        await using (var wire = await ConnectAsync(server, reset))
        {
            await wire.WriteAsync(Encoding.ASCII.GetBytes(Get("GET", (0, 32 * MiB))));
            await wire.ReadExactlyAsync(new byte[1000]);
            Assert.Equal(1, server.OpenHandles); // the rest waits for the reader
        }
        await UntilAsync(() => server.OpenHandles == 0);
        Assert.Empty(server.Log.Lines);
    }

    [Fact]
    public async Task A_server_that_stops_does_not_wait_for_a_player_that_does_not_read()
    {
        await using var server = await FilmServer.StartAsync(32 * MiB);
        await using var wire = await ConnectAsync(server);
        await wire.WriteAsync(Encoding.ASCII.GetBytes(Get("GET", (0, 32 * MiB))));
        await wire.ReadExactlyAsync(new byte[1000]);
        await server.StopAsync();
        await UntilAsync(() => server.OpenHandles == 0);
    }

    private static string Get(string method, (int First, int Length) part, string headers = "") =>
        string.Create(CultureInfo.InvariantCulture, $"{method} /film?first={part.First}&length={part.Length} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    private static string Echo(string text) => $"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: {text.Length}\r\n\r\n{text}";

    private static async Task<NetworkStream> ConnectAsync(FilmServer server, bool reset = false)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (reset)
            socket.LingerState = new(true, 0);
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        return new(socket, ownsSocket: true);
    }

    /// <summary>The body of the next answer.</summary>
    /// <param name="begun">Called when its head is there.</param>
    private static async Task<byte[]> AnswerAsync(NetworkStream wire, bool head = false, Action? begun = null)
    {
        var lines = new StringBuilder();
        for (var one = new byte[1]; !lines.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal); )
        {
            await wire.ReadExactlyAsync(one);
            lines.Append((char)one[0]);
        }
        begun?.Invoke();
        Assert.StartsWith("HTTP/1.1 200 OK", lines.ToString(), StringComparison.Ordinal);
        var length = lines.ToString().Split("\r\n").Single(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal))["Content-Length: ".Length..];
        var body = new byte[head ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await wire.ReadExactlyAsync(body);
        return body;
    }

    private static async Task UntilAsync(Func<bool> done)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!done())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
