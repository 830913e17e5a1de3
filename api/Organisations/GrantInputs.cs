using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record GiveGrantInput(string? Subject, string? MemberId, Role Role, string OrganisationId, DateOnly From, DateOnly? To);

internal sealed class GiveGrantInputType : InputType<GiveGrantInput>
{
    public GiveGrantInputType()
        : base("Whom to give which role where.")
    {
        Field(x => x.Subject, nullable: true)
            .Description("The subject of the token, 1 to 100 characters without a slash; left out where a member is named instead.");
        Field<IdGraphType>("memberId")
            .Description("The member who gets the right, by whatever sign-in they have or will have; left out where a subject is named instead.")
            .OfNode("Member");
        Field(x => x.Role)
            .Description(
                "A role that acts within grants: ORGANISATION_ADMIN, POOL_MANAGER, EDITOR, REVIEWER, or AUDITOR, which comes from a level above; as "
                    + "Administrator also STANDING_READ."
            );
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Top of the subtree.").OfNode("Organisation");
        Field(x => x.From).Description("First day; of who is no Administrator not before today.");
        Field(x => x.To, nullable: true).Description("Last day, not after that of the right by which it is given; left out while it has none.");
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
