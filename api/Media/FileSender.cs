using System.Net.Sockets;

namespace ELearning.Api;

/// <summary>Sends parts of files over one socket, one after the other; the bytes never come into this process.</summary>
internal sealed class FileSender(Socket socket) : SocketAsyncEventArgs(true)
{
    private TaskCompletionSource sent = new();

    /// <summary>Over when the kernel has taken all of it. The file may be closed meanwhile: the handle lives until then.</summary>
    public async Task SendAsync(FileStream file, long offset, int count)
    {
        var held = false;
        var handle = file.SafeFileHandle;
        try
        {
            handle.DangerousAddRef(ref held);
            sent = new();
            SendPacketsElements = [new(file, offset, count)];
            if (socket.SendPacketsAsync(this))
                await sent.Task;
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
        if (SocketError != SocketError.Success) throw new SocketException((int)SocketError);
        if (BytesTransferred < count) throw new EndOfStreamException("The file became shorter while it was sent.");
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => sent.SetResult();
}
