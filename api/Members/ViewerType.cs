using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class ViewerType : ObjectType<Caller>
{
    public ViewerType()
        : base("Who is asking.")
    {
        Field(x => x.Subject).Description("The subject of the token: what an administrator gives rights to, or links to a member.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<Role>>>>>("roles")
            .Description("The roles the caller has today: what the token names, what grants confer, and MEMBER for who is joined to a member.")
            .From(source => source.Roles.Order().ToList());
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<GrantType>>>>("grants")
            .Description("The caller's own grants that hold today: where the roles act.")
            .From(source => source.Grants);
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("The member the caller is; null for who is none, or has not joined yet: see activateMember.")
            .Resolve(ctx => ctx.Source.MemberId is { } own ? ctx.Loader<MemberLoader>().LoadAsync(own) : LoaderResults.Ready<Member?>(null));
    }
}
