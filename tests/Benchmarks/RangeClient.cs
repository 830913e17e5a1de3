using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>
/// Asks for ranges and has the kernel drop their bytes unread. A client that copies what it gets costs more than the servers compared, which then wait for it,
/// and what is measured is their waking up.
/// </summary>
internal sealed class RangeClient(Uri film) : IDisposable
{
    private readonly LeanConnection _connection = new(film, 64 * 1024);
    private readonly byte[] _dropped = new byte[1 << 20];

    public void Read(long offset, int length)
    {
        var (end, received) = _connection.Ask(
            string.Create(
                CultureInfo.InvariantCulture,
                $"GET {film.PathAndQuery} HTTP/1.1\r\nHost: {film.Authority}\r\nRange: bytes={offset}-{offset + length - 1}\r\n\r\n"
            )
        );
        if (!_connection.Buffer.StartsWith("HTTP/1.1 206 "u8))
            throw new InvalidOperationException(Encoding.UTF8.GetString(_connection.Buffer[..end]));
        for (var left = length - (received - end - 4); left > 0; )
        {
            left -= _connection.Receive(_dropped.AsSpan(0, Math.Min(left, _dropped.Length)), SocketFlags.Truncated);
        }
    }

    public void Dispose() => _connection.Dispose();
}
