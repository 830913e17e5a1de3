using System.Buffers;
using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>
/// The bytes of one request on their way from the network to the staging: written and hashed in the buffers in which they came, never gathered.
/// </summary>
internal sealed class UploadFlow(UploadSender sender, StagedBytes staged, long room, IncrementalHash? hash, IncrementalHash? checksum)
{
    /// <summary>How many bytes have been written and hashed so far.</summary>
    public long Received { get; private set; }

    /// <summary>
    /// Takes bytes as they come, until about <paramref name="step"/> of them have come, <paramref name="isEnough"/> says so, the sender is silent, or the body
    /// ends.
    /// </summary>
    /// <exception cref="ContentError">UploadTooLarge: there are more than were promised.</exception>
    public async Task<UploadPause> TakeAsync(long step, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        for (var until = Received + step; Received < until && !isEnough(); )
        {
            if (await sender.ReadAsync(UploadSender.Breath, cancellationToken) is not { } read)
                return UploadPause.Silence;
            if (read.Buffer.Length > room - Received)
                throw new ContentError(ContentErrorCode.UploadTooLarge, room);
            await TakeAsync(read.Buffer, cancellationToken);
            sender.Advance(read.Buffer.End);
            if (read.IsCompleted)
                return UploadPause.End;
        }
        return UploadPause.Step;
    }

    /// <summary>Writes bytes and then hashes them, so that the hash is of what was written.</summary>
    private async Task TakeAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty)
            return;
        await staged.WriteAsync(bytes, cancellationToken);
        foreach (var segment in bytes)
        {
            hash?.AppendData(segment.Span);
            checksum?.AppendData(segment.Span);
        }
        Received += bytes.Length;
    }
}

/// <summary>Why no more bytes are taken at the moment: so many came that they are saved first, the sender is silent, or the body has ended.</summary>
internal enum UploadPause
{
    Step,
    Silence,
    End,
}
