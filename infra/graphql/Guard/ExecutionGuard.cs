using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace ELearning.GraphQL;

/// <summary>What remains to be limited while a document is validated and executed: the time it takes, and the errors it finds.</summary>
public sealed class ExecutionGuard(GraphQLLimits limits, TimeProvider time)
{
    /// <summary>Stops a validation that finds one fault after the other; the costly part of a fault is looking for what may have been meant.</summary>
    public IValidationRule ErrorRule { get; } = new StopAtErrors(limits.Errors);

    /// <summary>The time of an operation begins. What is listened to lasts until the client is gone.</summary>
    /// <param name="gone">When the client is gone.</param>
    public Deadline Begin(GraphQLOperationDefinition? operation, CancellationToken gone) =>
        operation is { Operation: OperationType.Subscription }
            ? new Deadline(null, gone)
            : new Deadline(new CancellationTokenSource(limits.Timeout, time), gone);

    /// <summary>What is told of an operation that was not done in time.</summary>
    public RequestFault TimeIsOver() => new("TIMEOUT", limits.Timeout.TotalSeconds);

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

        public ValueTask EnterAsync(ASTNode node, ValidationContext context) =>
            context.HasErrors && context.Errors.Count() > most ? throw new Stopped([.. context.Errors]) : default;

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;
    }

    /// <summary>Carries what was found until then out of the validation.</summary>
    private sealed class Stopped(IReadOnlyList<ValidationError> found) : ValidationError("")
    {
        public IReadOnlyList<ValidationError> Found { get; } = found;
    }
}
