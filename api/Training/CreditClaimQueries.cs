using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal static class CreditClaimQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<CreditClaimType>("claims", "The claims of members below the caller's grants, pending ones first unless ordered or filtered.")
            .WhereAndOrder<CreditClaimFields>()
            .RequireRole(Rights.Registry)
            .Resolve(
                async (ctx, list) =>
                {
                    var scope = ctx.Rights().Reading;
                    var where = await ctx.OwnersWithinAsync(scope, list.Where, CreditClaims.Queryable);
                    return await ctx.Service<CreditClaims>().ListAsync(scope, null, where, list.Order, list.Page, ctx.CancellationToken);
                }
            );

        query
            .Field<CreditClaimType, IDataLoaderResult<CreditClaim?>>("claimById")
            .Description("A claim for oneself or for a member below the caller's grants, or null.")
            .IdArgument("id", "CreditClaim", "Which claim.")
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Loader<VisibleCreditClaimLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}

internal sealed class CreditClaimFields : IListFields
{
    public static string Node => "CreditClaim";

    public static IReadOnlyList<QueryField> Fields => CreditClaims.Queryable;
}
