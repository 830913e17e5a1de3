using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class OrganisationQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<OrganisationType>("organisations", "The organisations below the caller's grants.")
            .WhereAndOrder<OrganisationFields>()
            .Argument<StringGraphType>("search", "Words inside a name that the organisation has or had, or its code; all must be there.")
            .RequireRole(Rights.Organisations)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<OrganisationTree>()
                        .ListAsync(
                            ctx.Caller().ScopeOf(Rights.Organisations),
                            list.Where,
                            list.Order,
                            list.Page,
                            ctx.CancellationToken,
                            ctx.GetArgument<string?>("search")
                        )
            );

        query
            .Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisationById")
            .Description("An organisation below the caller's grants or one the caller belongs to, or null.")
            .IdArgument("id", "Organisation", "Which organisation.")
            .RequireRole(Rights.OneOrganisation)
            .Resolve(ctx => ctx.Loader<VisibleOrganisationLoader>().LoadAsync(ctx.GetArgument<string>("id")));

        query
            .Field<NonNullGraphType<ListGraphType<NonNullGraphType<GrantType>>>>("grants")
            .Description("The grants of a subject that hold today.")
            .Argument<NonNullGraphType<StringGraphType>>("subject", "The subject of the token.")
            .RequireRole(Rights.AllGrants)
            .ResolveAsync(async ctx => await ctx.Service<GrantBook>().ForAsync(ctx.GetArgument<string>("subject"), ctx.Rights().Today, ctx.CancellationToken));

        query
            .Connection<GrantType>("grantRegister", "Every grant ever given, also those to come and those that have ended, the latest first unless ordered.")
            .WhereAndOrder<GrantFields>()
            .RequireRole(Rights.AllGrants)
            .Resolve((ctx, list) => ctx.Service<GrantBook>().ListAsync(list.Where, list.Order, list.Page, ctx.CancellationToken));
    }
}

internal sealed class OrganisationFields : IListFields
{
    public static string Node => "Organisation";

    public static IReadOnlyList<QueryField> Fields => OrganisationTree.Queryable;
}

internal sealed class GrantFields : IListFields
{
    public static string Node => "Grant";

    public static IReadOnlyList<QueryField> Fields => GrantBook.Queryable;
}
