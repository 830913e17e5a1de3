using ELearning.Content;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;

namespace ELearning.Api;

/// <summary>
/// Tells the audit log what a request did. A mutation is written before it is tried and completed after it; reads are written when it is known whose data they
/// found, and before it is shown: one entry for each root field, however many persons it shows. Whoever gets nothing because the thing is another member's
/// leaves an entry with that member's id.
/// </summary>
internal sealed class AuditTrail(AuditLog log, AuditScene scene, RequestRights rights, ISchema schema) : IAuditTrail
{
    private const string NotFound = "NOT_FOUND";
    private const string Forbidden = "FORBIDDEN";

    private readonly string _correlation = log.Correlation;

    private GraphQLCall? _call;
    private CachedDocument? _document;
    private Deadline? _deadline;
    private int _cost;

    public async Task<ExecutionResult> AnswerAsync(GraphQLCall call, CachedDocument document, Func<Task<ExecutionResult>> execute, Deadline deadline)
    {
        (_call, _document, _deadline) = (call, document, deadline);
        var result = await execute();
        await RecordAsync(result, deadline.Token);
        return result;
    }

    public int TakeCost() => Interlocked.Exchange(ref _cost, 0);

    public Task HeardAsync(ExecutionResult told, CancellationToken cancellationToken) => RecordAsync(told, cancellationToken);

    public async Task<MutationOutcome> MutateAsync(IResolveFieldContext context, bool refusalsOnly, Func<Task<MutationOutcome>> mutate)
    {
        if (refusalsOnly)
        {
            var done = await mutate();
            if (ResultOf(done) == NotFound && await scene.EntryAsync(Act(context), _correlation, context.CancellationToken) is (var entry, true))
                await AddAsync([entry with { Kind = AuditKind.RefusedAct, Result = NotFound }], context.CancellationToken);
            return done;
        }

        var (wanted, lacksRight) = await scene.EntryAsync(Act(context), _correlation, context.CancellationToken);
        var attempted = (await log.AddAsync([wanted], context.CancellationToken))[0];
        _cost += CostControl.OfRecord;
        MutationOutcome outcome;
        try
        {
            outcome = await mutate();
        }
        catch (Exception fault)
        {
            await log.GiveUpAsync(attempted with { Result = CodeOf(fault) });
            throw;
        }

        var ended = attempted with
        {
            Kind = lacksRight && ResultOf(outcome) == NotFound ? AuditKind.RefusedAct : AuditKind.Mutation,
            Result = ResultOf(outcome),
            // Whom a mutation made is known only now.
            OwnerIds = outcome.Result is IOfMember made ? [made.MemberId] : attempted.OwnerIds,
        };
        await (outcome.Result is null && ended.Result != AuditLog.Done ? log.RefuseAsync(ended) : log.CompleteAsync(ended));
        return outcome;
    }

    /// <summary>What the caller gets, or would have got.</summary>
    private string CodeOf(Exception fault) =>
        fault switch
        {
            OperationCanceledException when _deadline!.IsOver => "TIMEOUT",
            OperationCanceledException when _deadline!.Token.IsCancellationRequested => AuditLog.Cancelled,
            ExecutionError error => GraphQLErrors.CodeOf(error),
            _ when Outage.IsBehind(fault) => GraphQLErrors.Unavailable,
            _ => "INTERNAL",
        };

    private async Task RecordAsync(ExecutionResult result, CancellationToken cancellationToken)
    {
        if (!rights.Current.Caller.IsSignedIn || Selections.OperationOf(_document!.Document, _call!.OperationName) is not { } operation)
            return;
        var acts = result.Data is RootExecutionNode root
            ? operation.Operation == OperationType.Mutation
                ? []
                : Answered(root, operation, result)
            : Unanswered(operation, _document.Document, result);
        var entries = await scene.EntriesAsync(acts, _correlation, cancellationToken);
        await AddAsync(entries, cancellationToken);
    }

    /// <summary>What was refused is counted with others like it; each other act has an entry of its own.</summary>
    private async Task AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        _cost += CostControl.OfRecord * entries.Count;
        await log.AddRefusedAsync([.. entries.Where(entry => entry.Kind == AuditKind.RefusedAct)], cancellationToken);
        if (entries.Where(entry => entry.Kind != AuditKind.RefusedAct).ToList() is { Count: > 0 } others)
            await log.AddAsync(others, cancellationToken);
    }

    private AuditedAct Act(IResolveFieldContext mutation) =>
        new(
            AuditKind.Mutation,
            mutation.FieldDefinition.Name,
            new NamedIds(mutation.Operation, _call?.Variables).Of(mutation.FieldDefinition, mutation.FieldAst),
            AuditLog.Attempted,
            CostOf(mutation.FieldAst)
        );

    private int CostOf(GraphQLField root) => _document!.Cost.Of((root.Alias?.Name ?? root.Name).StringValue, _call!.Variables);

    /// <summary>What a query that ran, or a subscription, has shown, and what it was asked for and did not show.</summary>
    private IEnumerable<AuditedAct> Answered(RootExecutionNode root, GraphQLOperationDefinition operation, ExecutionResult result)
    {
        var ids = new NamedIds(operation, _call!.Variables);
        var current = rights.Current;
        foreach (var node in root.SubFields ?? [])
        {
            var named = ids.Of(node.FieldDefinition, node.Field);
            var shown = new Dictionary<string, Member?>();
            if (current.SeesOthers)
                AddPersons(node, shown);
            if (current.Caller.MemberId is { } self)
                shown.Remove(self);
            var codes = result.Errors?.Where(error => error.Path?.FirstOrDefault() as string == node.Name).Select(GraphQLErrors.CodeOf).ToHashSet() ?? [];
            // A field that was withheld is an act of its own beside what the rest of the root field showed.
            if (codes.Remove(Forbidden))
            {
                yield return new AuditedAct(AuditKind.RefusedAct, node.FieldDefinition.Name, named, Forbidden, CostOf(node.Field));
                if (node.Result is null && codes.Count == 0)
                    continue;
            }

            var found =
                codes.Count > 0 ? codes.First()
                : node.Result is null ? NotFound
                : AuditLog.Done;
            var act = new AuditedAct(AuditKind.Read, node.FieldDefinition.Name, named, found, CostOf(node.Field)) { Shown = shown };
            var missed = Missed(node, named).Where(reference => scene.OwnerOf(reference) is { } owner && !current.IsSelf(owner)).ToList();
            if (shown.Count > 0 || (missed.Count == 0 && current.Caller.Has(Role.Auditor)))
                yield return act;
            if (missed.Count > 0)
                yield return act with
                {
                    Named = missed,
                    Result = act.Result == AuditLog.Done ? NotFound : act.Result,
                    Shown = [],
                    Missed = true,
                };
        }
    }

    /// <summary>
    /// A request that did not run, or listens from now on: for want of a role it is a refused act, and what an auditor asked is written in any case.
    /// </summary>
    private IEnumerable<AuditedAct> Unanswered(GraphQLOperationDefinition operation, GraphQLDocument document, ExecutionResult result)
    {
        var codes = (result.Errors ?? []).Select(GraphQLErrors.CodeOf).ToList();
        var forbidden = codes.Contains(Forbidden);
        // A subscription says only so that there is nothing of this name for the caller.
        var missed = operation.Operation == OperationType.Subscription && codes.Contains(NotFound);
        if ((codes.Count == 0 && result.Streams is null) || (!forbidden && !missed && !rights.Current.Caller.Has(Role.Auditor)))
            return [];
        var type = operation.Operation switch
        {
            OperationType.Query => schema.Query,
            OperationType.Mutation => schema.Mutation,
            _ => schema.Subscription,
        };
        var ids = new NamedIds(operation, _call!.Variables);
        var kind =
            forbidden ? AuditKind.RefusedAct
            : operation.Operation == OperationType.Mutation ? AuditKind.Mutation
            : AuditKind.Read;
        return Selections
            .FieldsOf(operation.SelectionSet, document)
            .Select(field => (Field: field, Definition: type?.GetField(field.Name.Value)))
            .Where(asked => asked.Definition is not null)
            .Select(asked => new AuditedAct(
                kind,
                asked.Definition!.Name,
                ids.Of(asked.Definition, asked.Field),
                forbidden ? Forbidden
                    : codes is [var code, ..] ? code
                    : AuditLog.Done,
                CostOf(asked.Field)
            )
            {
                Missed = missed,
            });
    }

    /// <summary>Of the things named those that were not there for the caller.</summary>
    private static IEnumerable<NodeReference> Missed(ExecutionNode node, IReadOnlyList<NodeReference> named) =>
        node switch
        {
            { Result: null } => named,
            ArrayExecutionNode { Items: { } items } when items.Count == named.Count => named.Where((_, i) => items[i].Result is null),
            _ => [],
        };

    private static void AddPersons(ExecutionNode node, Dictionary<string, Member?> shown)
    {
        if (node.Result is IOfMember data)
            shown[data.MemberId] = data as Member ?? shown.GetValueOrDefault(data.MemberId);
        switch (node)
        {
            case ObjectExecutionNode { SubFields: { } fields }:
                foreach (var field in fields)
                {
                    AddPersons(field, shown);
                }

                break;
            case ArrayExecutionNode { Items: { } items }:
                foreach (var item in items)
                {
                    AddPersons(item, shown);
                }

                break;
        }
    }

    private static string ResultOf(MutationOutcome outcome) => outcome.Errors is [var error, ..] ? error.ErrorCode : AuditLog.Done;
}
