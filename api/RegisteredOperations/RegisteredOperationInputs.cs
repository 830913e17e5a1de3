using GraphQL.Types;

namespace ELearning.Api;

internal sealed record RegisterOperationInput(string Document, string ClientName);

internal sealed class RegisterOperationInputType : InputType<RegisterOperationInput>
{
    public RegisterOperationInputType()
        : base("Which document to register for whom.")
    {
        Field(x => x.Document).Description("One operation with the fragments it uses, to the letter as its hash is made of it.");
        Field(x => x.ClientName).Description("The client that will send it, 1 to 100 characters.");
    }
}

internal sealed record RetireOperationInput(string OperationId);

internal sealed class RetireOperationInputType : InputType<RetireOperationInput>
{
    public RetireOperationInputType()
        : base("Which operation to retire.")
    {
        Field<NonNullGraphType<IdGraphType>>("operationId").Description("The registered operation.").OfNode("RegisteredOperation");
    }
}
