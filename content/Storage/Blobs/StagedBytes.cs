using System.Buffers;

namespace ELearning.Content;

/// <summary>
/// The bytes of one upload in the hands of one writer, until it lets go of them. They are put where they belong by the bufferful, however small the parts they
/// come in.
/// </summary>
/// <param name="bufferSize">What one upload holds in memory.</param>
internal abstract class StagedBytes(int bufferSize) : IAsyncDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    private int _filled;

    /// <summary>The place in the file of the first byte in the buffer.</summary>
    private long _offset;

    /// <summary>Goes on from <paramref name="offset"/>, up to which all is durable; forgets whatever lies beyond it.</summary>
    /// <param name="turn">Grows with each writer of this upload: where two wrote the same place, the later turn counts.</param>
    public Task ContinueAsync(long offset, long turn, CancellationToken cancellationToken)
    {
        (_offset, _filled) = (offset, 0);
        return BeginAsync(offset, turn, cancellationToken);
    }

    public async ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        if (_filled == 0 && bytes.Length >= bufferSize && TryPutParts(bytes, _offset))
        {
            _offset += bytes.Length;
            return;
        }
        while (!bytes.IsEmpty)
        {
            var part = bytes.Slice(0, Math.Min(bytes.Length, bufferSize - _filled));
            part.CopyTo(_buffer.AsSpan(_filled));
            _filled += (int)part.Length;
            bytes = bytes.Slice(part.End);
            if (_filled == bufferSize)
                await PutAsync(cancellationToken);
        }
    }

    /// <summary>Makes durable all that was written, and what an interrupted write left in the buffer.</summary>
    /// <returns>Up to where the upload is durable: the next writer may begin there and nowhere before.</returns>
    public async Task<long> FlushAsync(CancellationToken cancellationToken)
    {
        if (_filled > 0)
            await PutAsync(cancellationToken);
        await MakeDurableAsync(cancellationToken);
        return _offset;
    }

    public ValueTask DisposeAsync()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        return LetGoAsync();
    }

    protected abstract Task BeginAsync(long offset, long turn, CancellationToken cancellationToken);

    protected abstract Task PutAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken);

    /// <summary>Puts a bufferful or more from where it lies, without gathering it; false where that cannot be.</summary>
    protected virtual bool TryPutParts(ReadOnlySequence<byte> bytes, long offset) => false;

    protected abstract Task MakeDurableAsync(CancellationToken cancellationToken);

    protected abstract ValueTask LetGoAsync();

    private async Task PutAsync(CancellationToken cancellationToken)
    {
        await PutAsync(_buffer.AsMemory(0, _filled), _offset, cancellationToken);
        (_offset, _filled) = (_offset + _filled, 0);
    }
}
