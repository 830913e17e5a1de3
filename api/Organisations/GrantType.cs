using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class GrantType : ObjectType<Grant>
{
    public GrantType()
        : base("A role given to a subject within the subtree of an organisation for a time.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.").From(source => NodeId.Encode(Name, source.Id));
        Field(x => x.Subject).Description("The subject of the token: a member's identity or number, or an application id.");
        Field(x => x.Role).Description("What the subject may do there, if the token carries the role too.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Top of the subtree.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Period.To);
    }
}
