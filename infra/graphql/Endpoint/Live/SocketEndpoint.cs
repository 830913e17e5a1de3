namespace ELearning.GraphQL;

/// <summary>
/// The handshake of a WebSocket on <c>/graphql</c>: who may open one, and which protocol is spoken. Compression is never agreed on: answers mix what the caller
/// sent with what they may not see.
/// </summary>
internal static class SocketEndpoint
{
    public const string Protocol = "graphql-transport-ws";

    /// <summary>After so long without a word the line is tried; one that does not answer is cut.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    public static async Task HandleAsync(HttpContext context, AllowedOrigins origins)
    {
        if (!origins.Allow(context.Request))
            throw new HttpFault(StatusCodes.Status403Forbidden, "ORIGIN_NOT_ALLOWED");
        var isSpoken = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol, StringComparer.Ordinal);
        using var socket = await context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext
            {
                SubProtocol = isSpoken ? Protocol : null,
                KeepAliveInterval = Silence,
                KeepAliveTimeout = Silence,
            }
        );
        using var connection = new SocketConnection(context, socket);
        await (isSpoken ? connection.RunAsync() : connection.RefuseAsync(SocketClose.SubprotocolNotAcceptable, "Subprotocol not acceptable"));
    }
}
