namespace ELearning.Api;

/// <summary>
/// From the disk into the connection's own buffers, a chunk at a time, no faster than the client reads: memory does not grow with the length of the film. Each byte is copied twice, which
/// nginx spares by <c>sendfile</c> and Kestrel offers no way around; the chunk is as large as 64 streams at once may have one each.
/// </summary>
internal static class MediaSending
{
    private const int Chunk = 128 << 10;

    public static async Task SendAsync(HttpResponse response, Stream body, ByteRange bytes, CancellationToken aborted)
    {
        try
        {
            await response.StartAsync(aborted); // before this the writer's memory is a copy's, after it the connection's
            body.Position = bytes.First;
            for (var left = bytes.Length; left > 0;)
            {
                left -= Fill(response, body, left);
                await response.BodyWriter.FlushAsync(aborted);
                aborted.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Somebody closed the player: no event at all.
        }
    }

    /// <summary>Read in place: a wait for the disk is short, and handing it to another thread costs more than the read.</summary>
    private static int Fill(HttpResponse response, Stream body, long left)
    {
        var buffer = response.BodyWriter.GetSpan(Chunk);
        var read = body.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (read == 0) throw new EndOfStreamException("The blob became shorter while it was read.");
        response.BodyWriter.Advance(read);
        return read;
    }
}
