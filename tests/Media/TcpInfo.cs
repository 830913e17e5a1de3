using System.Buffers.Binary;
using System.Net.Sockets;

namespace ELearning.Tests;

/// <summary>What Linux tells of a connection (<c>struct tcp_info</c>, linux/tcp.h).</summary>
/// <param name="WaitingBytes">Given to the kernel and not sent yet.</param>
/// <param name="ReceivedPackets">Those that held bytes.</param>
internal readonly record struct TcpInfo(uint WaitingBytes, uint ReceivedPackets)
{
    private const int Option = 11;

    public static TcpInfo Of(Socket socket)
    {
        var told = new byte[160];
        Assert.Equal(told.Length, socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, Option, told));
        return new(BinaryPrimitives.ReadUInt32LittleEndian(told.AsSpan(144)), BinaryPrimitives.ReadUInt32LittleEndian(told.AsSpan(152)));
    }
}
