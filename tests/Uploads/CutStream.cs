namespace ELearning.Tests.Uploads;

/// <summary>A body as it comes over a bad line: in small parts, and after so many bytes the line is dead.</summary>
/// <param name="cutAt">No cut where it is not below the length.</param>
/// <param name="wait">Awaited before byte <paramref name="waitAt"/>.</param>
internal sealed class CutStream(byte[] bytes, int cutAt = int.MaxValue, Task? wait = null, int waitAt = 0) : Stream
{
    private const int LargestPart = 50_000;
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (wait is not null && _position >= waitAt)
            await wait.WaitAsync(cancellationToken);
        var until = Math.Min(_position < waitAt ? waitAt : bytes.Length, cutAt);
        var part = Math.Min(Math.Min(LargestPart, buffer.Length), until - _position);
        if (part == 0 && cutAt < bytes.Length)
            throw new IOException("The line is dead.");
        bytes.AsMemory(_position, part).CopyTo(buffer);
        _position += part;
        return part;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
