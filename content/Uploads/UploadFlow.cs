using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>Bytes of one request on their way: written and hashed where the network put them, never gathered.</summary>
internal sealed class UploadFlow(PipeReader body, StagedBytes staged, long room, IncrementalHash? hash, IncrementalHash? checksum)
{
    /// <summary>Written and hashed so far.</summary>
    public long Received { get; private set; }

    /// <summary>Takes some more, as they come, up to about <paramref name="step"/> bytes or until <paramref name="isEnough"/>.</summary>
    /// <returns>False at the end of the body.</returns>
    /// <exception cref="ContentError">UploadTooLarge: there are more than were promised.</exception>
    public async Task<bool> TakeAsync(long step, Func<bool> isEnough, CancellationToken cancellationToken)
    {
        for (var until = Received + step; Received < until && !isEnough();)
        {
            var read = await body.ReadAsync(cancellationToken);
            if (read.Buffer.Length > room - Received) throw new ContentError(ContentErrorCode.UploadTooLarge, room);
            await TakeAsync(read.Buffer, cancellationToken);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) return false;
        }
        return true;
    }

    /// <summary>Hashed only when written, so that the hash is of what counts.</summary>
    private async Task TakeAsync(ReadOnlySequence<byte> bytes, CancellationToken cancellationToken)
    {
        if (bytes.IsEmpty) return;
        await staged.WriteAsync(bytes, cancellationToken);
        foreach (var segment in bytes)
        {
            hash?.AppendData(segment.Span);
            checksum?.AppendData(segment.Span);
        }
        Received += bytes.Length;
    }
}
