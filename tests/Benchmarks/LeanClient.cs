using System.Globalization;
using System.Text;

namespace ELearning.Benchmarks;

/// <summary>Sends requests of a scenario, and reads each answer whole.</summary>
/// <param name="address">Of the server.</param>
/// <param name="token">Of whoever asks; null for nobody.</param>
/// <param name="size">What an answer fits with its head.</param>
internal sealed class LeanClient(Uri address, string? token, int size = 64 * 1024) : IDisposable
{
    private readonly LeanConnection _connection = new(address, size);

    /// <summary>A request as it goes over the wire, for whoever sends the same one often.</summary>
    public static byte[] Request(Uri address, string? token, string body) =>
        Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"POST /graphql HTTP/1.1\r\nHost: {address.Authority}\r\n{(token is null ? "" : $"Authorization: Bearer {token}\r\n")}Accept: "
                    + $"application/graphql-response+json\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
            )
        );

    /// <inheritdoc cref="Send"/>
    public ReadOnlySpan<byte> Post(string body) => Send(Request(address, token, body));

    /// <summary>The body of the answer, valid until the next call. Anything but a 200 with a length is a failure.</summary>
    public ReadOnlySpan<byte> Send(byte[] request)
    {
        var (end, received) = _connection.Ask(request);
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
        var at = headers.IndexOf("\r\nContent-Length: "u8);
        if (at < 0)
            at = headers.IndexOf("\r\ncontent-length: "u8);
        if (!headers.StartsWith("HTTP/1.1 200 "u8) || at < 0)
            throw new InvalidOperationException(Encoding.UTF8.GetString(headers));
        var rest = headers[(at + "\r\nContent-Length: ".Length)..];
        return int.Parse(rest.IndexOf((byte)'\r') is >= 0 and var line ? rest[..line] : rest, CultureInfo.InvariantCulture);
    }
}
