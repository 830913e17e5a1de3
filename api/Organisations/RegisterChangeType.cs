using ELearning.Content;

namespace ELearning.Api;

internal sealed class RegisterChangeType : ObjectType<RegisterChange>
{
    public RegisterChangeType()
        : base("One line of the history of an organisation, a member or a venue.")
    {
        Field(x => x.At).Description("When it was entered.");
        Field(x => x.By).Description("The token subject of who entered it.");
        Field(x => x.Act).Description("What was done.");
        Field(x => x.From, nullable: true).Description("The first day of what began, or the last day of what ended; null where it is of no day.");
        Field(x => x.Before, nullable: true).Description("What stood there before; null where there was nothing.");
        Field(x => x.After, nullable: true).Description("What stands there since; null where something only ended.");
        Field(x => x.Reason, nullable: true).Description("Why, in the words of who entered it; there wherever it reached back or took something back.");
    }
}

internal sealed class VoidingType : ObjectType<Voiding>
{
    public VoidingType()
        : base("Something was entered by mistake and taken back; it counts for nothing.")
    {
        Field(x => x.Reason).Description("Why.");
        Field(x => x.By).Description("The token subject of who took it back.");
        Field(x => x.At).Description("When.");
    }
}
