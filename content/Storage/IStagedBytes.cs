using System.Buffers;

namespace ELearning.Content;

/// <summary>The bytes of one upload in the hands of one writer, until it lets go of them.</summary>
internal interface IStagedBytes : IAsyncDisposable
{
    /// <summary>Goes on from <paramref name="offset"/>, up to which all is durable; forgets whatever lies beyond it.</summary>
    /// <param name="turn">Grows with each writer of this upload: where two wrote the same place, the later turn counts.</param>
    Task ContinueAsync(long offset, long turn, CancellationToken cancellationToken);

    ValueTask WriteAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Returns when all that was written is durable.</summary>
    Task FlushAsync(CancellationToken cancellationToken);
}
