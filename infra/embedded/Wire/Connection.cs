using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace ELearning.Embedded;

/// <summary>One client connection: reads a message, runs the command, writes the answer, in that order and one at a time.</summary>
internal sealed class Connection(long id, NetworkStream stream, Engine engine)
{
    private int _nextReply;

    public long Id => id;

    /// <summary>The authentication of this connection, under way or ended; null before its first message.</summary>
    public Scram? Scram { get; set; }

    public bool Authenticated => Scram is { Succeeded: true };

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // The accept loop goes on at once.
        await Task.Yield();
        try
        {
            await using var closing = stream;
            var input = PipeReader.Create(stream);
            while (true)
            {
                var read = await input.ReadAsync(cancellationToken);
                var buffer = read.Buffer;
                while (TryTake(ref buffer, out var frame))
                    await AnswerAsync(frame, cancellationToken);
                input.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted)
                    break;
            }
        }
        catch (FrameException error)
        {
            engine.Log.LogWarning("Connection {Connection} closed: {Reason}", id, error.Message);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client has gone or the server stops.
        }
        catch (Exception error)
        {
            engine.Log.LogError(error, "Connection {Connection} closed by a fault", id);
        }
    }

    private static bool TryTake(ref ReadOnlySequence<byte> buffer, out byte[] frame)
    {
        frame = [];
        var length = Frame.Length(buffer);
        if (length == 0 || buffer.Length < length)
            return false;
        frame = buffer.Slice(0, length).ToArray();
        buffer = buffer.Slice(length);
        return true;
    }

    private async ValueTask AnswerAsync(byte[] frame, CancellationToken cancellationToken)
    {
        Request request;
        Reply reply;
        try
        {
            request = Frame.Parse(frame);
            reply = await engine.RunAsync(this, request, cancellationToken);
        }
        catch (MongoError error)
        {
            // Well-framed, but nested too deep to be read.
            request = new Request(BitConverter.ToInt32(frame, 4), [], new Dictionary<string, List<byte[]>>(), Legacy: false, NoReply: false);
            reply = Reply.Failure(error);
        }

        if (!request.NoReply)
            await stream.WriteAsync(reply.ToMessage(request, ++_nextReply), cancellationToken);
    }
}
