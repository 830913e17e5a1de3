using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.TestHost;

namespace ELearning.GraphQL.Tests.Hosting;

/// <summary>Speaks <c>graphql-transport-ws</c> by hand, so that it can also speak it wrongly; waiting for what does not come fails the test.</summary>
internal sealed class SocketClient(WebSocket socket) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public string? Protocol => socket.SubProtocol;

    public static async Task<SocketClient> ConnectAsync(TestServer server, string[] protocols, params (string Name, string Value)[] headers)
    {
        var client = server.CreateWebSocketClient();
        foreach (var protocol in protocols)
        {
            client.SubProtocols.Add(protocol);
        }

        client.ConfigureRequest = request =>
        {
            foreach (var (name, value) in headers)
            {
                request.Headers[name] = value;
            }
        };
        return new SocketClient(await client.ConnectAsync(new Uri(server.BaseAddress, "/graphql"), CancellationToken.None));
    }

    public async Task InitAsync(string? token)
    {
        await SendAsync(new { type = "connection_init", payload = token is null ? null : new { Authorization = $"Bearer {token}" } });
        Assert.Equal("""{"type":"connection_ack"}""", (await NextAsync()).ToJsonString());
    }

    public Task SubscribeAsync(string id, string query, object? variables = null) =>
        SendAsync(
            new
            {
                id,
                type = "subscribe",
                payload = new { query, variables },
            }
        );

    public Task SendAsync(object message) => SendTextAsync(JsonSerializer.Serialize(message));

    public Task SendTextAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text).AsMemory(), type, true, CancellationToken.None).AsTask();

    public async Task<JsonNode> NextAsync() =>
        await ReadAsync() ?? throw new InvalidOperationException($"Closed: {(int?)socket.CloseStatus} {socket.CloseStatusDescription}");

    /// <summary>The next message: its type, whose it is, and what it carries.</summary>
    public async Task<(string Type, string? Id, ApiAnswer Answer)> AnswerAsync()
    {
        var message = await NextAsync();
        var payload = message["payload"];
        return (
            (string)message["type"]!,
            (string?)message["id"],
            new ApiAnswer(0, (payload is JsonArray errors ? new JsonObject { ["errors"] = errors.DeepClone() } : payload?.DeepClone()) ?? new JsonObject())
        );
    }

    /// <summary>How the server closed, once all it had to say before is read.</summary>
    public async Task<(int Code, string? Reason)> ClosedAsync()
    {
        while (await ReadAsync() is not null) { }

        return ((int)socket.CloseStatus!, socket.CloseStatusDescription);
    }

    public async ValueTask DisposeAsync()
    {
        if (socket.State == WebSocketState.Open)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        socket.Dispose();
    }

    private async Task<JsonNode?> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
                return null;
            }

            message.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return JsonNode.Parse(message.ToArray());
        }
    }
}
