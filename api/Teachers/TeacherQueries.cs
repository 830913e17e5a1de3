using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class TeacherQueries
{
    private const int MostDays = 100;

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
            .Field<TeacherScheduleType, object>("teacherSchedule")
            .Description(
                "When a teacher can teach and when they do, on at most 100 days, from 3 months ago to 18 months ahead: for who keeps them, auditors there, the "
                    + "teacher, and who engages them jointly; else null."
            )
            .IdArgument("teacherId", "Teacher", "Which teacher.")
            .Argument<NonNullGraphType<DateScalar>>("from", "The first day.")
            .Argument<NonNullGraphType<DateScalar>>("to", "The last day.")
            .RequireRole(Rights.Schedules)
            .ResolveAsync(async ctx => await ScheduleAsync(ctx));

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

    private static async Task<ShownSchedule?> ScheduleAsync(IResolveFieldContext context)
    {
        var (id, from, to) = (context.GetArgument<string>("teacherId"), context.GetArgument<DateOnly>("from"), context.GetArgument<DateOnly>("to"));
        if (to < from)
            throw ContentError.Invalid("to", InputFault.Reversed);
        if (to.DayNumber - from.DayNumber >= MostDays)
            throw ContentError.Invalid("to", InputFault.InTheFuture, from.AddDays(MostDays - 1));
        var teacher = (await context.Service<TeacherPool>().FindAsync([id], context.CancellationToken)).GetValueOrDefault(id);
        return teacher is not null && context.Rights().SeesScheduleOf(teacher)
            ? new(teacher, await context.Service<TeacherSchedules>().OfAsync(teacher.Id, context.CancellationToken), from, to)
            : null;
    }
}

internal sealed class TeacherFields : IListFields
{
    public static string Node => "Teacher";

    public static IReadOnlyList<QueryField> Fields => TeacherPool.Queryable;
}
