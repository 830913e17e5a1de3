using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class AuditQueries
{
    public static void AddTo(Query query) =>
        query
            .Connection<AuditEntryType>(
                "auditLog",
                "Who changed what, and who read or tried to reach whose data; newest first unless ordered. An auditor reads what concerns the "
                    + "subtrees of their grants."
            )
            .WhereAndOrder<AuditEntryFields>()
            .RequireRole(Role.Auditor)
            .Resolve(
                async (ctx, list) =>
                {
                    var scope = ctx.Rights().Auditing;
                    var where = await ctx.OwnersWithinAsync(scope, list.Where, AuditLog.Queryable);
                    return await ctx.Service<AuditLog>().ListAsync(scope, where, list.Order, list.Page, ctx.CancellationToken);
                }
            );
}

internal sealed class AuditEntryFields : IListFields
{
    public static string Node => "AuditEntry";

    public static IReadOnlyList<QueryField> Fields => AuditLog.Queryable;
}

internal sealed class AuditEntryType : ObjectType<AuditEntry>
{
    public AuditEntryType()
        : base("One act: who did what to whose data, when, and how it ended. Ids only, no personal content.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Id of the entry, opaque.").From(source => NodeId.Encode(Name, source.Id));
        Field(x => x.At).Description("When.");
        Field(x => x.Subject).Description("Who acted: the subject of the token.");
        Field<IdGraphType>("memberId")
            .Description("The member who acted; null for applications and people who are none.")
            .From(source => IdOf("Member", source.MemberId));
        Field(x => x.Kind).Description("Kind of the act.");
        Field(x => x.Operation)
            .Description(
                "The field of Query or Mutation; what is done by other ways is `uploads.create`, `uploads.finish`, `uploads.terminate`, "
                    + "`import.create`, `import.submit`, `imports.check`, `imports.apply`, `imports.revert`, `claims.evidence` (an address of what was "
                    + "sent as evidence was given), `exports.make`, `exports.fetch` and, in development, `development.giveGrant`."
            );
        Field<StringGraphType>("targetType").Description("Type of the thing named; null where none was.").From(source => source.Target?.Type);
        Field<IdGraphType, IDataLoaderResult<string?>>("targetId")
            .Description("Its global id, whether or not there is such a thing; null where it is a member's, or that of an organisation, outside one's grants.")
            .Resolve(TargetOf);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdGraphType>>>, IDataLoaderResult<IEnumerable<string>>>("ownerIds")
            .Description(
                "The members whose data it is: those shown, or those whose things were named, of what was refused about the first ten. Without "
                    + "members outside one's grants."
            )
            .Resolve(ctx =>
                ctx.Loader<AuditedOwnerLoader>().LoadManyAsync(ctx.Source.OwnerIds).Then(owners => owners.Select(owner => NodeId.Encode("Member", owner)))
            );
        Field(x => x.Result)
            .Description(
                "`OK`, the code of the error, `CANCELLED` where the client went away before the end, or `ATTEMPTED` where the end is not known: the "
                    + "act is under way, or the process died and the changed data tells."
            );
        Field<NonNullGraphType<IntGraphType>>("count")
            .Description(
                "1, but for what was refused: one entry stands for all that the subject was refused of the same kind by the same field with the same "
                    + "result within a minute, and counts the things they named."
            )
            .From(source => source.Count ?? 1);
        Field(x => x.LastAt, nullable: true).Description("When the last of them was; null for everything else.");
        Field(x => x.Rule, nullable: true).Description("The rule that a refused file broke; null for everything else.");
        Field(x => x.FileHash, nullable: true).Description("SHA-256 of the sheet that was imported or made; null for everything else.");
        Field(x => x.Cost, nullable: true).Description("What it cost, as `@cost` says; null for what was no GraphQL.");
        Field(x => x.Correlation).Description("The same for all that one request did, and in its log lines.");
    }

    private static IDataLoaderResult<string?> TargetOf(IResolveFieldContext<AuditEntry> context)
    {
        if (context.Source.Target is not { } target)
            return LoaderResults.Ready<string?>(null);
        var id = NodeId.Encode(target.Type, target.Id);
        if (context.Service<AuditScene>().OwnerOf(new(target.Type, target.Id)) is { } owner)
            return context.Loader<AuditedOwnerLoader>().LoadAsync(owner).Then(known => known is null ? null : id);
        return target.Type == "Organisation"
            ? context.Loader<VisibleOrganisationLoader>().LoadAsync(target.Id).Then(organisation => organisation is null ? null : id)
            : LoaderResults.Ready<string?>(id);
    }

    private static string? IdOf(string? type, string? id) => type is null || id is null ? null : NodeId.Encode(type, id);
}
