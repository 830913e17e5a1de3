using ELearning.Content;

namespace ELearning.Api;

internal static class RegisteredOperationQueries
{
    public static void AddTo(Query query) =>
        query
            .Connection<RegisteredOperationType>(
                "registeredOperations",
                "The operations registered for clients, the retired too; newest first unless ordered. Those of the folder are not among them."
            )
            .WhereAndOrder<RegisteredOperationFields>()
            .RequireRole(Rights.Operations)
            .Resolve((ctx, list) => ctx.Service<OperationRegistry>().ListAsync(list.Where, list.Order, list.Page, ctx.CancellationToken));
}

internal sealed class RegisteredOperationFields : IListFields
{
    public static string Node => "RegisteredOperation";

    public static IReadOnlyList<QueryField> Fields => OperationRegistry.Queryable;
}
