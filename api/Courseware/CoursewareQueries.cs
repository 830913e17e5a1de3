using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CoursewareQueries
{
    private const string SearchDescription = "Words to look for, the last one perhaps only begun, in titles, then teachers and subjects, then summaries and chapters, then captions; all must be there.";

    public static void AddTo(Query query)
    {
        query.Connection<CoursewareType>("courseware", "Published courseware, newest first unless ordered; of a search the best found first.")
            .WhereAndOrder<CoursewareFields>()
            .Argument<StringGraphType>("search", SearchDescription)
            .RequireRole(Rights.Catalogue)
            .Resolve((ctx, list) => ctx.Service<CoursewareLibrary>().ListAsync(ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken));

        query.Field<NonNullGraphType<CoursewareFacetsType>, CoursewareFacets>("coursewareFacets")
            .Description("How the courseware that the same search and filter list spread over subjects, origins and kinds.")
            .Argument<FilterInputType<CoursewareFields>>("where", "Which courseware are wanted; without it all.")
            .Argument<StringGraphType>("search", SearchDescription)
            .RequireRole(Rights.Catalogue)
            .ResolveAsync(async ctx => await ctx.Service<CoursewareLibrary>().FacetsAsync(ctx.GetArgument<string?>("search"), ctx.GetArgument<object?>("where") as Filter, ctx.CancellationToken));

        query.Field<CoursewareType, IDataLoaderResult<Courseware?>>("coursewareById")
            .Description("The published version of a courseware family, or null.")
            .IdArgument("id", "Courseware", "Which family.")
            .RequireRole(Rights.Catalogue)
            .Resolve(ctx => ctx.Loader<CoursewareLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}

internal sealed class CoursewareFields : IListFields
{
    public static string Node => "Courseware";

    public static IReadOnlyList<QueryField> Fields => CoursewareLibrary.Queryable;
}
