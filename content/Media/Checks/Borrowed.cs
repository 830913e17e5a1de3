namespace ELearning.Content;

/// <summary>
/// A stream lent to a library for reading: the library cannot close it, and every read fails once the time is over, which ends any loop the library is in.
/// </summary>
/// <param name="end">The position at which the stream ends for the library.</param>
internal sealed class Borrowed(Stream lent, long end = long.MaxValue, CancellationToken timeIsOver = default) : Stream
{
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => Math.Min(end, lent.Length);
    public override long Position
    {
        get => lent.Position;
        set => lent.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        timeIsOver.ThrowIfCancellationRequested();
        return lent.Read(buffer[..(int)Math.Clamp(end - lent.Position, 0, buffer.Length)]);
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        timeIsOver.ThrowIfCancellationRequested();
        return lent.Seek(offset, origin);
    }

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
