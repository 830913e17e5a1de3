using System.Diagnostics;
using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ELearning.GraphQL;

/// <summary>A request as every transport hands it in.</summary>
/// <param name="Query">Empty where the document is named by its hash; see <see cref="KnownOperations"/>.</param>
public sealed record GraphQLCall(string Query, string? OperationName, Inputs? Variables, Inputs? Extensions)
{
    /// <summary>Shared by all that were sent together; null for one that was sent alone.</summary>
    public BatchCost? Batch { get; init; }

    /// <summary>Names a registered document, instead of a text.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The text is that of a registered operation, found by its hash.</summary>
    public bool IsRegistered { get; init; }
}

/// <summary>
/// The way every transport takes: guard, document cache, validation with authorization, execution.
/// </summary>
internal sealed class GraphQLExecutor(
    IDocumentExecuter executer,
    ISchema schema,
    KnownOperations operations,
    DocumentGuard guard,
    DocumentRules rules,
    ExecutionGuard execution,
    CostControl costs,
    DocumentCache cache,
    GraphQLErrors errors,
    SharedAnswers shared,
    ApiSerializer serializer,
    OperationMeter meter,
    IntrospectionSwitch introspection
)
{
    /// <summary>What says to whoever may not send a document that was valid for others what they lack.</summary>
    private static readonly IValidationRule[] RefusingRules = [new AuthorizationRule()];

    /// <param name="services">The scope of the request: its caller is resolved here, its loaders live there.</param>
    /// <param name="queriesOnly">True for GET, which must not change anything.</param>
    /// <param name="cancellationToken">For a subscription: until the client is gone.</param>
    /// <param name="streams">Whether the transport can carry <see cref="ExecutionResult.Streams"/>.</param>
    public async Task<ExecutionResult> ExecuteAsync(
        GraphQLCall call,
        ClaimsPrincipal user,
        IServiceProvider services,
        bool queriesOnly,
        CancellationToken cancellationToken,
        bool streams = false
    )
    {
        var budget = costs.BudgetOf(user);
        var begun = meter.Begin();
        GraphQLOperationDefinition? operation = null;
        Deadline? deadline = null;
        Activity? span = null;
        try
        {
            call = await operations.ReadAsync(call, user, cancellationToken);
            var cached = cache.Find(call.Query, call.OperationName);
            if (cached is null)
                budget.Spend(CostControl.OfReading(call.Query));
            var document = cached?.Document ?? guard.Parse(call.Query);
            operation = Selections.OperationOf(document, call.OperationName);
            deadline = execution.Begin(operation, cancellationToken);
            span = OperationTelemetry.Begin(operation);
            switch (operation?.Operation)
            {
                case OperationType.Subscription when !streams:
                    throw new RequestFault("SUBSCRIPTION_NEEDS_STREAM");
                case OperationType.Mutation when queriesOnly:
                    throw new RequestFault("METHOD_NOT_ALLOWED");
            }

            var callers = services.GetRequiredService<ICallerContext>();
            await callers.ResolveAsync(user, deadline.Token);
            // Where the schema is not public, validation must not describe it to somebody unknown.
            if (!introspection.On && !callers.Caller.IsSignedIn && !AsksNothing(document))
                throw new RequestFault("UNAUTHENTICATED");

            var proved = cached?.Demands ?? PlainQuery.DemandsOf(document, schema);
            var known =
                cached
                ?? new CachedDocument(
                    document,
                    proved ?? new OperationDemands(),
                    costs.Of(document, operation),
                    FieldFreshness.Of(operation, document, schema)
                );
            var run = new Run(call, user, services, operation, known, proved, cached is null, budget, deadline, callers.Caller);
            costs.Spend(budget, run.Cost, run.Spent);
            run.Charge.Begin(budget, run.Spent);
            var result = await SharedAsync(run);
            if (queriesOnly && call.IsRegistered && IsDataAlone(result))
                services.GetRequiredService<AnswerFreshness>().Lasts = known.Freshness;
            return End(execution.Limit(result));
        }
        catch (RequestFault fault)
        {
            return End(new ExecutionResult(fault));
        }
        catch (GraphQLSyntaxErrorException syntax)
        {
            return End(new ExecutionResult(new SyntaxError(syntax)));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (deadline is { IsOver: true })
        {
            return End(new ExecutionResult(execution.TimeIsOver()));
        }
        catch (Exception exception)
        {
            return End(new ExecutionResult(errors.Translate(exception)));
        }
        finally
        {
            span?.Dispose();
            deadline?.Dispose();
        }

        ExecutionResult End(ExecutionResult result)
        {
            meter.End(begun, operation, result);
            span.SetOutcome(result);
            return result;
        }
    }

    /// <summary>Answers with what is kept for all with the same rights, where the answer is one for all of them; else runs.</summary>
    private async Task<ExecutionResult> SharedAsync(Run run)
    {
        var basis = run.Services.GetRequiredService<IAnswerBasis>();
        if (!run.IsAllowed || run.Known.Freshness is null || costs.IsToBeReported || shared.KeyOf(run.Call, basis.View) is not { } key)
            return (await RunAsync(run)).Result;
        var stamp = await basis.StampAsync(run.Deadline.Token);
        var answer = await shared.AnswerAsync(key, stamp, ComputeAsync, run.Deadline.Token);
        if (answer is not SharedAnswer kept)
            return answer;
        // Whoever gets what was worked out for another pays as much.
        run.Charge.PayAs(kept.Paid);
        operations.Learn(run.Call);
        return kept;

        async Task<ExecutionResult> ComputeAsync()
        {
            var (result, recorded) = await RunAsync(run);
            return recorded == 0 && IsDataAlone(result) ? shared.Make(serializer.Bytes(result), stamp, run.Charge.Paid) : result;
        }
    }

    /// <returns>The answer, and what recording it in the audit log cost.</returns>
    private async Task<(ExecutionResult Result, int Recorded)> RunAsync(Run run)
    {
        var options = new ExecutionOptions
        {
            Schema = schema,
            Query = run.Call.Query,
            Document = run.Known.Document,
            OperationName = run.Call.OperationName,
            Variables = run.Call.Variables,
            Extensions = run.Call.Extensions,
            RequestServices = run.Services,
            User = run.User,
            CancellationToken = run.Deadline.Token,
            // The rules a document has passed once need not run again; those about the caller and the variables do wherever they could find something.
            ValidationRules =
                run.Proved is null ? [.. rules.All, new AuthorizationRule(run.Known.Demands, withholds: run.Withholds)]
                : run.IsAllowed || run.Withholds ? run.Proved.Rules
                : RefusingRules,
        };
        if (run is { Withholds: true, IsAllowed: false })
            options.UserContext = new WithheldFields(run.Caller);
        var trail = run.Services.GetRequiredService<IAuditTrail>();
        var result = await trail.AnswerAsync(run.Call, run.Known, () => executer.ExecuteAsync(options), run.Deadline);
        var recorded = trail.TakeCost();
        run.Budget.Pay(recorded);
        // An answer with holes would be taken for the truth. Whoever sends the same again gets all of it, and finds done what was done.
        if (result.Errors?.FirstOrDefault(error => GraphQLErrors.CodeOf(error) == GraphQLErrors.Unavailable) is { } outage)
            return (new ExecutionResult(outage), recorded);
        if (run.IsNew && result is { Executed: true, Document: not null })
            cache.Keep(run.Call.Query, run.Call.OperationName, run.Known);
        if (result.Executed)
            operations.Learn(run.Call);
        if (run.IsQuery && WorkCharge.RefusalIn(result) is { } refusal)
            return (new ExecutionResult(refusal), recorded);
        costs.Report(result, run.Cost + run.Charge.Paid + recorded);
        return (result, recorded);
    }

    private static bool IsDataAlone(ExecutionResult result) => result is { Executed: true, Errors: not { Count: > 0 }, Extensions: not { Count: > 0 } };

    private static bool AsksNothing(GraphQLDocument document) =>
        document.Definitions.All(definition =>
            definition is GraphQLOperationDefinition { Operation: OperationType.Query } operation
            && operation.SelectionSet.Selections.All(selection => selection is GraphQLField { SelectionSet: null } field && field.Name.Value == "__typename")
        );

    /// <summary>An operation that passed the guard, on its way to an answer.</summary>
    /// <param name="Proved">What it demands of callers; null where that is found out while it is validated.</param>
    /// <param name="IsNew">It was not among the documents that are kept.</param>
    private sealed record Run(
        GraphQLCall Call,
        ClaimsPrincipal User,
        IServiceProvider Services,
        GraphQLOperationDefinition? Operation,
        CachedDocument Known,
        OperationDemands? Proved,
        bool IsNew,
        CallerBudget Budget,
        Deadline Deadline,
        ICaller Caller
    )
    {
        public int Cost { get; } = Known.Cost.Of(Call.Variables);

        public BatchCost Spent { get; } = Call.Batch ?? new BatchCost();

        public WorkCharge Charge { get; } = Services.GetRequiredService<WorkCharge>();

        public bool IsQuery => Operation is { Operation: OperationType.Query };

        public bool IsAllowed { get; } = Proved?.Allow(Caller) ?? false;

        /// <summary>Of a query, fields that the caller may not have are left out.</summary>
        public bool Withholds => IsQuery && Caller.IsSignedIn;
    }
}
