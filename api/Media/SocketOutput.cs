using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace ELearning.Api;

/// <summary>
/// What a connection writes, sent by whoever flushes: first what was written, then the part of a file that was placed behind it, which the kernel takes from
/// the file itself
/// (<c>sendfile</c>). Kestrel's own pipe between the two offers no place for a file, and costs a change of thread besides.
/// </summary>
/// <remarks>
/// A flush is over when the kernel has taken everything. As a pipe does it, it never fails because of the peer: it tells that nobody reads any more.
/// </remarks>
internal sealed class SocketOutput(ConnectionContext connection, Socket socket) : PipeWriter, IDisposable
{
    /// <summary>Of one file, at most, between two flushes; in bytes.</summary>
    public const int MaxPlaced = 1 << 20;

    /// <summary>An answer of this size in bytes leaves by one call; the memory is lent for one flush.</summary>
    private const int SegmentLength = 32 << 10;

    /// <summary>As Linux numbers it (netinet/tcp.h).</summary>
    private const int TcpCork = 3;

    /// <summary>Stands for the file's bytes where Kestrel counts what is written; nobody writes or reads it.</summary>
    private static readonly byte[] Placeholder = GC.AllocateUninitializedArray<byte>(MaxPlaced);

    private readonly Pipe _written = new(
        new PipeOptions(
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            pauseWriterThreshold: 0,
            resumeWriterThreshold: 0,
            minimumSegmentSize: SegmentLength,
            useSynchronizationContext: false
        )
    );
    private readonly FileSender _files = new(socket);
    private CancellationTokenSource _cancellation = new();
    private Task _sending = Task.CompletedTask;
    private (FileStream File, long Offset)? _offered;
    private (FileStream File, long Offset, int Count)? _placed;
    private bool _lent;
    private bool _corked;
    private volatile bool _gone;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _written.Writer.UnflushedBytes + (_placed?.Count ?? 0);

    /// <summary>Puts it between Kestrel and the sockets of every endpoint: below TLS, where there is some. Linux alone has what it calls.</summary>
    public static void AddTo(WebApplicationBuilder builder)
    {
        if (OperatingSystem.IsLinux() && Environment.Is64BitProcess)
            builder.WebHost.ConfigureKestrel(kestrel =>
                kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => CarryAsync(connection, next)))
            );
    }

    /// <summary>The output of the connection if the body of this answer goes to it as it is: neither encrypted nor in frames.</summary>
    public static SocketOutput? Of(HttpContext context) =>
        HttpProtocol.IsHttp11(context.Request.Protocol) ? context.Features.Get<IConnectionTransportFeature>()?.Transport.Output as SocketOutput : null;

    /// <summary>
    /// Places bytes of a file behind what the body's writer has written, which counts them as its own; flush then. False when that writer holds bytes back at
    /// the moment: write them as any others.
    /// </summary>
    /// <param name="body">The writer of a started answer of a known length.</param>
    /// <param name="file">Opened for asynchronous reading, as the socket demands; it may be closed at any time.</param>
    /// <param name="offset">In the file.</param>
    /// <param name="count">1 to <see cref="MaxPlaced"/>.</param>
    public bool Place(PipeWriter body, FileStream file, long offset, int count)
    {
        _offered = (file, offset);
        body.GetMemory(count);
        if (_offered is not null)
        {
            _offered = null;
            return false;
        }
        _placed = (file, offset, 0);
        body.Advance(count);
        return true;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        _lent = _offered is not null;
        _offered = null;
        return _lent ? Placeholder : _written.Writer.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (_lent)
            _placed = _placed!.Value with { Count = bytes };
        else
            _written.Writer.Advance(bytes);
        _lent = false;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<FlushResult>(cancellationToken);
        Send();
        return _sending.IsCompletedSuccessfully && !_cancellation.IsCancellationRequested
            ? new(new FlushResult(isCanceled: false, _gone))
            : WaitAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => _cancellation.Cancel();

    public override void Complete(Exception? exception = null)
    {
        if (UnflushedBytes > 0)
            Send();
        _written.Writer.Complete();
    }

    public void Dispose()
    {
        _written.Reader.Complete();
        _files.Dispose();
        _cancellation.Dispose();
    }

    private static async Task CarryAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionSocketFeature>() is not { } feature)
        {
            await next(connection);
            return;
        }
        using var output = new SocketOutput(connection, feature.Socket);
        connection.Transport = new Duplex(connection.Transport.Input, output);
        await next(connection);
        output.Complete();
        await output._sending;
    }

    private void Send()
    {
        _sending = SendAsync(_placed, _sending);
        _placed = null;
    }

    /// <param name="part">What was placed behind what is written.</param>
    /// <param name="earlier">What is being sent still, because somebody would not wait for it.</param>
    private async Task SendAsync((FileStream File, long Offset, int Count)? part, Task earlier)
    {
        await _written.Writer.FlushAsync(); // hands it to the reader; there is nothing to wait for
        await earlier;
        try
        {
            var head = _written.Reader.TryRead(out var read);
            if (head && part is not null && !_corked)
                Cork();
            if (head)
                await SendAsync(read);
            if (part is { } bytes && !_gone)
                await _files.SendAsync(bytes.File, bytes.Offset, bytes.Count);
            if (_corked)
                Push();
        }
        catch (Exception cause) when (cause is SocketException or ObjectDisposedException or EndOfStreamException)
        {
            _gone = true;
            connection.Abort(new ConnectionAbortedException("What is sent does not arrive.", cause));
        }
    }

    /// <summary>From the first file on the kernel waits for a full packet, so that what stands before a file does not leave in one of its own.</summary>
    private void Cork()
    {
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCork, BitConverter.GetBytes(1));
        _corked = true;
    }

    /// <summary>
    /// It is set already; to set it again sends what did not fill a packet too, by a call less for each file than to take the cork out and put it back.
    /// </summary>
    private void Push() => socket.NoDelay = true;

    private async Task SendAsync(ReadResult read)
    {
        try
        {
            foreach (var segment in read.Buffer)
            {
                if (!_gone)
                    await socket.SendAsync(segment, SocketFlags.None);
            }
        }
        finally
        {
            _written.Reader.AdvanceTo(read.Buffer.End);
        }
    }

    private async ValueTask<FlushResult> WaitAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _cancellation.Token);
        try
        {
            await _sending.WaitAsync(either.Token);
            return new(isCanceled: false, _gone);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _cancellation = new();
            return new(isCanceled: true, _gone);
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
