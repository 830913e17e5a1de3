using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ELearning.Api;

/// <summary>
/// From the disk to the client, a chunk at a time, no faster than the client reads: memory does not grow with the length of the film. Where nothing lies
/// between the answer and the socket (HTTP/1.1
/// without TLS) the kernel sends the file itself, for a third of the CPU; elsewhere each byte is read into the connection's own buffers, by chunks as large as
/// 64 streams at once may have one each.
/// </summary>
internal static class MediaSending
{
    private const int Chunk = 128 << 10;

    /// <summary>Kestrel's own rate; but its five seconds for each flush are for a chunk, and the kernel is given four at a time.</summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(20));

    public static async Task SendAsync(HttpResponse response, Stream body, ByteRange bytes, CancellationToken aborted)
    {
        var whole = false;
        var output = body is FileStream ? SocketOutput.Of(response.HttpContext) : null;
        if (output is not null)
            response.HttpContext.Features.Get<IHttpMinResponseDataRateFeature>()!.MinDataRate = Slowest;
        try
        {
            await response.StartAsync(aborted); // before this the writer's memory is a copy's, after it the connection's
            for (var at = bytes.First; at <= bytes.Last; )
            {
                whole = false;
                at += Place(output, response, body, at, bytes.Last - at + 1) ?? Fill(response, body, at, bytes.Last - at + 1);
                whole = !(await response.BodyWriter.FlushAsync(aborted)).IsCompleted;
                aborted.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            // Somebody closed the player: no event at all.
        }
        if (!whole && body.Length <= bytes.Last)
            throw Shorter(); // the kernel sent what there was and the output cut the connection
    }

    private static int? Place(SocketOutput? output, HttpResponse response, Stream body, long at, long left)
    {
        var count = (int)Math.Min(SocketOutput.MaxPlaced, left);
        return output?.Place(response.BodyWriter, (FileStream)body, at, count) == true ? count : null;
    }

    /// <summary>
    /// A file is read by many at once. Read in place: a wait for the disk is short, and handing it to another thread costs more than the read.
    /// </summary>
    private static int Fill(HttpResponse response, Stream body, long at, long left)
    {
        var buffer = response.BodyWriter.GetSpan(Chunk);
        buffer = buffer[..(int)Math.Min(buffer.Length, left)];
        var read = body is FileStream file ? RandomAccess.Read(file.SafeFileHandle, buffer, at) : ReadAt(body, at, buffer);
        if (read == 0)
            throw Shorter();
        response.BodyWriter.Advance(read);
        return read;
    }

    private static int ReadAt(Stream body, long at, Span<byte> buffer)
    {
        body.Position = at;
        return body.Read(buffer);
    }

    /// <summary>Not of the kind that Kestrel takes for the client's doing.</summary>
    private static InvalidDataException Shorter() => new("The blob became shorter while it was read.");
}
