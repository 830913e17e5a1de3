using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>How a connection is closed: by the codes of WebSockets (RFC 6455) and of the protocol.</summary>
internal enum SocketClose
{
    Normal = 1000,
    GoingAway = 1001,
    MessageTooLarge = 1009,
    BadRequest = 4400,
    Unauthorized = 4401,

    /// <summary>Also of a token that is over: clients take it for a reason to come back with a new one, and 4401 for the end.</summary>
    Forbidden = 4403,
    SubprotocolNotAcceptable = 4406,
    InitTimeout = 4408,
    AlreadySubscribed = 4409,
    TooMany = 4429,
    InternalFault = 4500,
}

/// <summary>The client broke the protocol; the connection is over.</summary>
internal sealed class SocketFault(SocketClose code, string reason) : Exception(reason)
{
    public SocketClose Code { get; } = code;

    public static SocketFault Malformed(string what) => new(SocketClose.BadRequest, $"Invalid message: {what}");
}

/// <summary>Reads the messages of a client, each within the limits of a request's body.</summary>
internal sealed class SocketReader(WebSocket socket, GraphQLLimits limits)
{
    private const int Piece = 4096;

    /// <summary>Null once the other side has closed.</summary>
    /// <exception cref="SocketFault">It is no message of the protocol.</exception>
    public async Task<JsonDocument?> NextAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(Piece);
        ValueWebSocketReceiveResult read;
        do
        {
            read = await socket.ReceiveAsync(message.GetMemory(Piece), cancellationToken);
            if (read.MessageType == WebSocketMessageType.Close)
                return null;
            if (read.MessageType == WebSocketMessageType.Binary)
                throw SocketFault.Malformed("text is expected");
            message.Advance(read.Count);
            if (message.WrittenCount > limits.BodyBytes)
                throw new SocketFault(SocketClose.MessageTooLarge, $"A message has at most {limits.BodyBytes} bytes");
        } while (!read.EndOfMessage);

        try
        {
            var json = RequestReader.Parse(message.WrittenMemory, limits);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json : throw SocketFault.Malformed("an object is expected");
        }
        catch (HttpFault fault)
        {
            throw SocketFault.Malformed(fault.Error.Code == "INVALID_REQUEST" ? "it is not JSON" : "it holds too much");
        }
    }
}

/// <summary>
/// Sends messages one after the other. Whoever has something to say waits for the one before them, so a slow client slows down its operations and nothing piles
/// up; one that does not take a message in time is cut off.
/// </summary>
internal sealed class SocketWriter(WebSocket socket, ApiSerializer serializer, TimeSpan slowest, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public Task AcknowledgeAsync() => SendAsync(() => true, message => message.Write("""{"type":"connection_ack"}"""u8));

    public Task PongAsync(JsonElement? payload) =>
        SendAsync(
            () => true,
            message =>
            {
                message.Write("{\"type\":\"pong\""u8);
                if (payload is { } echoed)
                {
                    message.Write(",\"payload\":"u8);
                    message.Write(System.Text.Encoding.UTF8.GetBytes(echoed.GetRawText()));
                }

                message.Write("}"u8);
            }
        );

    /// <param name="isWanted">Asked when it is its turn: whether anybody still waits for this.</param>
    public Task NextAsync(string id, ExecutionResult result, Func<bool> isWanted) =>
        SendAsync(
            isWanted,
            message =>
            {
                Begin(message, "next", id);
                message.Write(",\"payload\":"u8);
                serializer.Write(message, result);
                message.Write("}"u8);
            }
        );

    public Task ErrorAsync(string id, ExecutionErrors errors, Func<bool> isWanted) =>
        SendAsync(
            isWanted,
            message =>
            {
                Begin(message, "error", id);
                message.Write(",\"payload\":"u8);
                serializer.Write(message, errors);
                message.Write("}"u8);
            }
        );

    public Task CompleteAsync(string id, Func<bool> isWanted) =>
        SendAsync(
            isWanted,
            message =>
            {
                Begin(message, "complete", id);
                message.Write("}"u8);
            }
        );

    /// <summary>The last thing said; what comes after it is not sent.</summary>
    public async Task CloseAsync(SocketClose code, string reason)
    {
        await _turn.WaitAsync();
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                using var late = new CancellationTokenSource(slowest, time);
                await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, late.Token);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task SendAsync(Func<bool> isWanted, Action<ArrayBufferWriter<byte>> write)
    {
        await _turn.WaitAsync();
        try
        {
            if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived) || !isWanted())
                return;
            var message = new ArrayBufferWriter<byte>();
            write(message);
            using var late = new CancellationTokenSource(slowest, time);
            await socket.SendAsync(message.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, late.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static void Begin(ArrayBufferWriter<byte> message, string type, string id)
    {
        message.Write("{\"type\":\""u8);
        message.Write(System.Text.Encoding.UTF8.GetBytes(type));
        message.Write("\",\"id\":\""u8);
        message.Write(JsonEncodedText.Encode(id).EncodedUtf8Bytes);
        message.Write("\""u8);
    }
}
