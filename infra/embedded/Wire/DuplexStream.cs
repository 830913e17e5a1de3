using System.IO.Pipelines;

namespace ELearning.Embedded;

/// <summary>One end of a connection that never leaves the process: the same messages, without the machine's network between.</summary>
internal sealed class DuplexStream(PipeReader input, PipeWriter output) : Stream
{
    private readonly Stream _reading = input.AsStream();
    private readonly Stream _writing = output.AsStream();

    /// <summary>
    /// Whoever writes carries on with what was waited for: a command is run by the thread that sends it, and mostly answered before that thread looks for the
    /// reply.
    /// </summary>
    public static (DuplexStream Client, DuplexStream Server) Pair()
    {
        var (requests, replies) = (new Pipe(Options), new Pipe(Options));
        return (new(replies.Reader, requests.Writer), new(requests.Reader, replies.Writer));
    }

    private static PipeOptions Options { get; } = new(readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    /// <summary>What comes in, without the copies of a stream.</summary>
    public PipeReader Input => input;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _reading.Read(buffer, offset, count);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _reading.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reading.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => _writing.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _writing.WriteAsync(buffer, offset, count, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _writing.WriteAsync(buffer, cancellationToken);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>The other end reads to the end and finds it closed; whoever waits here is let go, as with a socket.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // First whoever waits here: the other end hangs up too as soon as it is told, which would look as if it had done so by itself.
            input.CancelPendingRead();
            output.Complete();
            input.Complete();
        }
        base.Dispose(disposing);
    }
}
