using System.Net.WebSockets;
using System.Security.Claims;
using System.Text.Json;

namespace ELearning.GraphQL;

/// <summary>
/// One WebSocket that speaks <c>graphql-transport-ws</c>. The client says <c>connection_init</c> first, once and in time, and is acknowledged; each
/// <c>subscribe</c> is an operation of any kind, answered by <c>next</c> as often as it has a result and then by <c>complete</c>, or by <c>error</c> where it
/// did not run or cannot go on; <c>complete</c> from the client ends it. Either side may <c>ping</c>. What is not by these rules closes the connection with a
/// code that says why.
/// </summary>
/// <remarks>
/// It ends with its token and with the process: what only listens is stopped, what was asked or is being changed is answered, then it is closed (4403, 1001). A
/// client that comes back is served elsewhere, or with a newer token.
/// </remarks>
internal sealed class SocketConnection : IDisposable
{
    private const int LongestId = 128;

    /// <summary>How long the other side has for its part of closing.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly HttpContext _context;
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly LiveOptions _options;
    private readonly ApiSerializer _serializer;
    private readonly SocketReader _reader;
    private readonly SocketWriter _writer;
    private readonly SocketOperations _operations;
    private readonly TaskCompletionSource<End> _ending = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _gone;
    private CancellationTokenSource? _token;
    private IDisposable? _place;
    private volatile bool _initialised;
    private ClaimsPrincipal? _user;

    public SocketConnection(HttpContext context, WebSocket socket)
    {
        var services = context.RequestServices;
        (_context, _socket) = (context, socket);
        _time = services.GetRequiredService<TimeProvider>();
        _options = services.GetRequiredService<LiveOptions>();
        _serializer = services.GetRequiredService<ApiSerializer>();
        _reader = new SocketReader(socket, services.GetRequiredService<GraphQLLimits>());
        _writer = new SocketWriter(socket, _serializer, _options.SendTimeout, _time);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        _operations = new SocketOperations(context, _writer, _options);
    }

    /// <summary>Closes at once, whatever the other side wanted to say.</summary>
    public Task RefuseAsync(SocketClose code, string reason)
    {
        _ending.TrySetResult(new(code, reason, Gently: false));
        return RunAsync();
    }

    /// <summary>Until the connection is over and everything that ran on it too.</summary>
    public async Task RunAsync()
    {
        var stopping = _context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await using var registration = stopping.Register(() => _ending.TrySetResult(new(SocketClose.GoingAway, "The server stops", Gently: true)));
        await using var patience = _time.CreateTimer(_ => EndUninitialised(), null, _options.InitTimeout, Timeout.InfiniteTimeSpan);
        var receiving = ReceiveAsync();
        try
        {
            await Task.WhenAny(_ending.Task, receiving);
            if (_ending.Task.IsCompleted)
                await CloseAsync(await _ending.Task, receiving);
            else
                await SayOverAsync(new(SocketClose.Normal, "", Gently: false));
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // Nobody is there to take leave of.
        }
        finally
        {
            await _gone.CancelAsync();
            await _operations.StopAllAsync();
            await Task.WhenAll(receiving, _operations.EndedAsync());
        }
    }

    public void Dispose()
    {
        LeavePlace();
        _token?.Dispose();
        _operations.Dispose();
        _gone.Dispose();
        _writer.Dispose();
    }

    private async Task CloseAsync(End end, Task receiving)
    {
        await _operations.StopListeningAsync();
        if (end.Gently)
            await _operations.EndedAsync();
        await SayOverAsync(end);
        try
        {
            await receiving.WaitAsync(Farewell, _time);
        }
        catch (TimeoutException)
        {
            _socket.Abort();
        }
    }

    /// <summary>Its place is free before the client hears so: who comes back at once finds it.</summary>
    private Task SayOverAsync(End end)
    {
        LeavePlace();
        return _writer.CloseAsync(end.Code, end.Reason);
    }

    private void LeavePlace() => Interlocked.Exchange(ref _place, null)?.Dispose();

    /// <summary>Takes messages until the other side closes; after the end nothing that comes counts.</summary>
    private async Task ReceiveAsync()
    {
        try
        {
            try
            {
                while (!_ending.Task.IsCompleted)
                {
                    using var message = await _reader.NextAsync(_gone.Token);
                    if (message is null)
                        return;
                    if (!_ending.Task.IsCompleted)
                        await TakeAsync(message.RootElement);
                }
            }
            catch (SocketFault fault)
            {
                _context.RequestServices.GetRequiredService<CostControl>().BudgetOf(_user ?? _context.User).Pay(CostControl.OfRefusal);
                _ending.TrySetResult(new(fault.Code, fault.Message, Gently: false));
            }

            var ignored = new byte[1024];
            while ((await _socket.ReceiveAsync(ignored, _gone.Token)).MessageType != WebSocketMessageType.Close) { }
        }
        catch (Exception cut) when (IsCut(cut))
        {
            // The line is cut, or was.
        }
        catch (Exception fault)
        {
            _context.RequestServices.GetRequiredService<GraphQLErrors>().Translate(fault);
            _ending.TrySetResult(new(SocketClose.InternalFault, "Internal fault", Gently: false));
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
                await _writer.PongAsync(message.TryGetProperty("payload", out var payload) ? payload : null);
                break;
            case "pong":
                break;
            case "subscribe":
                await SubscribeAsync(IdOf(message), message);
                break;
            case "complete":
                await _operations.StopAsync(IdOf(message));
                break;
            default:
                throw SocketFault.Malformed("its type is unknown");
        }
    }

    private async Task InitAsync(JsonElement message)
    {
        if (_initialised)
            throw new SocketFault(SocketClose.TooMany, "Too many initialisation requests");
        _initialised = true;
        var caller = await SignInAsync(message) ?? throw new SocketFault(SocketClose.Forbidden, "Forbidden");
        _place =
            _context.RequestServices.GetRequiredService<LiveConnections>().Enter(_context, caller)
            ?? throw new SocketFault(SocketClose.TooMany, "Too many connections");
        _token = _context.RequestServices.GetRequiredService<TokenLife>().Begin(caller);
        _token.Token.Register(() => _ending.TrySetResult(new(SocketClose.Forbidden, "The token is over", Gently: true)));
        _user = caller;
        await _writer.AcknowledgeAsync();
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
                    return Text(payload, name) is { } authorization
                        ? await _context.RequestServices.GetRequiredService<ICallers>().SignInAsync(_context, authorization)
                        : null;
            }
        }

        return _context.Request.Headers.Authorization.Count > 0 && _context.User.Identity is not { IsAuthenticated: true } ? null : _context.User;
    }

    private async Task SubscribeAsync(string id, JsonElement message)
    {
        if (_user is null)
            throw new SocketFault(SocketClose.Unauthorized, "Unauthorized");
        if (!message.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
            throw SocketFault.Malformed("payload");
        if (_operations.IsUnderWay(id))
            throw new SocketFault(SocketClose.AlreadySubscribed, $"Subscriber for {id[..Math.Min(id.Length, 20)]} already exists");
        RequestFault fault;
        try
        {
            var call = RequestReader.FromJson(payload, _serializer);
            if (_operations.TryBegin(id, call, _user))
                return;
            fault = new RequestFault("TOO_MANY_OPERATIONS", _options.OperationsPerConnection);
        }
        catch (HttpFault malformed) when (malformed.Error.Code == "INVALID_REQUEST")
        {
            throw SocketFault.Malformed("payload");
        }
        catch (HttpFault refused)
        {
            fault = refused.Error;
        }

        await _writer.ErrorAsync(id, [fault], () => true);
    }

    private void EndUninitialised()
    {
        if (!_initialised)
            _ending.TrySetResult(new(SocketClose.InitTimeout, "Connection initialisation timeout", Gently: false));
    }

    private static string IdOf(JsonElement message) => Text(message, "id") is { Length: > 0 and <= LongestId } id ? id : throw SocketFault.Malformed("id");

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
