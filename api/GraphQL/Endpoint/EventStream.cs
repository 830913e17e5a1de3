using System.Buffers;
using System.Threading.Channels;
using GraphQL;

namespace ELearning.Api;

/// <summary>
/// Server-sent events by the graphql-sse protocol, distinct connections: one operation a request, each result a <c>next</c>, at the end <c>complete</c>. Any operation may be asked for so;
/// a subscription only so. A client that does not keep up loses the oldest results of those that wait.
/// </summary>
internal static class EventStream
{
    public const string ContentType = "text/event-stream";

    /// <summary>Results that may wait for a slow client.</summary>
    private const int LargestBacklog = 64;

    /// <summary>After so long without a word a comment is sent: proxies keep the connection, and a client that is gone is noticed.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    public static bool IsWanted(HttpRequest request) =>
        request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault() is { Quality: not 0 } first
        && first.MediaType.Equals(ContentType, StringComparison.OrdinalIgnoreCase);

    public static async Task WriteAsync(HttpContext context, ExecutionResult result)
    {
        var response = context.Response;
        response.ContentType = $"{ContentType}; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            if (result.Streams is { Count: > 0 } streams)
                await WriteStreamAsync(context, streams.Values.Single(), ending.Token);
            else
                await WriteNextAsync(context, result);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && ending.IsCancellationRequested)
        {
            // The process stops: the client is told that this is all, and comes back to another one.
        }

        await WriteAsync(context, "event: complete\ndata:\n\n"u8.ToArray());
    }

    private static async Task WriteStreamAsync(HttpContext context, IObservable<ExecutionResult> stream, CancellationToken ending)
    {
        var waiting = Channel.CreateBounded<ExecutionResult>(new BoundedChannelOptions(LargestBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        using var subscription = stream.Subscribe(new Backlog(waiting.Writer, context.RequestServices.GetRequiredService<GraphQLErrors>()));
        // The client knows from the headers that it is listening.
        await context.Response.Body.FlushAsync(ending);
        using var silence = new PeriodicTimer(Silence, context.RequestServices.GetRequiredService<TimeProvider>());
        var silent = silence.WaitForNextTickAsync(ending).AsTask();
        while (true)
        {
            var next = waiting.Reader.WaitToReadAsync(ending).AsTask();
            while (await Task.WhenAny(next, silent) == silent)
            {
                await silent;
                await WriteAsync(context, ":\n\n"u8.ToArray());
                silent = silence.WaitForNextTickAsync(ending).AsTask();
            }

            if (!await next)
                return;
            while (waiting.Reader.TryRead(out var result))
            {
                await WriteNextAsync(context, result);
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

    private sealed class Backlog(ChannelWriter<ExecutionResult> writer, GraphQLErrors errors) : IObserver<ExecutionResult>
    {
        public void OnNext(ExecutionResult value) => writer.TryWrite(value);

        public void OnCompleted() => writer.TryComplete();

        public void OnError(Exception error)
        {
            writer.TryWrite(new ExecutionResult(errors.Translate(error)));
            writer.TryComplete();
        }
    }
}
