using GraphQL.Types;

namespace ELearning.Api;

internal sealed record ReverseCreditInput(string CreditId, string Reason);

internal sealed class ReverseCreditInputType : InputType<ReverseCreditInput>
{
    public ReverseCreditInputType()
        : base("Which credit to reverse, and why.")
    {
        Field<NonNullGraphType<IdGraphType>>("creditId").Description("The credit.").OfNode("Credit");
        Field(x => x.Reason).Description("Why; kept with the reversal.");
    }
}
