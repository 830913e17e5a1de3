using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record GiveGrantInput(string Subject, Role Role, string OrganisationId, DateOnly From, DateOnly? To);

internal sealed class GiveGrantInputType : InputType<GiveGrantInput>
{
    public GiveGrantInputType()
        : base("Whom to give which role where.")
    {
        Field(x => x.Subject).Description("The subject of the token, 1 to 100 characters.");
        Field(x => x.Role).Description("A role that acts within grants: ORGANISATION_ADMIN, EDITOR, REVIEWER, AUDITOR or STANDING_READ.");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Top of the subtree.").OfNode("Organisation");
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
    }
}

internal sealed record RevokeGrantInput(string GrantId, DateOnly LastDay);

internal sealed class RevokeGrantInputType : InputType<RevokeGrantInput>
{
    public RevokeGrantInputType()
        : base("Which grant ends when.")
    {
        Field<NonNullGraphType<IdGraphType>>("grantId").Description("The grant.").OfNode("Grant");
        Field(x => x.LastDay).Description("The last day on which it holds.");
    }
}
