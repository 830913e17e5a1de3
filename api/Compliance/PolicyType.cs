using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class PolicyType : ObjectType<Policy>
{
    public PolicyType()
        : base("A training policy: the dated data that every figure rests on.")
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("The policy's own name: `quanzhou-2010`.").From(source => source.Id);
        Field(x => x.Version).Description("Version of its data, from 1.");
        Field<NonNullGraphType<StringGraphType>>("title").Description("Title, in the language asked for.").From(source => BilingualTexts.Choose(source.Title));
        Field(x => x.SecondsPerHour).Description("Length of one 学时 in seconds.");
        Field<NonNullGraphType<PeriodType>>("inForce").Description("The days on which it holds.").From(source => source.InForce);
    }
}
