using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using ELearning.Content;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace ELearning.Tests.Uploads;

/// <summary>
/// Senders that promise a piece, send some of it and fall silent with the connection open, over real sockets and with a clock that only the test moves.
/// </summary>
public sealed class StalledUploadTests : IAsyncLifetime, IAsyncDisposable
{
    private const int Length = 600_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly WatchedBodies _bodies = new();
    private readonly ApiHost _host;
    private HttpClient _client = null!;
    private TusCaller _editor = null!;
    private byte[] _film = null!;
    private string _path = null!;

    public StalledUploadTests()
    {
        _host = new() { Change = services => services.AddSingleton<IStartupFilter>(_bodies) };
        _host.UseKestrel(0);
    }

    public async Task InitializeAsync()
    {
        _client = _host.CreateClient();
        await _host.Service<OrganisationTree>().AddManyAsync(SmallTown.Organisations, default);
        _editor = await TusCaller.SignInAsync(_client, "staller", "Editor", SmallTown.Township);
        _film = await UploadFilm.OfLengthAsync(Length);
        _path = await _editor.CreateAsync(Length, TusCaller.FilmOf(SmallTown.Village));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.DisposeAsync();
    }

    [Theory]
    [InlineData(2_000)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public async Task What_a_silent_sender_sent_is_told_within_a_second_and_the_same_editor_goes_on(int sent)
    {
        using var silent = await SendAsync(0, _film.AsMemory(0, sent));
        await _bodies.Last.WaitsAsync(sent);
        var asked = _editor.SendAsync("HEAD", _path);
        _host.Time.Advance(UploadSender.Breath);
        Assert.Equal($"{sent}", (await asked.WaitAsync(Patience))["Upload-Offset"]);

        var next = await _editor.PatchAsync(_path, sent, _film[sent..]).WaitAsync(Patience);
        Assert.True(next.Status == 204, next.Text);
        Assert.NotNull(next["Upload-Asset-Id"]);
    }

    [Fact]
    public async Task A_newcomer_in_the_first_second_of_silence_waits_for_its_end_and_goes_on()
    {
        using var silent = await SendAsync(0, _film.AsMemory(0, 200_000));
        var body = _bodies.Last;
        await body.WaitsAsync(200_000);
        var offset = _editor.SendAsync("HEAD", _path);
        Assert.False(offset.IsCompleted);
        _host.Time.Advance(UploadSender.Breath);
        Assert.Equal("200000", (await offset.WaitAsync(Patience))["Upload-Offset"]);
        Assert.Equal(204, (await _editor.PatchAsync(_path, 200_000, _film[200_000..]).WaitAsync(Patience)).Status);
    }

    [Fact]
    public async Task A_sender_silent_for_ten_seconds_is_told_to_look_again_and_to_connect_anew()
    {
        using var silent = await SendAsync(0, _film.AsMemory(0, 200_000));
        var body = _bodies.Last;
        await body.WaitsAsync(200_000);
        var waits = body.Waits;
        _host.Time.Advance(UploadSender.Breath);
        await body.WaitsAsync(200_000, after: waits); // saved, and heard out
        _host.Time.Advance(new UploadOptions().Silence - UploadSender.Breath);

        var answer = await AnswerAsync(silent);
        Assert.StartsWith("HTTP/1.1 409", answer, StringComparison.Ordinal);
        Assert.Contains("UPLOAD_STALLED", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal("200000", (await _editor.SendAsync("HEAD", _path))["Upload-Offset"]);
    }

    [Fact]
    public async Task A_sender_of_whom_something_comes_every_nine_seconds_is_never_cut()
    {
        const int drips = 12;
        using var slow = await SendAsync(0, _film.AsMemory(0, 1));
        var body = _bodies.Last;
        for (var i = 1; i <= drips; i++)
        {
            await body.WaitsAsync(i);
            var waits = body.Waits;
            _host.Time.Advance(UploadSender.Breath);
            await body.WaitsAsync(i, after: waits);
            _host.Time.Advance(TimeSpan.FromSeconds(8));
            await slow.SendAsync(i == drips ? _film.AsMemory(i) : _film.AsMemory(i, 1));
        }
        Assert.StartsWith("HTTP/1.1 204", await AnswerAsync(slow), StringComparison.Ordinal);
        Assert.NotNull((await _editor.SendAsync("HEAD", _path))["Upload-Asset-Id"]);
        Assert.Null(await _bodies.RateAsync()); // Kestrel's average would have ended it
    }

    /// <summary>A connection with the head of a PATCH that promises all the rest, and some of it.</summary>
    private async Task<Socket> SendAsync(long offset, ReadOnlyMemory<byte> bytes)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _client.BaseAddress!.Port);
        var head =
            $"PATCH {_path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {_editor.Token}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n"
            + $"Content-Type: application/offset+octet-stream\r\nContent-Length: {(Length - offset).ToString(CultureInfo.InvariantCulture)}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head));
        for (var rest = bytes; rest.Length > 0; )
        {
            rest = rest[await socket.SendAsync(rest)..];
        }
        await _bodies.NextAsync();
        return socket;
    }

    private static async Task<string> AnswerAsync(Socket socket)
    {
        using var patience = new CancellationTokenSource(Patience);
        var (answer, part) = (new StringBuilder(), new byte[4096]);
        while (await socket.ReceiveAsync(part, patience.Token) is > 0 and var length)
        {
            answer.Append(Encoding.UTF8.GetString(part, 0, length));
            // Kestrel waits for the rest of the piece before it ends the connection, in its own time.
            if (
                answer.ToString() is var all
                && (all.StartsWith("HTTP/1.1 204", StringComparison.Ordinal) || all.Contains("UPLOAD_STALLED", StringComparison.Ordinal))
            )
                break;
        }
        return answer.ToString();
    }

    /// <summary>Puts each body of a PATCH under watch.</summary>
    private sealed class WatchedBodies : IStartupFilter
    {
        private readonly Channel<WatchedBody> _come = Channel.CreateUnbounded<WatchedBody>();
        private readonly Channel<MinDataRate?> _rates = Channel.CreateUnbounded<MinDataRate?>();

        public WatchedBody Last { get; private set; } = null!;

        public async Task NextAsync() => Last = await _come.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        /// <summary>What Kestrel held the first body to that came to its end.</summary>
        public Task<MinDataRate?> RateAsync() => _rates.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    async (context, inner) =>
                    {
                        if (!HttpMethods.IsPatch(context.Request.Method))
                        {
                            await inner(context);
                            return;
                        }
                        var body = new WatchedBody(context.Request.BodyReader);
                        context.Features.Set<IRequestBodyPipeFeature>(new Body(body));
                        await _come.Writer.WriteAsync(body);
                        await inner(context);
                        await _rates.Writer.WriteAsync(context.Features.GetRequiredFeature<IHttpMinRequestBodyDataRateFeature>().MinDataRate);
                    }
                );
                next(app);
            };

        private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;
    }
}
