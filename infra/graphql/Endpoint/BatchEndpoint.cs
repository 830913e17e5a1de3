using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// Several operations in one request, as a JSON list, and their answers as a list in the same order. They run one after the other, so that a change is done
/// before the next begins; each is a request of its own
/// but for the limits, which they meet together. What one fails by is in its own answer; the status says that there is a list. There is no listening in a
/// batch.
/// </summary>
internal static class BatchEndpoint
{
    public static async Task AnswerAsync(HttpContext context, ResponseType type, IReadOnlyList<GraphQLCall> calls)
    {
        var executor = context.RequestServices.GetRequiredService<GraphQLExecutor>();
        var results = new List<ExecutionResult>(calls.Count);
        foreach (var call in calls)
        {
            await using var scope = context.RequestServices.CreateAsyncScope();
            results.Add(await executor.ExecuteAsync(call, context.User, scope.ServiceProvider, queriesOnly: false, context.RequestAborted));
        }

        await ResponseWriter.WriteAsync(context, type, results);
    }
}
