using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>What remains to be limited while a document is validated and executed: the time it takes, and the errors it finds.</summary>
internal sealed class ExecutionGuard(GraphQLLimits limits, TimeProvider time)
{
    /// <summary>Stops a validation that finds one fault after the other; the costly part of a fault is looking for what may have been meant.</summary>
    public IValidationRule ErrorRule { get; } = new StopAtErrors(limits.Errors);

    /// <summary>Cancels what is not done in time, down to the commands that the database is working on. A change that was under way is completed by the next call that needs it.</summary>
    /// <param name="cancellationToken">When the client has gone.</param>
    public async Task<ExecutionResult> RunAsync(Func<CancellationToken, Task<ExecutionResult>> execute, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(limits.Timeout, time);
        await using var gone = cancellationToken.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);
        try
        {
            return await execute(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RequestFault("TIMEOUT", limits.Timeout.TotalSeconds);
        }
    }

    /// <summary>The answer with no more errors than are of use.</summary>
    public ExecutionResult Limit(ExecutionResult result)
    {
        IEnumerable<ExecutionError> all = result.Errors ?? [];
        if (result.Errors is [Stopped stopped])
            all = stopped.Found;
        else if (result.Errors is null || result.Errors.Count <= limits.Errors)
            return result;
        result.Errors = [.. all.Take(limits.Errors), new RequestFault("TOO_MANY_ERRORS", limits.Errors)];
        return result;
    }

    private sealed class StopAtErrors(int most) : ValidationRuleBase, INodeVisitor
    {
        public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(this);

        public ValueTask EnterAsync(ASTNode node, ValidationContext context) => context.HasErrors && context.Errors.Count() > most ? throw new Stopped([.. context.Errors]) : default;

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;
    }

    /// <summary>Carries what was found until then out of the validation.</summary>
    private sealed class Stopped(IReadOnlyList<ValidationError> found) : ValidationError("")
    {
        public IReadOnlyList<ValidationError> Found { get; } = found;
    }
}
