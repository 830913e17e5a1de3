using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class EditMemberInputType : InputType<EditMember>
{
    public EditMemberInputType()
        : base("What is corrected; what is left out stays.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.Number, nullable: true).Description("The right number: 4 to 32 letters, digits or hyphens, of nobody else now or before.");
        Field(x => x.Name, nullable: true).Description("The right name, 1 to 100 characters.");
        Field(x => x.AdmittedOn, nullable: true).Description("The right day of admission, not after today.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class TransferMemberInputType : InputType<TransferMember>
{
    public TransferMemberInputType()
        : base("Who goes where when.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field<NonNullGraphType<IdGraphType>>("toOrganisationId").Description("The new home.").OfNode("Organisation");
        Field(x => x.On).Description("First day there.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where the day is before today.");
    }
}

internal sealed record AddReceivingMembershipInput(string MemberId, string OrganisationId, DateOnly From, DateOnly? To, string? Reason);

internal sealed class AddReceivingMembershipInputType : InputType<AddReceivingMembershipInput>
{
    public AddReceivingMembershipInputType()
        : base("Who receives a floating member.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The receiving organisation (流入地).").OfNode("Organisation");
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
        Field(x => x.Reason, nullable: true).Description("A remark for the history, at most 500 characters.");
    }
}

internal sealed record AddCategoryInput(string MemberId, MemberCategory Category, bool Main, DateOnly From, DateOnly? To, string? Reason);

internal sealed class AddCategoryInputType : InputType<AddCategoryInput>
{
    public AddCategoryInputType()
        : base("A category from a day.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.Category).Description("The category.");
        Field(x => x.Main).Description("Whether it takes the place of the main one.");
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
        Field(x => x.Reason, nullable: true).Description("A remark for the history, at most 500 characters.");
    }
}

internal sealed record RecordBackgroundInput(string MemberId, MemberBackground Background, DateOnly From, DateOnly? To);

internal sealed class RecordBackgroundInputType : InputType<RecordBackgroundInput>
{
    public RecordBackgroundInputType()
        : base("A circumstance beside the category from a day.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.Background).Description("Which one.");
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; left out while it has none.");
    }
}

internal sealed class RecordSkillInputType : InputType<RecordSkill>
{
    public RecordSkillInputType()
        : base("A skill that a member mastered.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.Name).Description("The skill, 1 to 100 characters.");
        Field(x => x.RecordedOn).Description("The day it was recorded, from the admission to today.");
        Field<IdGraphType>("certificateAssetId")
            .Description("The certificate among the files of an organisation that the caller sees; left out for none.")
            .OfNode("Media");
    }
}

internal sealed class RecordLeaveInputType : InputType<RecordLeave>
{
    public RecordLeaveInputType()
        : base("A leave of a member.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.From).Description("First day, from the admission.");
        Field(x => x.To).Description("Last day.");
        Field(x => x.Authority).Description("Who granted it: the organisation and the number of the paper, 1 to 100 characters.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class WaiveFigureInputType : InputType<WaiveFigure>
{
    public WaiveFigureInputType()
        : base("Of which figure a member is relieved.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member; never oneself.").OfNode("Member");
        Field(x => x.RuleId).Description("Row of the policy that has a figure: `R1`, `P2.once`.");
        Field(x => x.Year).Description("The year in which the figure is decided.");
        Field(x => x.Authority).Description("Who granted it: the organisation and the number of the paper, 1 to 100 characters.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class EndMemberInputType : InputType<EndMember>
{
    public EndMemberInputType()
        : base("Who left when, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field(x => x.On).Description("The last day, not after today.");
        Field(x => x.Reason).Description("Why.");
        Field(x => x.Note, nullable: true).Description("In words, at most 500 characters; needed for OTHER.");
    }
}

internal sealed class ReadmitMemberInputType : InputType<ReadmitMember>
{
    public ReadmitMemberInputType()
        : base("Who came back when, and where.")
    {
        Field<NonNullGraphType<IdGraphType>>("memberId").Description("The member.").OfNode("Member");
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The home organisation.").OfNode("Organisation");
        Field(x => x.Category).Description("The main category.");
        Field(x => x.From).Description("First day, after the one on which the member left.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where the day is before today.");
    }
}

internal sealed record EndHeldInput(string Id, DateOnly On, string? Reason);

/// <summary>The base of the inputs that end one dated thing.</summary>
internal abstract class EndHeldInputType : InputType<EndHeldInput>
{
    protected EndHeldInputType(string node, string what)
        : base($"When {what} ends.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Which one.").OfNode(node);
        Field(x => x.On).Description("The last day on which it holds.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where the day is before today.");
    }
}

internal sealed class EndMembershipInputType() : EndHeldInputType("Membership", "a receiving membership");

internal sealed class EndCategoryInputType() : EndHeldInputType("HeldCategory", "a category");

internal sealed class EndPositionInputType() : EndHeldInputType("HeldPosition", "a position");

internal sealed class EndBackgroundInputType() : EndHeldInputType("HeldBackground", "a circumstance");

internal sealed record VoidHeldInput(string Id, string Reason);

/// <summary>The base of the inputs that take one thing back.</summary>
internal abstract class VoidHeldInputType : InputType<VoidHeldInput>
{
    protected VoidHeldInputType(string node, string what)
        : base($"Why {what} was a mistake.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Which one.").OfNode(node);
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class VoidMembershipInputType() : VoidHeldInputType("Membership", "a membership");

internal sealed class VoidCategoryInputType() : VoidHeldInputType("HeldCategory", "a category");

internal sealed class VoidPositionInputType() : VoidHeldInputType("HeldPosition", "a position");

internal sealed class VoidBackgroundInputType() : VoidHeldInputType("HeldBackground", "a circumstance");

internal sealed class VoidLeaveInputType() : VoidHeldInputType("Leave", "a leave");

internal sealed class VoidWaiverInputType() : VoidHeldInputType("HeldWaiver", "a relief");

internal sealed class VoidSkillInputType() : VoidHeldInputType("RecordedSkill", "a skill");
