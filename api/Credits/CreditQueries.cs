using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal static class CreditQueries
{
    public static void AddTo(Query query)
    {
        LedgerVerificationType.AddTo(query);
        query
            .Field<CreditType, IDataLoaderResult<Credit?>>("creditById")
            .Description("A credit of oneself or of a member below the caller's grants, or null.")
            .IdArgument("id", "Credit", "Which credit.")
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Loader<VisibleCreditLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}
