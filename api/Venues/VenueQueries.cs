using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class VenueQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<VenueType>("venues", "The venues and bases of the whole school, by name unless ordered.")
            .WhereAndOrder<VenueFields>()
            .Argument<StringGraphType>("search", "Words inside the name or the address; all must be there.")
            .RequireRole(Rights.Venues)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<VenueRegister>().ListAsync(ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken)
            );

        query
            .Field<VenueType, IDataLoaderResult<Venue?>>("venueById")
            .Description("A venue, or null.")
            .IdArgument("id", "Venue", "Which venue.")
            .RequireRole(Rights.Venues)
            .Resolve(ctx => ctx.Loader<VenueLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}

internal sealed class VenueFields : IListFields
{
    public static string Node => "Venue";

    public static IReadOnlyList<QueryField> Fields => VenueRegister.Queryable;
}
