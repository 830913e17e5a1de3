using GraphQL.Types;

namespace ELearning.GraphQL;

/// <summary>
/// The base of every input object; the record it fills has the same member names.
/// <code>
/// internal sealed class ReverseCreditInputType : InputType&lt;ReverseCreditInput&gt;
/// {
///     public ReverseCreditInputType() : base("What to reverse.")
///     {
///         Field&lt;NonNullGraphType&lt;IdGraphType&gt;&gt;("creditId").Description("The credit.").OfNode("Credit");
///         Field(x => x.Reason).Description("Why, 1 to 500 characters.");
///     }
/// }
/// internal sealed record ReverseCreditInput(string CreditId, string Reason);
/// </code>
/// Lists are written out (<c>Field&lt;NonNullGraphType&lt;ListGraphType&lt;NonNullGraphType&lt;X&gt;&gt;&gt;&gt;("segments")</c>): an expression would make
/// their items nullable. The GraphQL name is the class name without <c>Type</c>.
/// </summary>
public abstract class InputType<TInput> : InputObjectGraphType<TInput>
{
    protected InputType(string description) => Description = description;
}
