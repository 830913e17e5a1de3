using System.Net.WebSockets;
using System.Security.Claims;
using System.Text.Json;

namespace ELearning.Api;

/// <summary>
/// One WebSocket that speaks <c>graphql-transport-ws</c>. The client says <c>connection_init</c> first, once and in time, and is acknowledged; each <c>subscribe</c> is an operation of any kind,
/// answered by <c>next</c> as often as it has a result and then by <c>complete</c>, or by <c>error</c> where it did not run or cannot go on; <c>complete</c> from the client ends it.
/// Either side may <c>ping</c>. What is not by these rules closes the connection with a code that says why.
/// </summary>
/// <remarks>
/// It ends with its token and with the process: what only listens is stopped, what was asked or is being changed is answered, then it is closed (4403, 1001). A client that comes back is served elsewhere,
/// or with a newer token.
/// </remarks>
internal sealed class SocketConnection : IDisposable
{
    private const int LongestId = 128;

    /// <summary>How long the other side has for its part of closing.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly HttpContext context;
    private readonly WebSocket socket;
    private readonly TimeProvider time;
    private readonly LiveOptions options;
    private readonly ApiSerializer serializer;
    private readonly SocketReader reader;
    private readonly SocketWriter writer;
    private readonly SocketOperations operations;
    private readonly TaskCompletionSource<End> ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource gone;
    private CancellationTokenSource? token;
    private IDisposable? place;
    private volatile bool initialised;
    private ClaimsPrincipal? user;

    public SocketConnection(HttpContext context, WebSocket socket)
    {
        var services = context.RequestServices;
        (this.context, this.socket) = (context, socket);
        time = services.GetRequiredService<TimeProvider>();
        options = services.GetRequiredService<LiveOptions>();
        serializer = services.GetRequiredService<ApiSerializer>();
        reader = new SocketReader(socket, services.GetRequiredService<GraphQLLimits>());
        writer = new SocketWriter(socket, serializer, options.SendTimeout, time);
        gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        operations = new SocketOperations(context, writer, options);
    }

    /// <summary>Closes at once, whatever the other side wanted to say.</summary>
    public Task RefuseAsync(SocketClose code, string reason)
    {
        ending.TrySetResult(new(code, reason, Gently: false));
        return RunAsync();
    }

    /// <summary>Until the connection is over and everything that ran on it too.</summary>
    public async Task RunAsync()
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var registration = stopping.Register(() => ending.TrySetResult(new(SocketClose.GoingAway, "The server stops", Gently: true)));
        await using var patience = time.CreateTimer(_ => EndUninitialised(), null, options.InitTimeout, Timeout.InfiniteTimeSpan);
        var receiving = ReceiveAsync();
        try
        {
            await Task.WhenAny(ending.Task, receiving);
            if (ending.Task.IsCompleted)
                await CloseAsync(await ending.Task, receiving);
            else
                await SayOverAsync(new(SocketClose.Normal, "", Gently: false));
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // Nobody is there to take leave of.
        }
        finally
        {
            await gone.CancelAsync();
            await operations.StopAllAsync();
            await Task.WhenAll(receiving, operations.EndedAsync());
        }
    }

    public void Dispose()
    {
        LeavePlace();
        token?.Dispose();
        operations.Dispose();
        gone.Dispose();
        writer.Dispose();
    }

    private async Task CloseAsync(End end, Task receiving)
    {
        await operations.StopListeningAsync();
        if (end.Gently)
            await operations.EndedAsync();
        await SayOverAsync(end);
        try
        {
            await receiving.WaitAsync(Farewell, time);
        }
        catch (TimeoutException)
        {
            socket.Abort();
        }
    }

    /// <summary>Its place is free before the client hears so: who comes back at once finds it.</summary>
    private Task SayOverAsync(End end)
    {
        LeavePlace();
        return writer.CloseAsync(end.Code, end.Reason);
    }

    private void LeavePlace() => Interlocked.Exchange(ref place, null)?.Dispose();

    /// <summary>Takes messages until the other side closes; after the end nothing that comes counts.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            try
            {
                while (!ending.Task.IsCompleted)
                {
                    using var message = await reader.NextAsync(gone.Token);
                    if (message is null)
                        return;
                    if (!ending.Task.IsCompleted)
                        await TakeAsync(message.RootElement);
                }
            }
            catch (SocketFault fault)
            {
                context.RequestServices.GetRequiredService<CostControl>().AccountOf(user ?? context.User).Pay(CostControl.OfRefusal);
                ending.TrySetResult(new(fault.Code, fault.Message, Gently: false));
            }

            var ignored = new byte[1024];
            while ((await socket.ReceiveAsync(ignored, gone.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // The line is cut, or was.
        }
        catch (Exception fault)
        {
            context.RequestServices.GetRequiredService<GraphQLErrors>().Translate(fault);
            ending.TrySetResult(new(SocketClose.InternalFault, "Internal fault", Gently: false));
        }
    }

    private async Task TakeAsync(JsonElement message)
    {
        switch (Text(message, "type"))
        {
            case "connection_init":
                await InitAsync(message);
                break;
            case "ping":
                await writer.PongAsync(message.TryGetProperty("payload", out var payload) ? payload : null);
                break;
            case "pong":
                break;
            case "subscribe":
                await SubscribeAsync(IdOf(message), message);
                break;
            case "complete":
                await operations.StopAsync(IdOf(message));
                break;
            default:
                throw SocketFault.Malformed("its type is unknown");
        }
    }

    private async Task InitAsync(JsonElement message)
    {
        if (initialised)
            throw new SocketFault(SocketClose.TooMany, "Too many initialisation requests");
        initialised = true;
        var caller = await SignInAsync(message) ?? throw new SocketFault(SocketClose.Forbidden, "Forbidden");
        place = context.RequestServices.GetRequiredService<LiveConnections>().Enter(context, caller) ?? throw new SocketFault(SocketClose.TooMany, "Too many connections");
        token = TokenLife.Of(caller, time);
        token.Token.Register(() => ending.TrySetResult(new(SocketClose.Forbidden, "The token is over", Gently: true)));
        user = caller;
        await writer.AcknowledgeAsync();
    }

    /// <summary>By the payload's <c>Authorization</c>, else by the header; null where either was not accepted.</summary>
    private async Task<ClaimsPrincipal?> SignInAsync(JsonElement message)
    {
        if (message.TryGetProperty("payload", out var payload) && payload.ValueKind != JsonValueKind.Null)
        {
            if (payload.ValueKind != JsonValueKind.Object)
                throw SocketFault.Malformed("payload");
            // Some clients write it as the header is written over HTTP/2.
            foreach (var name in new[] { "Authorization", "authorization" })
            {
                if (payload.TryGetProperty(name, out _))
                    return Text(payload, name) is { } authorization ? await BearerSignIn.SignInAsync(context, authorization) : null;
            }
        }

        return context.Request.Headers.Authorization.Count > 0 && context.User.Identity is not { IsAuthenticated: true } ? null : context.User;
    }

    private async Task SubscribeAsync(string id, JsonElement message)
    {
        if (user is null)
            throw new SocketFault(SocketClose.Unauthorized, "Unauthorized");
        if (!message.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
            throw SocketFault.Malformed("payload");
        if (operations.IsUnderWay(id))
            throw new SocketFault(SocketClose.AlreadySubscribed, $"Subscriber for {id[..Math.Min(id.Length, 20)]} already exists");
        RequestFault fault;
        try
        {
            var call = RequestReader.FromJson(payload, serializer);
            if (operations.TryBegin(id, call, user))
                return;
            fault = new RequestFault("TOO_MANY_OPERATIONS", options.OperationsPerConnection);
        }
        catch (HttpFault malformed) when (malformed.Error.Code == "INVALID_REQUEST")
        {
            throw SocketFault.Malformed("payload");
        }
        catch (HttpFault refused)
        {
            fault = refused.Error;
        }

        await writer.ErrorAsync(id, [fault], () => true);
    }

    private void EndUninitialised()
    {
        if (!initialised)
            ending.TrySetResult(new(SocketClose.InitTimeout, "Connection initialisation timeout", Gently: false));
    }

    private static string IdOf(JsonElement message) =>
        Text(message, "id") is { Length: > 0 and <= LongestId } id ? id : throw SocketFault.Malformed("id");

    private static string? Text(JsonElement message, string name)
    {
        if (!message.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String)
            return null;
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            throw SocketFault.Malformed(name);
        }
    }

    /// <summary>Whether the line is cut: whatever is thrown then, there is nobody to tell.</summary>
    internal static bool IsCut(Exception thrown) => thrown is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    /// <param name="Gently">Whether what is asked and what is being changed is answered before.</param>
    private sealed record End(SocketClose Code, string Reason, bool Gently);
}
