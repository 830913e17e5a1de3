using ELearning.Content;

namespace ELearning.Api;

internal static class LookQueries
{
    public static void AddTo(Query query) =>
        query.Connection<LookType>("looks", "What auditors asked, newest first.")
            .WhereAndOrder<LookFields>()
            .RequireRole(Role.Administrator)
            .Resolve((ctx, list) => ctx.Service<LookBook>().ListAsync(list.Where, list.Order, list.Page, ctx.CancellationToken));
}

internal sealed class LookFields : IListFields
{
    public static string Node => "Look";

    public static IReadOnlyList<QueryField> Fields => LookBook.Queryable;
}

internal sealed class LookType : ObjectType<Look>
{
    public LookType()
        : base("One question an auditor asked.")
    {
        Field(x => x.Subject).Description("Who looked: the subject of the token.");
        Field(x => x.At).Description("When.");
        Field(x => x.Document).Description("What was asked, as it was sent.");
        Field(x => x.Variables, nullable: true).Description("Its variables as JSON; null where there were none.");
    }
}
