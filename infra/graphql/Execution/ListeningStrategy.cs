using System.Runtime.CompilerServices;
using GraphQL;
using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace ELearning.GraphQL;

/// <summary>
/// Runs a subscription: pulls what <see cref="Listening{T}"/> has to tell, one thing after the other, and executes the selection on each as on a request of its
/// own — who is calling is read again, nothing that was loaded before counts, the audit log is told, and it costs the caller what the selection costs. Where
/// something cannot be told (the right was taken back, the budget is spent, what the product rests on is away) that error is the last result.
/// </summary>
internal sealed class ListeningStrategy : SubscriptionExecutionStrategy
{
    protected override async Task<IObservable<ExecutionResult>?> ResolveResponseStreamAsync(ExecutionContext context, ExecutionNode node)
    {
        try
        {
            var listening = (IListening)await node.FieldDefinition.StreamResolver!.ResolveAsync(new ReadonlyResolveFieldContext(node, context));
            var kept = CloneExecutionContext(context, CancellationToken.None);
            var costs = context.RequestServices!.GetRequiredService<CostControl>();
            var (budget, cost) = (costs.BudgetOf(context.User!), costs.Of(context.Document, context.Operation).Of(context.ExecutionOptions.Variables));
            var charge = context.RequestServices!.GetRequiredService<WorkCharge>();
            return new ResultStream(stopping => TellAsync(kept, node, listening, Pay, stopping));

            void Pay()
            {
                var told = cost + context.RequestServices!.GetRequiredService<IAuditTrail>().TakeCost();
                budget.Spend(told);
                charge.Begin(budget, new BatchCost { Spent = told });
            }
        }
        catch (Exception fault) when (IsFault(fault, context.CancellationToken))
        {
            context.Errors.Add(await ErrorOfAsync(context, node, fault));
            return null;
        }
    }

    private async IAsyncEnumerable<ExecutionResult> TellAsync(
        ExecutionContext kept,
        ExecutionNode node,
        IListening listening,
        Action pay,
        [EnumeratorCancellation] CancellationToken stopping
    )
    {
        await using var things = listening.Open(stopping).GetAsyncEnumerator(stopping);
        ExecutionResult? told;
        do
        {
            using var context = CloneExecutionContext(kept, stopping);
            told = await NextAsync(context, node, listening, pay, things);
            if (told is not null)
                yield return told;
        } while (told is { Executed: true });
    }

    private async Task<ExecutionResult?> NextAsync(
        ExecutionContext context,
        ExecutionNode node,
        IListening listening,
        Action pay,
        IAsyncEnumerator<object> things
    )
    {
        var services = context.RequestServices!;
        var audit = services.GetRequiredService<IAuditTrail>();
        try
        {
            if (!await things.MoveNextAsync())
                return null;
            pay();
            services.GetRequiredService<Loaders>().Forget();
            await services.GetRequiredService<ICallerContext>().ResolveAsync(context.User!, context.CancellationToken);
            await listening.RequireAsync(new ReadonlyResolveFieldContext(node, context), things.Current);
            var told = await ProcessDataAsync(context, node, things.Current);
            context.CancellationToken.ThrowIfCancellationRequested();
            await audit.HeardAsync(told, context.CancellationToken);
            return told;
        }
        catch (Exception fault) when (IsFault(fault, context.CancellationToken))
        {
            return await LastAsync(context, node, audit, fault);
        }
    }

    private async Task<ExecutionResult> LastAsync(ExecutionContext context, ExecutionNode node, IAuditTrail audit, Exception fault)
    {
        var last = new ExecutionResult(await ErrorOfAsync(context, node, fault));
        try
        {
            await audit.HeardAsync(last, context.CancellationToken);
            return last;
        }
        catch (Exception unwritten) when (IsFault(unwritten, context.CancellationToken))
        {
            // Nothing was shown, and the listener hears that something is away instead of a line that breaks off.
            return new ExecutionResult(await ErrorOfAsync(context, node, unwritten));
        }
    }

    private async Task<ExecutionError> ErrorOfAsync(ExecutionContext context, ExecutionNode node, Exception fault)
    {
        var error = await HandleExceptionAsync(context, node, fault, fault.Message);
        error.Path = node.ResponsePath;
        return error.AddLocation(node.Field, context.Document);
    }

    private static bool IsFault(Exception thrown, CancellationToken stopping) => thrown is not OperationCanceledException || !stopping.IsCancellationRequested;
}

/// <summary>The results of a subscription, pulled by its transport. Listening begins with the first read.</summary>
internal sealed class ResultStream(Func<CancellationToken, IAsyncEnumerable<ExecutionResult>> open)
    : IObservable<ExecutionResult>,
        IAsyncEnumerable<ExecutionResult>
{
    /// <summary>Null where the result is not that of a subscription that began.</summary>
    public static ResultStream? Of(ExecutionResult result) => result.Streams is { Count: > 0 } streams ? (ResultStream)streams.Values.Single() : null;

    public IAsyncEnumerator<ExecutionResult> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        open(cancellationToken).GetAsyncEnumerator(cancellationToken);

    public IDisposable Subscribe(IObserver<ExecutionResult> observer) => throw new NotSupportedException("It is pulled, never pushed.");
}
