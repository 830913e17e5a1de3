using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ELearning.Api;

/// <summary>
/// Sends parts of files over one socket, one after the other; the bytes never come into this process. On Linux, where a file's offsets have 64 bits.
/// </summary>
internal sealed partial class FileSender(Socket socket) : SocketAsyncEventArgs(true)
{
    private TaskCompletionSource _sent = new();

    /// <summary>Over when the kernel has taken all of it. The file may be closed meanwhile: the handle lives until then.</summary>
    public Task SendAsync(FileStream file, long offset, int count)
    {
        // What the socket takes at once needs nothing of what the runtime sets up for waiting: a twentieth of the CPU of a range of 1 MiB.
        var handle = file.SafeFileHandle;
        for (nint taken; count > 0 && (taken = SendFile(socket.SafeHandle, handle, ref offset, count)) > 0; )
        {
            count -= (int)taken;
        }
        return count > 0 ? WaitAsync(file, handle, offset, count) : Task.CompletedTask;
    }

    protected override void OnCompleted(SocketAsyncEventArgs e) => _sent.SetResult();

    /// <summary>Sends the rest in the runtime's own way, which waits for the peer and knows what an error means.</summary>
    private async Task WaitAsync(FileStream file, SafeFileHandle handle, long offset, int count)
    {
        var held = false;
        try
        {
            handle.DangerousAddRef(ref held);
            _sent = new();
            SendPacketsElements = [new(file, offset, count)];
            if (socket.SendPacketsAsync(this))
                await _sent.Task;
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
        if (SocketError != SocketError.Success)
            throw new SocketException((int)SocketError);
        if (BytesTransferred < count)
            throw new EndOfStreamException("The file became shorter while it was sent.");
    }

    /// <returns>How many bytes were taken; 0 at the end of the file, less when there is an error or nothing more is taken at the moment.</returns>
    [LibraryImport("libc", EntryPoint = "sendfile")]
    private static partial nint SendFile(SafeSocketHandle to, SafeFileHandle from, ref long offset, nint count);
}
