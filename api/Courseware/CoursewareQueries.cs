using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CoursewareQueries
{
    private const string SearchDescription =
        "Words to look for, the last one perhaps only begun, in titles, then teachers and subjects, then summaries and chapters, then captions; all "
        + "must be there.";

    public static void AddTo(Query query)
    {
        query
            .Connection<CoursewareType>("courseware", "Published courseware, newest first unless ordered; of a search the best found first.")
            .WhereAndOrder<CoursewareFields>()
            .Argument<StringGraphType>("search", SearchDescription)
            .RequireRole(Rights.Catalogue)
            .FreshFor(Freshness.Catalogue)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<CoursewareLibrary>().ListAsync(ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken)
            );

        query
            .Field<NonNullGraphType<CoursewareFacetsType>, CoursewareFacets>("coursewareFacets")
            .Description("How the courseware that the same search and filter list spread over subjects, origins, kinds and audiences.")
            .Argument<FilterInputType<CoursewareFields>>("where", "Which courseware are wanted; without it all.")
            .Argument<StringGraphType>("search", SearchDescription)
            .Cost(50)
            .RequireRole(Rights.Catalogue)
            .FreshFor(Freshness.Catalogue)
            .ResolveAsync(async ctx =>
                await ctx.Service<CoursewareLibrary>()
                    .FacetsAsync(ctx.GetArgument<string?>("search"), ctx.GetArgument<object?>("where") as Filter, ctx.CancellationToken)
            );

        query
            .Field<CoursewareType, IDataLoaderResult<Courseware?>>("coursewareById")
            .Description("The published version of a courseware family, or null; a retired one is found through the sessions and credits that name it.")
            .IdArgument("id", "Courseware", "Which family.")
            .RequireRole(Rights.Catalogue)
            .FreshFor(Freshness.Catalogue)
            .Resolve(ctx => ctx.Loader<CoursewareLoader>().LoadAsync(ctx.GetArgument<string>("id")));

        query
            .Connection<CoursewareDraftType>("coursewareDrafts", "Drafts kept below the caller's grants, in every state, last changed first unless ordered.")
            .WhereAndOrder<CoursewareDraftFields>()
            .RequireRole(Rights.Drafts)
            .Resolve((ctx, list) => ctx.Service<EditorialDesk>().ListAsync(ctx.Rights().DraftScope, list.Where, list.Order, list.Page, ctx.CancellationToken));

        query
            .Field<CoursewareDraftType, IDataLoaderResult<CoursewareDraft?>>("coursewareDraftById")
            .Description("A draft kept below the caller's grants, or null.")
            .IdArgument("id", "CoursewareDraft", "Which draft.")
            .RequireRole(Rights.Drafts)
            .Resolve(ctx => ctx.Loader<CoursewareDraftLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}

internal sealed class CoursewareFields : IListFields
{
    public static string Node => "Courseware";

    public static IReadOnlyList<QueryField> Fields => CoursewareLibrary.Queryable;
}

internal sealed class CoursewareDraftFields : IListFields
{
    public static string Node => "CoursewareDraft";

    public static IReadOnlyList<QueryField> Fields => EditorialDesk.Queryable;
}
