using Microsoft.AspNetCore.Connections;

namespace ELearning.Api;

/// <summary>How bytes come and go, for every endpoint alike.</summary>
internal static class Transport
{
    /// <summary>
    /// What lies in memory of one body that comes faster than the disk takes it: 1 MiB, the default of the sockets, would be 64 MiB for 64 uploads.
    /// </summary>
    private const int WaitingBytes = 256 << 10;

    public static void AddTransport(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.MaxReadBufferSize = WaitingBytes;
            // A request is answered on the pool thread that read it. A long one delays nobody: the runtime queues another thread for the sockets before it
            // hands this one over.
            sockets.UnsafePreferInlineScheduling = true;
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ReceiveBuffers>();
    }
}
