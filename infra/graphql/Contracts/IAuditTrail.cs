using GraphQL;

namespace ELearning.GraphQL;

/// <summary>
/// Whom the engine tells of everything, in one place for all fields: no mutation is tried and no answer given that is not recorded where it has to be. One per
/// request.
/// </summary>
public interface IAuditTrail
{
    /// <summary>Lets a request run, and records what it read before it is answered.</summary>
    Task<ExecutionResult> AnswerAsync(GraphQLCall call, CachedDocument document, Func<Task<ExecutionResult>> execute, Deadline deadline);

    /// <summary>What recording costs that was done since this was last asked, by <see cref="CostControl.OfRecord"/>.</summary>
    int TakeCost();

    /// <summary>Records what a subscription of this request tells, before it is sent: a read for each.</summary>
    Task HeardAsync(ExecutionResult told, CancellationToken cancellationToken);

    /// <summary>Records a mutation before it is tried, and then how it ended.</summary>
    /// <param name="refusalsOnly">The mutation's own data is the record of what it does; only what it refuses for want of a right is written.</param>
    Task<MutationOutcome> MutateAsync(IResolveFieldContext context, bool refusalsOnly, Func<Task<MutationOutcome>> mutate);
}

/// <summary>A schema by itself has nobody to tell.</summary>
internal sealed class NoAuditTrail : IAuditTrail
{
    public Task<ExecutionResult> AnswerAsync(GraphQLCall call, CachedDocument document, Func<Task<ExecutionResult>> execute, Deadline deadline) => execute();

    public int TakeCost() => 0;

    public Task HeardAsync(ExecutionResult told, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<MutationOutcome> MutateAsync(IResolveFieldContext context, bool refusalsOnly, Func<Task<MutationOutcome>> mutate) => mutate();
}
