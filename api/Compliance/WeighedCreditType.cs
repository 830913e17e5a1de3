using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class WeighedCreditType : ObjectType<WeighedCredit>
{
    public WeighedCreditType()
        : base("An entry of the ledger as an obligation counts it.")
    {
        Field<NonNullGraphType<CreditType>>("credit").Description("The entry.").From(source => source.Credit);
        Field<NonNullGraphType<BooleanGraphType>>("counted").Description("Whether any of it fills the rule.").From(source => source.CountedSeconds > 0);
        Field<NonNullGraphType<IntGraphType>>("countedSeconds")
            .Description("What of it fills the rule; 0 where it does not count.")
            .From(source => source.CountedSeconds);
        Field<NonNullGraphType<EnumerationGraphType<CreditWeight>>>("reason").Description("Why it counts or not.").From(source => source.Weight);
    }
}
