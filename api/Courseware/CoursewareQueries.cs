using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class CoursewareQueries
{
    public static void AddTo(Query query)
    {
        query.Connection<CoursewareType>("courseware", "Published courseware, newest first unless ordered.")
            .WhereAndOrder<CoursewareFields>()
            .Argument<StringGraphType>("search", "Words to look for in titles and summaries.")
            .RequireRole(Rights.Catalogue)
            .Resolve((ctx, list) => ctx.Service<CoursewareLibrary>().ListAsync(ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken));

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
