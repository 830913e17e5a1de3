using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>
/// One keep-alive connection that asks for ranges and has the kernel drop their bytes unread, on a thread that waits for them. A client that copies what it gets costs more than the servers
/// compared, which then wait for it, and what is measured is their waking up.
/// </summary>
internal sealed class RangeClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[1 << 20];
    private readonly string head;

    private RangeClient(Uri film) => head = $"GET {film.PathAndQuery} HTTP/1.1\r\nHost: {film.Authority}\r\nRange: bytes=";

    public static RangeClient Connect(Uri film)
    {
        var client = new RangeClient(film);
        client.socket.Connect(IPAddress.Parse(film.Host), film.Port);
        return client;
    }

    public void Read(long offset, int length)
    {
        socket.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}{offset}-{offset + length - 1}\r\n\r\n")));
        var (read, end) = (0, -1);
        while (end < 0)
        {
            read += Receive(buffer.AsSpan(read, 4096), SocketFlags.None);
            end = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }
        if (!buffer.AsSpan(0, end).StartsWith("HTTP/1.1 206 "u8)) throw new InvalidOperationException(Encoding.UTF8.GetString(buffer, 0, end));
        for (var left = length - (read - end - 4); left > 0;)
        {
            left -= Receive(buffer.AsSpan(0, Math.Min(left, buffer.Length)), SocketFlags.Truncated);
        }
    }

    public void Dispose() => socket.Dispose();

    private int Receive(Span<byte> into, SocketFlags flags) =>
        socket.Receive(into, flags) is > 0 and var count ? count : throw new InvalidOperationException("The server hung up.");
}
