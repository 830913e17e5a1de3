using System.Diagnostics;
using System.Security.Claims;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// The operations of one WebSocket, each with a scope of its own like a request: run, told to the client as far as it still waits for them, and stopped. Their
/// ids are the client's; one is free again as soon as either side has said that the operation is over.
/// </summary>
internal sealed class SocketOperations(HttpContext context, SocketWriter writer, LiveOptions options) : IDisposable
{
    private readonly Lock _gate = new();

    /// <summary>Whose results the client waits for.</summary>
    private readonly Dictionary<string, Operation> _awaited = new(StringComparer.Ordinal);

    /// <summary>These and those it waits for no longer and that have not ended yet.</summary>
    private readonly HashSet<Operation> _running = [];

    private readonly CancellationTokenSource _gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
    private readonly CancellationTokenSource _deaf = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);

    public bool IsUnderWay(string id) => Find(id) is not null;

    /// <returns>Whether it was begun: false where as many are under way as may be. What is slow to notice that nobody waits for it counts half.</returns>
    public bool TryBegin(string id, GraphQLCall call, ClaimsPrincipal user)
    {
        Operation operation;
        lock (_gate)
        {
            if (_awaited.Count >= options.OperationsPerConnection || _running.Count >= 2 * options.OperationsPerConnection)
                return false;
            operation = _awaited[id] = new Operation(id, _gone.Token);
            _running.Add(operation);
        }

        _ = RunAsync(operation, call, user);
        return true;
    }

    /// <summary>The client waits no longer.</summary>
    public async Task StopAsync(string id)
    {
        if (Find(id) is { } operation && Leave(operation))
            await operation.StopAsync();
    }

    /// <summary>Ends whatever only listens.</summary>
    public Task StopListeningAsync() => _deaf.CancelAsync();

    /// <summary>Ends all.</summary>
    public async Task StopAllAsync()
    {
        await _deaf.CancelAsync();
        await _gone.CancelAsync();
    }

    /// <summary>Done when everything has ended that runs now.</summary>
    public Task EndedAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll(_running.Select(operation => operation.Ended));
        }
    }

    public void Dispose()
    {
        _deaf.Dispose();
        _gone.Dispose();
    }

    private async Task RunAsync(Operation operation, GraphQLCall call, ClaimsPrincipal user)
    {
        // Each is traced for itself; the request that opened the connection is over for whoever reads traces.
        Activity.Current = null;
        using var activity = new Activity("graphql operation").Start();
        try
        {
            await using var scope = context.RequestServices.CreateAsyncScope();
            var executor = scope.ServiceProvider.GetRequiredService<GraphQLExecutor>();
            var result = await executor.ExecuteAsync(call, user, scope.ServiceProvider, queriesOnly: false, operation.Stopped, streams: true);
            if (ResultStream.Of(result) is { } stream)
                await TellAsync(operation, stream);
            else if (result.Data is not null)
                await AnswerAsync(operation, result);
            else
                await RefuseAsync(operation, result.Errors ?? []);
        }
        catch (OperationCanceledException) when (operation.Stopped.IsCancellationRequested || _deaf.IsCancellationRequested)
        {
            // Nobody waits for it.
        }
        catch (Exception cut) when (SocketConnection.IsCut(cut))
        {
            // Whoever reads from the line will notice too.
        }
        catch (Exception fault)
        {
            await FailAsync(operation, fault);
        }
        finally
        {
            Leave(operation);
            lock (_gate)
            {
                _running.Remove(operation);
            }

            operation.End();
        }
    }

    private async Task TellAsync(Operation operation, ResultStream stream)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(operation.Stopped, _deaf.Token);
        await foreach (var told in stream.WithCancellation(ends.Token))
        {
            if (!told.Executed)
            {
                await RefuseAsync(operation, told.Errors ?? []);
                return;
            }

            await writer.NextAsync(operation.Id, told, () => Find(operation.Id) == operation);
        }

        await writer.CompleteAsync(operation.Id, () => Leave(operation));
    }

    private async Task AnswerAsync(Operation operation, ExecutionResult result)
    {
        await writer.NextAsync(operation.Id, result, () => Find(operation.Id) == operation);
        await writer.CompleteAsync(operation.Id, () => Leave(operation));
    }

    private Task RefuseAsync(Operation operation, ExecutionErrors errors) => writer.ErrorAsync(operation.Id, errors, () => Leave(operation));

    private async Task FailAsync(Operation operation, Exception fault)
    {
        try
        {
            await RefuseAsync(operation, [context.RequestServices.GetRequiredService<GraphQLErrors>().Translate(fault)]);
        }
        catch (Exception cut) when (SocketConnection.IsCut(cut))
        {
            // Whoever reads from the line will notice too.
        }
    }

    private Operation? Find(string id)
    {
        lock (_gate)
        {
            return _awaited.GetValueOrDefault(id);
        }
    }

    /// <summary>From then on its id is free, and nothing is sent for it any more.</summary>
    /// <returns>Whether it was awaited until now.</returns>
    private bool Leave(Operation operation)
    {
        lock (_gate)
        {
            return _awaited.GetValueOrDefault(operation.Id) == operation && _awaited.Remove(operation.Id);
        }
    }

    private sealed class Operation
    {
        private readonly CancellationTokenSource _stop;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Operation(string id, CancellationToken gone)
        {
            (Id, _stop) = (id, CancellationTokenSource.CreateLinkedTokenSource(gone));
            Stopped = _stop.Token;
        }

        public string Id { get; }

        public CancellationToken Stopped { get; }

        public Task Ended => _ended.Task;

        public async Task StopAsync()
        {
            try
            {
                await _stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }

        public void End()
        {
            _stop.Dispose();
            _ended.SetResult();
        }
    }
}
