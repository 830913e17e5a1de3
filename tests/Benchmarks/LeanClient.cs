using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>
/// One keep-alive connection that sends a request of a scenario and reads the answer whole, on a thread that waits for it. What learners' browsers cost is spent elsewhere; here
/// it would be taken from the server, which shares the machine.
/// </summary>
internal sealed class LeanClient : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly string head;

    private LeanClient(Uri address, string token) => head =
        $"POST /graphql HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nAccept: application/graphql-response+json\r\nContent-Type: application/json\r\nContent-Length: ";

    public static LeanClient Connect(Uri address, string token)
    {
        var client = new LeanClient(address, token);
        client.socket.Connect(IPAddress.Parse(address.Host), address.Port);
        return client;
    }

    /// <summary>The body of the answer, valid until the next call. Anything but a 200 with a length is a failure.</summary>
    public ReadOnlySpan<byte> Post(string body)
    {
        socket.Send(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}")));
        var (read, end) = (0, -1);
        while (end < 0)
        {
            read += Receive(read);
            end = buffer.AsSpan(0, read).IndexOf("\r\n\r\n"u8);
        }
        var (start, length) = (end + 4, LengthOf(buffer.AsSpan(0, end)));
        while (read < start + length)
        {
            read += Receive(read);
        }
        return buffer.AsSpan(start, length);
    }

    public void Dispose() => socket.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> headers)
    {
        var field = "\r\nContent-Length: "u8;
        var at = headers.IndexOf(field);
        if (!headers.StartsWith("HTTP/1.1 200 "u8) || at < 0) throw new InvalidOperationException(Encoding.UTF8.GetString(headers));
        var rest = headers[(at + field.Length)..];
        return int.Parse(rest.IndexOf((byte)'\r') is >= 0 and var line ? rest[..line] : rest, CultureInfo.InvariantCulture);
    }

    private int Receive(int from) =>
        socket.Receive(buffer.AsSpan(from)) is > 0 and var count ? count : throw new InvalidOperationException("The server hung up.");
}
