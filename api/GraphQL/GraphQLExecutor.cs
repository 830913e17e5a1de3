using System.Globalization;
using System.Security.Claims;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQL.Validation.Rules.Custom;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ELearning.Api;

/// <summary>A request as every transport hands it in.</summary>
internal sealed record GraphQLCall(string Query, string? OperationName, Inputs? Variables, Inputs? Extensions);

/// <summary>
/// The way every transport takes: guard, document cache, validation with authorization, execution.
/// </summary>
internal sealed class GraphQLExecutor(
    IDocumentExecuter executer, ISchema schema, DocumentGuard guard, DocumentCache cache, GraphQLErrors errors, IntrospectionSwitch introspection)
{
    /// <summary>What a document that was valid once may still fail by, because it depends on the caller or on the variables.</summary>
    private static readonly IValidationRule[] RequestRules = [new AuthorizationRule(), FieldArgumentsAreValidRule.Instance];

    private readonly IValidationRule[] _documentRules =
        [.. DocumentValidator.CoreRules, .. introspection.On ? Array.Empty<IValidationRule>() : [NoIntrospectionValidationRule.Instance]];

    /// <param name="services">The scope of the request: its caller is resolved here, its loaders live there.</param>
    /// <param name="queriesOnly">True for GET, which must not change anything.</param>
    /// <param name="cancellationToken">For a subscription: until the client is gone.</param>
    /// <param name="streams">Whether the transport can carry <see cref="ExecutionResult.Streams"/>.</param>
    public async Task<ExecutionResult> ExecuteAsync(
        GraphQLCall call, ClaimsPrincipal user, IServiceProvider services, bool queriesOnly, CancellationToken cancellationToken, bool streams = false)
    {
        try
        {
            var cached = cache.Find(call.Query, call.OperationName);
            var document = cached?.Document ?? guard.Parse(call.Query);
            switch (Operation(document, call.OperationName)?.Operation)
            {
                case OperationType.Subscription when !streams:
                    throw new RequestFault("SUBSCRIPTION_NEEDS_STREAM");
                case OperationType.Mutation when queriesOnly:
                    throw new RequestFault("METHOD_NOT_ALLOWED");
            }

            var callers = services.GetRequiredService<CallerContext>();
            await callers.ResolveAsync(user, cancellationToken);
            // Where the schema is not public, validation must not describe it to somebody unknown.
            if (!introspection.On && !callers.Caller.IsSignedIn && !AsksNothing(document))
                throw new RequestFault("UNAUTHENTICATED");

            var demands = cached?.Demands ?? new OperationDemands();
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
                CancellationToken = cancellationToken,
                // The rules a document has passed once need not run again; those about the caller and the variables do wherever they could find something.
                ValidationRules = cached is null ? [.. _documentRules, new AuthorizationRule(demands)] : demands.ChecksArguments || !demands.Allow(callers.Caller) ? RequestRules : [],
            };
            var result = await services.GetRequiredService<IAuditTrail>().AnswerAsync(call, document, () => executer.ExecuteAsync(options), cancellationToken);
            if (cached is null && result is { Executed: true, Document: not null })
                cache.Keep(call.Query, call.OperationName, new CachedDocument(document, demands));
            return result;
        }
        catch (RequestFault fault)
        {
            return new ExecutionResult(fault);
        }
        catch (GraphQLSyntaxErrorException syntax)
        {
            return new ExecutionResult(new SyntaxError(syntax));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            return new ExecutionResult(errors.Translate(exception));
        }
    }

    /// <summary>The language of error texts: English where the caller prefers it to Chinese, else Chinese.</summary>
    public static CultureInfo LanguageOf(IEnumerable<string> preferred)
    {
        foreach (var language in preferred)
        {
            if (language.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                break;
            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English;
        }

        return Chinese;
    }

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    internal static GraphQLOperationDefinition? Operation(GraphQLDocument document, string? name)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>();
        return name is null ? operations.FirstOrDefault() : operations.FirstOrDefault(operation => operation.Name?.StringValue == name);
    }

    private static bool AsksNothing(GraphQLDocument document) => document.Definitions.All(definition =>
        definition is GraphQLOperationDefinition { Operation: OperationType.Query } operation
        && operation.SelectionSet.Selections.All(selection => selection is GraphQLField { SelectionSet: null } field && field.Name.Value == "__typename"));
}
