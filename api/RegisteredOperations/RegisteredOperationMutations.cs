using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

internal static class RegisteredOperationMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<RegisterOperationInputType, RegisteredOperation>(
                "registerOperation",
                "Registers a document for a client, so that it may be sent by its hash; the same again is one registration, and what was retired may "
                    + "be sent again."
            )
            .Field<RegisteredOperationType>("operation", "The operation.", operation => operation)
            .Errors(ContentErrorCode.OperationRefused)
            .RequireRole(Rights.Operations)
            .Resolve<RegisterOperationInput>(RegisterAsync);

        mutation
            .Mutation<RetireOperationInputType, RegisteredOperation>(
                "retireOperation",
                "Ends a registration. Processes that have looked the document up know it for up to a minute longer."
            )
            .Field<RegisteredOperationType>("operation", "The operation.", operation => operation)
            .RequireRole(Rights.Operations)
            .Resolve<RetireOperationInput>((input, ctx) => ctx.Service<OperationRegistry>().RetireAsync(input.OperationId, ctx.CancellationToken));
    }

    private static async Task<RegisteredOperation> RegisterAsync(RegisterOperationInput input, IResolveFieldContext context)
    {
        try
        {
            var operation = await context.Service<OperationChecks>().CheckAsync(input.Document, context.CancellationToken);
            return await context
                .Service<OperationRegistry>()
                .RegisterAsync(input.Document, operation.Name, input.ClientName, context.Caller().Actor, context.CancellationToken);
        }
        catch (ExecutionError fault)
        {
            var (code, message) = context.Service<GraphQLErrors>().Read(fault);
            throw new ContentError(ContentErrorCode.OperationRefused, message, code);
        }
    }
}
