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
            .Connection<TeacherType>("teachers", "The teacher pool: active teachers; of every status below the grants of who keeps the pool or sees drafts.")
            .WhereAndOrder<TeacherFields>()
            .Argument<StringGraphType>("search", "Words to look for in names and titles.")
            .RequireRole(Rights.TeacherPool)
            .FreshFor(Freshness.Catalogue)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<TeacherPool>()
                        .ListAsync(ctx.Rights().WholePool, ctx.GetArgument<string?>("search"), list.Where, list.Order, list.Page, ctx.CancellationToken)
            );

        query
            .Field<TeacherType, IDataLoaderResult<Teacher?>>("teacherById")
            .Description("A teacher, or null. One who was merged into another is that other.")
            .IdArgument("id", "Teacher", "Which teacher.")
            .RequireRole(Rights.TeacherPool)
            .FreshFor(Freshness.Catalogue)
            .Resolve(ctx =>
                ctx.Loader<TeacherLoader>()
                    .LoadAsync(ctx.GetArgument<string>("id"))
                    .Then(teacher => teacher is not null && ctx.Rights().Sees(teacher) ? teacher : null)
            );

        query
            .Connection<TeacherType>(
                "teachersOffered",
                "The active teachers offered to an organisation, or to one below it, for a joint engagement (联聘) that waits for its answer, by name; none "
                    + "outside the caller's grants. Which offer it is, `agreements` says."
            )
            .IdArgument("organisationId", "Organisation", "To whom they are offered.")
            .RequireRole(Rights.Pooling)
            .Resolve(
                async (ctx, list) =>
                {
                    var id = ctx.GetArgument<string>("organisationId");
                    var asked = (await ctx.Service<OrganisationTree>().FindAsync([id], ctx.CancellationToken)).GetValueOrDefault(id);
                    return asked is not null && ctx.Rights().KeepsPoolOf(asked)
                        ? await ctx.Service<TeacherPool>().OfferedAsync(id, list.Page, ctx.CancellationToken)
                        : Pages.Empty<Teacher>();
                }
            );
    }
}

internal sealed class TeacherFields : IListFields
{
    public static string Node => "Teacher";

    public static IReadOnlyList<QueryField> Fields => TeacherPool.Queryable;
}
