using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class TeacherQueries
{
    public static void AddTo(Query query)
    {
        query
            .Connection<TeacherType>("teachers", "The teacher pool: active teachers; of every status below the grants of who sees drafts.")
            .WhereAndOrder<TeacherFields>()
            .Argument<StringGraphType>("search", "Words to look for in names and titles.")
            .RequireRole(Rights.TeacherPool)
            .FreshFor(Freshness.Catalogue)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<TeacherPool>()
                        .ListAsync(ctx.Rights().DraftScope, ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken)
            );

        query
            .Field<TeacherType, IDataLoaderResult<Teacher?>>("teacherById")
            .Description("A teacher, or null.")
            .IdArgument("id", "Teacher", "Which teacher.")
            .RequireRole(Rights.TeacherPool)
            .FreshFor(Freshness.Catalogue)
            .Resolve(ctx =>
                ctx.Loader<TeacherLoader>()
                    .LoadAsync(ctx.GetArgument<string>("id"))
                    .Then(teacher => teacher is not null && ctx.Rights().Sees(teacher) ? teacher : null)
            );
    }
}

internal sealed class TeacherFields : IListFields
{
    public static string Node => "Teacher";

    public static IReadOnlyList<QueryField> Fields => TeacherPool.Queryable;
}
