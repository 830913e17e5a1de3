using System.Buffers;
using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// Server-sent events by the graphql-sse protocol, distinct connections: one operation a request, each result a <c>next</c>, at the end <c>complete</c>. Any
/// operation may be asked for so; a subscription so or over a WebSocket. It ends with the process, and with the token: then the last <c>next</c> says
/// <c>UNAUTHENTICATED</c>.
/// </summary>
internal static class EventStream
{
    public const string ContentType = "text/event-stream";

    /// <summary>After so long without a word a comment is sent: proxies keep the connection, and a client that is gone is noticed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { Quality: not 0 } first
        && first.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext context, ExecutionResult result)
    {
        var stream = ResultStream.Of(result);
        using var place = stream is null ? null : context.RequestServices.GetRequiredService<LiveConnections>().Enter(context, context.User);
        if (stream is not null && place is null)
            throw new HttpFault(StatusCodes.Status429TooManyRequests, "TOO_MANY_CONNECTIONS");

        var response = context.Response;
        response.ContentType = $"{ContentType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
        if (stream is null)
            await WriteNextAsync(context, result);
        else
            await WriteStreamAsync(context, stream);
        await WriteAsync(context, "event: complete\ndata:\n\n"u8.ToArray());
    }

    private static async Task WriteStreamAsync(HttpContext context, ResultStream stream)
    {
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var token = context.RequestServices.GetRequiredService<TokenLife>().Begin(context.User);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping, token.Token);
        var results = stream.GetAsyncEnumerator(ending.Token);
        var next = results.MoveNextAsync().AsTask();
        try
        {
            // The client knows from the headers that it is listening.
            await context.Response.Body.FlushAsync(ending.Token);
            while (await HeardAsync(context, next))
            {
                await WriteNextAsync(context, results.Current);
                next = results.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested && !context.RequestAborted.IsCancellationRequested)
        {
            // Where it is the process that stops, the client is told that this is all, and comes back to another one.
            if (!stopping.IsCancellationRequested)
                await WriteNextAsync(context, new ExecutionResult(new RequestFault("UNAUTHENTICATED")));
        }
        finally
        {
            await ending.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await results.DisposeAsync();
        }
    }

    /// <summary>Waits for the next result, whether there is one, and lets nobody think that the line is dead.</summary>
    private static async Task<bool> HeardAsync(HttpContext context, Task<bool> next)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        while (true)
        {
            try
            {
                return await next.WaitAsync(Silence, time);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await WriteAsync(context, ":\n\n"u8.ToArray());
            }
        }
    }

    private static Task WriteNextAsync(HttpContext context, ExecutionResult result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("event: next\ndata: "u8);
        context.RequestServices.GetRequiredService<ApiSerializer>().Write(buffer, result);
        buffer.Write("\n\n"u8);
        return WriteAsync(context, buffer.WrittenMemory);
    }

    private static async Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> bytes)
    {
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
