using System.Buffers;
using System.Security.Cryptography;

namespace ELearning.Content;

/// <summary>Bytes of one request on their way: written and hashed where the network put them, never gathered.</summary>
internal sealed class UploadFlow(UploadSender sender, StagedBytes staged, long room, IncrementalHash? hash, IncrementalHash? checksum)
{
    /// <summary>Written and hashed so far.</summary>
    public long Received { get; private set; }

    /// <summary>Takes some more, as they come, up to about <paramref name="step"/> bytes or until <paramref name="isEnough"/>.</summary>
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

    /// <summary>Hashed only when written, so that the hash is of what counts.</summary>
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

/// <summary>Why no more bytes are taken at the moment: enough came for once, nothing comes, or that was all.</summary>
internal enum UploadPause
{
    Step,
    Silence,
    End,
}
