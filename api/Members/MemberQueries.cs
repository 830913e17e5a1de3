using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;

namespace ELearning.Api;

internal static class MemberQueries
{
    public static void AddTo(Query query)
    {
        query
            .Field<MemberType, IDataLoaderResult<Member?>>("me")
            .Description("The member the token is joined to; null where it joins none.")
            .Resolve(ctx => ctx.Caller().MemberId is { } own ? ctx.Loader<MemberLoader>().LoadAsync(own) : LoaderResults.Ready<Member?>(null));

        query
            .Connection<MemberType>("members", "The members below the caller's grants.")
            .WhereAndOrder<MemberFields>()
            .RequireRole(Rights.Registry)
            .Resolve((ctx, list) => ctx.Service<MemberRegister>().ListAsync(ctx.Rights().Reading, list.Where, list.Order, list.Page, ctx.CancellationToken));

        query
            .Field<MemberType, IDataLoaderResult<Member?>>("memberById")
            .Description("Oneself, or a member below the caller's grants; else null.")
            .IdArgument("id", "Member", "Which member.")
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.GetArgument<string>("id")));
    }
}

internal sealed class MemberFields : IListFields
{
    public static string Node => "Member";

    public static IReadOnlyList<QueryField> Fields => MemberRegister.Queryable;
}
