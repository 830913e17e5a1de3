using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ELearning.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ELearning.Tests;

/// <summary>Kestrel on a port of its own with the product's output and one film, and a log of what it takes for an event.</summary>
internal sealed class FilmServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _wentOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _uses;

    private FilmServer(WebApplication app, string path, byte[] film) => (_app, Path, Film) = (app, path, film);

    public byte[] Film { get; }

    public string Path { get; }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>
    /// How often the film's handle was asked for: once or twice for each MiB that the kernel takes from the file, once for each 128 KiB that the process reads.
    /// </summary>
    public int HandleUses => Volatile.Read(ref _uses);

    /// <summary>Over when a flush was called off while what it flushes was under way; Kestrel does not tell its caller that it was.</summary>
    public Task WentOn => _wentOn.Task;

    /// <summary>For each answer in turn, what the kernel still waited with when it was given everything.</summary>
    public ConcurrentQueue<uint> Waiting { get; } = [];

    public RecordingLog Log { get; private init; } = new();

    /// <summary>Handles on the film, sent or not.</summary>
    public int OpenHandles =>
        Directory.GetFiles("/proc/self/fd").Count(handle => new FileInfo(handle).LinkTarget?.StartsWith(Path, StringComparison.Ordinal) == true);

    public static async Task<FilmServer> StartAsync(int length, bool encrypted = false)
    {
        var film = new byte[length];
        new Random(7).NextBytes(film);
        var path = System.IO.Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, film);
        var log = new RecordingLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Warning);
        builder.AddTransport();
        builder.WebHost.UseKestrelHttpsConfiguration().UseUrls(encrypted ? "https://127.0.0.1:0" : "http://127.0.0.1:0");
        if (encrypted)
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = Certificate()));
        var server = new FilmServer(builder.Build(), path, film) { Log = log };
        server._app.MapMethods("/film", ["GET", "HEAD"], server.SendAsync);
        server._app.MapPost("/echo", server.EchoAsync);
        server._app.MapGet("/impatient", server.SendImpatientlyAsync);
        await server._app.StartAsync();
        return server;
    }

    public Task StopAsync() => _app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        File.Delete(Path);
    }

    private async Task SendAsync(HttpContext context, long first, long length)
    {
        await using var body = new WatchedFile(this);
        context.Response.ContentLength = length;
        if (HttpMethods.IsGet(context.Request.Method))
            await MediaSending.SendAsync(context.Response, body, new(first, length), context.RequestAborted);
        Look(context);
    }

    private async Task EchoAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.ContentLength = context.Request.ContentLength;
        await context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length));
        Look(context);
    }

    private void Look(HttpContext context)
    {
        try
        {
            Waiting.Enqueue(TcpInfo.Of(context.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket).WaitingBytes);
        }
        catch (ObjectDisposedException)
        {
            // The client has left.
        }
    }

    /// <summary>The film by the body's writer, of which nobody waits for the first flush.</summary>
    private async Task SendImpatientlyAsync(HttpContext context)
    {
        context.Response.ContentLength = Film.Length;
        await context.Response.StartAsync();
        var writer = context.Response.BodyWriter;
        Film.CopyTo(writer.GetMemory(Film.Length));
        writer.Advance(Film.Length);
        var flush = writer.FlushAsync();
        writer.CancelPendingFlush();
        await flush;
        _wentOn.SetResult();
        await writer.FlushAsync();
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    private sealed class WatchedFile(FilmServer server)
        : FileStream(
            server.Path,
            new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            }
        )
    {
        public override SafeFileHandle SafeFileHandle
        {
            get
            {
                Interlocked.Increment(ref server._uses);
                return base.SafeFileHandle;
            }
        }
    }
}
