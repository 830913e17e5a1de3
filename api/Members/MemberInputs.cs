using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class RegisterMemberInputType : InputType<RegisterMember>
{
    public RegisterMemberInputType()
        : base("A member to register.")
    {
        Field(x => x.Number)
            .Description("Member number (党员编号): 4 to 32 letters, digits or hyphens, unique. Full-width forms are read as plain ones, letters as capitals.");
        Field(x => x.Name).Description("Name.");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The home organisation.").OfNode("Organisation");
        Field(x => x.Category).Description("The main category.");
        Field(x => x.AdmittedOn).Description("Admission as probationary member.");
        Field(x => x.IdempotencyKey, nullable: true).Description("The same key with the same input registers once.");
    }
}

internal sealed class AssignPositionInputType : InputType<AssignPosition>
{
    public AssignPositionInputType()
        : base("A position to hold from a day.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("Who holds it.").OfNode("Member");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Where it is held.").OfNode("Organisation");
        Field(x => x.Position).Description("The position.");
        Field(x => x.From).Description("First day: from the admission, on a day on which the organisation exists.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
        Field(x => x.Reason, nullable: true).Description("A remark for the history, at most 500 characters.");
    }
}

internal sealed class LinkIdentityInputType : InputType<LinkIdentity>
{
    public LinkIdentityInputType()
        : base("Which sign-in belongs to which member.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.Identity).Description("The token subject (Entra oid); never one's own.");
        Field(x => x.Reason, nullable: true)
            .Description(
                "Why it takes the place of another sign-in, 1 to 500 characters; needed then, and kept for the member to read. Without meaning where "
                    + "there is none to replace."
            );
    }
}
