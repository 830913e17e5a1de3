using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class GrantType : ObjectType<Grant>
{
    public GrantType()
        : base("A role given to somebody within the subtree of an organisation for a time.")
    {
        Node(grant => grant.Id, (ctx, id) => ctx.Loader<VisibleGrantLoader>().LoadAsync(id));
        Field(x => x.Subject).Description("The subject of the token; of a grant to a member a name for that member.");
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("The member who has it; null for a grant to a subject, and where the caller does not see the member.")
            .Resolve(ctx => ctx.Source.MemberId is { } member ? ctx.Loader<MemberLoader>().LoadAsync(member) : LoaderResults.Ready<Member?>(null));
        Field(x => x.Role).Description("What the holder may do there. STANDING_READ the token must carry, too.");
        Field(x => x.GivenBy, nullable: true).Description("The token subject of who gave it; null where it was given before that was written down.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Top of the subtree.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Period.To);
    }
}
