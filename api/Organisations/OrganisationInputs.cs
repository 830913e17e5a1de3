using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record CreateOrganisationInput(
    string Code,
    string Name,
    OrganisationLevel Level,
    string? ParentId,
    MemberCategory? Sector,
    DateOnly? EstablishedOn,
    DateOnly? RecordsFrom
);

internal sealed class CreateOrganisationInputType : InputType<CreateOrganisationInput>
{
    public CreateOrganisationInputType()
        : base("An organisation to enter.")
    {
        Field(x => x.Code).Description("Its code: 1 to 40 digits, letters or hyphens, unique, never used again. Full-width forms are read as plain ones.");
        Field(x => x.Name).Description("Its name, 1 to 100 characters.");
        Field(x => x.Level).Description("Its administrative level: below that of the organisation above; basic ones may stand below basic ones.");
        Field<IdGraphType>("parentId")
            .Description("The organisation right above; left out for a top, which only an Administrator enters.")
            .OfNode("Organisation");
        Field(x => x.Sector, nullable: true).Description("What its members mainly are; left out where it is mixed.");
        Field(x => x.EstablishedOn, nullable: true).Description("Its first day, from 1921-01-01; left out for today.");
        Field(x => x.RecordsFrom, nullable: true)
            .Description("From when on there are records of training, not after today; left out: as the parent's, for a top 1 January of this year.");
    }
}

internal sealed class RenameOrganisationInputType : InputType<RenameOrganisation>
{
    public RenameOrganisationInputType()
        : base("Another name for an organisation.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation.").OfNode("Organisation");
        Field(x => x.Name).Description("The new name, 1 to 100 characters.");
        Field(x => x.From).Description("First day of the new name: after that of the name before, not after today.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where it holds from before today.");
    }
}

internal sealed class ChangeSectorInputType : InputType<ChangeSector>
{
    public ChangeSectorInputType()
        : base("Another sector for an organisation, such as a village that became a community (村改居).")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation.").OfNode("Organisation");
        Field(x => x.Sector, nullable: true).Description("What its members mainly are from then on; left out where it is mixed.");
        Field(x => x.From).Description("First day of it: after that of the sector before, not after today. Categories of members stay as they are.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where it holds from before today.");
    }
}

internal sealed class SetRecordsFromInputType : InputType<SetRecordsFrom>
{
    public SetRecordsFromInputType()
        : base("From when on there are records of training at an organisation and below it.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation.").OfNode("Organisation");
        Field(x => x.From)
            .Description(
                "The first day, not after today: earlier once what was before has been entered; later only for who has the right at the level above, and "
                    + "never over a year that has ended."
            );
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class MoveOrganisationInputType : InputType<MoveOrganisation>
{
    public MoveOrganisationInputType()
        : base("Another place in the tree for an organisation with all below it.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation; a top of the tree stays one.").OfNode("Organisation");
        Field<NonNullGraphType<IdGraphType>>("parentId")
            .Description("Below which it goes: of a higher level (basic ones may go below basic ones), and not below itself.")
            .OfNode("Organisation");
        Field(x => x.From).Description("First day there: today or later, within a year, after the day of its last move.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class CancelMoveInputType : InputType<CancelMove>
{
    public CancelMoveInputType()
        : base("Which move that is ahead is called off.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The organisation that was to move.").OfNode("Organisation");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class SetTrainingOrganiserInputType : InputType<SetTrainingOrganiser>
{
    public SetTrainingOrganiserInputType()
        : base("Who organises the training of an organisation's members where the policy leaves it to the organiser (R5).")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation.").OfNode("Organisation");
        Field<IdGraphType>("trainingOrganiserId")
            .Description("The organiser: above the organisation or within the caller's grants; left out for the nearest township.")
            .OfNode("Organisation");
        Field(x => x.From).Description("First day of it: after that of the organiser before, not after today.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where it holds from before today.");
    }
}

internal sealed class CloseOrganisationInputType : InputType<CloseOrganisation>
{
    public CloseOrganisationInputType()
        : base("Which organisation is closed when, and who takes over.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("Which organisation.").OfNode("Organisation");
        Field(x => x.On).Description("Its last day, not after today.");
        Field<IdGraphType>("successorId").Description("Where its members and open drafts go the day after; left out where it has none.").OfNode("Organisation");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 500 characters; needed where the day is before today.");
    }
}
