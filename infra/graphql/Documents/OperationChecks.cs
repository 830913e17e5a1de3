using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace ELearning.GraphQL;

/// <summary>A document of one operation that can be run, for whoever has the rights.</summary>
/// <param name="Name">The operation's own; null where it has none.</param>
public sealed record CheckedOperation(string? Name, CachedDocument Document);

/// <summary>
/// Finds out before anybody sends a document whether it could be run: within the limits of the guard, a single operation, valid by the schema.
/// </summary>
public sealed class OperationChecks(ISchema schema, DocumentGuard guard, IDocumentValidator validator, DocumentRules rules, CostControl costs)
{
    /// <exception cref="ExecutionError">What a request with this document would be refused with.</exception>
    public async Task<CheckedOperation> CheckAsync(string text, CancellationToken cancellationToken)
    {
        var document = Parse(text);
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        if (operations is not [var operation])
            throw new RequestFault("OPERATION_SINGLE", operations.Count);
        var demands = new OperationDemands();
        var result = await validator.ValidateAsync(
            new ValidationOptions
            {
                Schema = schema,
                Document = document,
                Operation = operation,
                Rules = [.. rules.All, new AuthorizationRule(demands, Anybody.Instance)],
                Variables = Inputs.Empty,
                Extensions = Inputs.Empty,
                UserContext = new Dictionary<string, object?>(),
                CancellationToken = cancellationToken,
            }
        );
        // Variables come with the request.
        if (result.Errors.FirstOrDefault(error => error is not InvalidVariableError) is { } fault)
            throw fault;
        return new(
            operation.Name?.StringValue,
            new CachedDocument(document, demands, costs.Of(document, operation), FieldFreshness.Of(operation, document, schema))
        );
    }

    private GraphQLDocument Parse(string text)
    {
        try
        {
            return guard.Parse(text);
        }
        catch (GraphQLSyntaxErrorException syntax)
        {
            throw new SyntaxError(syntax);
        }
    }
}
