using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal static class VenueLimits
{
    public const int Equipment = 20;
}

internal sealed class EnterVenueInputType : InputType<EnterVenue>
{
    public EnterVenueInputType()
        : base("A venue to enter.")
    {
        Field<NonNullGraphType<IdGraphType>>("organisationId").Description("The organisation that keeps it.").OfNode("Organisation");
        Field(x => x.Name).Description("Its name, 1 to 100 characters.");
        Field(x => x.Kind).Description("What it is.");
        Field(x => x.Level).Description("For whom it is kept.");
        Field(x => x.Capacity).Description("How many people it seats, 1 to 100,000.");
        Field(x => x.Address).Description("Where it is, 1 to 200 characters.");
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("equipment")
            .Description($"What it is equipped with: at most {VenueLimits.Equipment} texts of 1 to 50 characters.");
        Field(x => x.OpenedOn, nullable: true).Description("Its first day, from 1921-01-01, not after today; left out for today.");
        Field(x => x.IdempotencyKey, nullable: true)
            .Description("1 to 100 visible ASCII characters: the same input under the same key is entered once; other input is IdempotencyKeyReusedError.");
    }
}

internal sealed class EditVenueInputType : InputType<EditVenue>
{
    public EditVenueInputType()
        : base("Other particulars of a venue; what is left out stays.")
    {
        Field<NonNullGraphType<IdGraphType>>("venueId").Description("Which venue.").OfNode("Venue");
        Field(x => x.ExpectedVersion).Description("The version that was looked at; another one is ConflictError.");
        Field(x => x.Name, nullable: true).Description("Its name, 1 to 100 characters.");
        Field(x => x.Kind, nullable: true).Description("What it is; one with a recognition stays a DEMONSTRATION_BASE.");
        Field(x => x.Level, nullable: true).Description("For whom it is kept.");
        Field(x => x.Capacity, nullable: true).Description("How many people it seats, 1 to 100,000.");
        Field(x => x.Address, nullable: true).Description("Where it is, 1 to 200 characters.");
        Field<ListGraphType<NonNullGraphType<StringGraphType>>>("equipment")
            .Description($"All that it is equipped with: at most {VenueLimits.Equipment} texts of 1 to 50 characters.");
        Field(x => x.Reason, nullable: true).Description("Why, 1 to 200 characters.");
    }
}

internal sealed class CloseVenueInputType : InputType<CloseVenue>
{
    public CloseVenueInputType()
        : base("Which venue is closed when.")
    {
        Field<NonNullGraphType<IdGraphType>>("venueId").Description("Which venue.").OfNode("Venue");
        Field(x => x.On).Description("Its last day, not after today.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed class RecogniseBaseInputType : InputType<RecogniseBase>
{
    public RecogniseBaseInputType()
        : base("As what a demonstration base is recognised.")
    {
        Field<NonNullGraphType<IdGraphType>>("venueId").Description("Which venue: an open DEMONSTRATION_BASE.").OfNode("Venue");
        Field(x => x.Level).Description("By whom. One that is recognised at this level already in that time is not recognised again.");
        Field(x => x.From).Description("First day of it: not before the venue was opened, not after today.");
        Field(x => x.Authority).Description("Who recognised it: the organisation, and the number of the paper, 1 to 200 characters.");
    }
}

internal sealed record WithdrawBaseInput(string Id, DateOnly On, string Reason);

internal sealed class WithdrawBaseInputType : InputType<WithdrawBaseInput>
{
    public WithdrawBaseInputType()
        : base("Which recognition ends when.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Which recognition.").OfNode("BaseRecognition");
        Field(x => x.On).Description("Its last day, not after today.");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}

internal sealed record VoidRecognitionInput(string Id, string Reason);

internal sealed class VoidRecognitionInputType : InputType<VoidRecognitionInput>
{
    public VoidRecognitionInputType()
        : base("Which recognition was entered by mistake.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Which recognition.").OfNode("BaseRecognition");
        Field(x => x.Reason).Description("Why, 1 to 500 characters.");
    }
}
