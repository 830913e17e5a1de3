using System.Globalization;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>Sends requests of a scenario, and reads each answer whole.</summary>
internal sealed class LeanClient(Uri address, string token) : IDisposable
{
    private readonly LeanConnection _connection = new(address, 64 * 1024);
    private readonly string _head =
        $"POST /graphql HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\nAccept: "
        + $"application/graphql-response+json\r\nContent-Type: application/json\r\nContent-Length: ";

    /// <summary>The body of the answer, valid until the next call. Anything but a 200 with a length is a failure.</summary>
    public ReadOnlySpan<byte> Post(string body)
    {
        var (end, received) = _connection.Ask(string.Create(CultureInfo.InvariantCulture, $"{_head}{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));
        var (start, length) = (end + 4, LengthOf(_connection.Buffer[..end]));
        while (received < start + length)
        {
            received += _connection.Receive(_connection.Buffer[received..]);
        }
        return _connection.Buffer.Slice(start, length);
    }

    public void Dispose() => _connection.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> headers)
    {
        var field = "\r\nContent-Length: "u8;
        var at = headers.IndexOf(field);
        if (!headers.StartsWith("HTTP/1.1 200 "u8) || at < 0)
            throw new InvalidOperationException(Encoding.UTF8.GetString(headers));
        var rest = headers[(at + field.Length)..];
        return int.Parse(rest.IndexOf((byte)'\r') is >= 0 and var line ? rest[..line] : rest, CultureInfo.InvariantCulture);
    }
}
