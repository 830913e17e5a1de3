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
public sealed class GraphQLExecutor(
    IDocumentExecuter executer,
    ISchema schema,
    KnownOperations operations,
    DocumentGuard guard,
    DocumentRules rules,
    ExecutionGuard execution,
    CostControl costs,
    DocumentCache cache,
    GraphQLErrors errors,
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
            operation = Operation(document, call.OperationName);
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
            var known = cached ?? new CachedDocument(document, proved ?? new OperationDemands(), costs.Of(document, operation));
            var cost = known.Cost.Of(call.Variables);
            var spent = call.Batch ?? new BatchCost();
            costs.Spend(budget, cost, spent);
            var charge = services.GetRequiredService<WorkCharge>();
            charge.Begin(budget, spent);
            var allowed = proved?.Allow(callers.Caller) ?? false;
            var withholds = operation is { Operation: OperationType.Query } && callers.Caller.IsSignedIn;
            var options = new ExecutionOptions
            {
                Schema = schema,
                Query = call.Query,
                Document = document,
                OperationName = call.OperationName,
                Variables = call.Variables,
                Extensions = call.Extensions,
                RequestServices = services,
                User = user,
                CancellationToken = deadline.Token,
                // The rules a document has passed once need not run again; those about the caller and the variables do wherever they could find something.
                ValidationRules =
                    proved is null ? [.. rules.All, new AuthorizationRule(known.Demands, withholds: withholds)]
                    : allowed || withholds ? proved.Rules
                    : RefusingRules,
            };
            if (withholds && !allowed)
                options.UserContext = new WithheldFields(callers.Caller);
            var trail = services.GetRequiredService<IAuditTrail>();
            var result = await trail.AnswerAsync(call, known, () => executer.ExecuteAsync(options), deadline);
            var recorded = trail.TakeCost();
            budget.Pay(recorded);
            // An answer with holes would be taken for the truth. Whoever sends the same again gets all of it, and finds done what was done.
            if (result.Errors?.FirstOrDefault(error => GraphQLErrors.CodeOf(error) == GraphQLErrors.Unavailable) is { } outage)
                return End(new ExecutionResult(outage));
            if (cached is null && result is { Executed: true, Document: not null })
                cache.Keep(call.Query, call.OperationName, known);
            if (result.Executed)
                operations.Learn(call);
            if (operation is { Operation: OperationType.Query } && WorkCharge.RefusalIn(result) is { } refusal)
                return End(new ExecutionResult(refusal));
            costs.Report(result, cost + charge.Paid + recorded);
            if (queriesOnly && call.IsRegistered && result is { Executed: true, Errors: not { Count: > 0 }, Extensions: not { Count: > 0 } })
                services.GetRequiredService<AnswerFreshness>().Lasts = FieldFreshness.Of(operation!, document, schema);
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

    public static GraphQLOperationDefinition? Operation(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(operation => operation.Name?.StringValue == name);
    }

    private static bool AsksNothing(GraphQLDocument document) =>
        document.Definitions.All(definition =>
            definition is GraphQLOperationDefinition { Operation: OperationType.Query } operation
            && operation.SelectionSet.Selections.All(selection => selection is GraphQLField { SelectionSet: null } field && field.Name.Value == "__typename")
        );
}
