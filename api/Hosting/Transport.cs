using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace ELearning.Api;

/// <summary>How bytes come and go, for every endpoint alike.</summary>
internal static class Transport
{
    /// <summary>
    /// What lies in memory of one body that comes faster than the disk takes it: 1 MiB, the default of the sockets, would be 64 MiB for 64 uploads.
    /// </summary>
    private const int WaitingBytes = 256 << 10;

    /// <summary>As Linux numbers it (netinet/tcp.h).</summary>
    private const int TcpCongestion = 13;

    public static void AddTransport(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseSockets(sockets =>
        {
            sockets.MaxReadBufferSize = WaitingBytes;
            // A request is answered on the pool thread that read it. A long one delays nobody: the runtime queues another thread for the sockets before it
            // hands this one over.
            sockets.UnsafePreferInlineScheduling = true;
            sockets.CreateBoundListenSocket = endpoint => Unpaced(endpoint, SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint));
        });
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, ReceiveBuffers>();
        SocketOutput.AddTo(builder);
    }

    /// <summary>
    /// What listens to this machine alone, for a proxy on it that ends TLS, has no network before it that could be congested; but <c>bbr</c>, where it is the
    /// default, paces such connections as any
    /// others, by timers, for a tenth of the CPU of a film. <c>reno</c> has none, and is the one that every kernel has and lets everybody choose. Connections
    /// inherit it; in one that was paced
    /// before, the timers would stay.
    /// </summary>
    private static Socket Unpaced(EndPoint endpoint, Socket socket)
    {
        if (!OperatingSystem.IsLinux() || endpoint is not IPEndPoint { Address: var address } || !IPAddress.IsLoopback(address))
            return socket;
        try
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCongestion, "reno"u8);
        }
        catch (SocketException)
        {
            // What only looks like Linux may not know it: slower, and as right.
        }
        return socket;
    }
}
