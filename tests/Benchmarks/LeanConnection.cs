using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>
/// A keep-alive connection for requests one after the other, on a thread that waits for them. What clients cost is spent elsewhere; here it would be taken from
/// the server, which shares the machine.
/// </summary>
internal sealed class LeanConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer;

    /// <param name="address">Of a host given by its number.</param>
    /// <param name="size">Of the buffer: an answer's head fits it, and whatever is received into it.</param>
    public LeanConnection(Uri address, int size)
    {
        _buffer = new byte[size];
        _socket.Connect(IPAddress.Parse(address.Host), address.Port);
    }

    public Span<byte> Buffer => _buffer;

    /// <summary>Sends a request and receives until the head of its answer is whole.</summary>
    /// <returns>Where the blank line begins that ends the head, and how much was received.</returns>
    public (int End, int Received) Ask(string request) => Ask(Encoding.UTF8.GetBytes(request));

    /// <inheritdoc cref="Ask(string)"/>
    public (int End, int Received) Ask(ReadOnlySpan<byte> request)
    {
        _socket.Send(request);
        var (end, received) = (-1, 0);
        while (end < 0)
        {
            received += Receive(_buffer.AsSpan(received));
            end = _buffer.AsSpan(0, received).IndexOf("\r\n\r\n"u8);
        }
        return (end, received);
    }

    public int Receive(Span<byte> into, SocketFlags flags = SocketFlags.None) =>
        _socket.Receive(into, flags) is > 0 and var count ? count : throw new InvalidOperationException("The server hung up.");

    public void Dispose() => _socket.Dispose();
}
