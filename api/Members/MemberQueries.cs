using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class MemberQueries
{
    public const string SearchDescription = "Words of the name, or a number; all must be there.";

    public static void AddTo(Query query)
    {
        query.Field<NonNullGraphType<ViewerType>>("viewer").Description("Who is asking, and what they may do.").Resolve(ctx => ctx.Caller());

        query
            .Field<MemberType, IDataLoaderResult<Member?>>("me")
            .Description("The member the token is joined to; null where it joins none.")
            .Resolve(ctx => ctx.Caller().MemberId is { } own ? ctx.Loader<MemberLoader>().LoadAsync(own) : LoaderResults.Ready<Member?>(null));

        query
            .Connection<MemberType>("members", "The members below the caller's grants.")
            .WhereAndOrder<MemberFields>()
            .Argument<StringGraphType>("search", SearchDescription)
            .RequireRole(Rights.Registry)
            .Resolve(
                (ctx, list) =>
                    ctx.Service<MemberRegister>()
                        .ListAsync(ctx.Rights().Reading, list.Where, list.Order, list.Page, ctx.CancellationToken, ctx.GetArgument<string?>("search"))
            );

        query
            .Field<MemberType, IDataLoaderResult<Member?>>("memberById")
            .Description("Oneself, or a member below the caller's grants; else null.")
            .IdArgument("id", "Member", "Which member.")
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.GetArgument<string>("id")));

        query
            .Connection<CorrectionRequestType>("correctionRequests", "What members below the caller's grants say is wrong in their records, newest first.")
            .WhereAndOrder<CorrectionFields>()
            .RequireRole(Rights.Registry)
            .Resolve((ctx, list) => ctx.Service<Corrections>().ListAsync(ctx.Rights().Reading, list.Where, list.Order, list.Page, ctx.CancellationToken));
    }
}

internal sealed class MemberFields : IListFields
{
    public static string Node => "Member";

    public static IReadOnlyList<QueryField> Fields => MemberRegister.Queryable;
}

internal sealed class CorrectionFields : IListFields
{
    public static string Node => "CorrectionRequest";

    public static IReadOnlyList<QueryField> Fields => Corrections.Queryable;
}
