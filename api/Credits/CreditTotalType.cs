using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CreditTotalType : ObjectType<CreditTotal>
{
    public CreditTotalType()
        : base("What a member was credited in one year in all, reversals taken off.")
    {
        Field<NonNullGraphType<IntGraphType>>("seconds")
            .Description("Exact seconds; 0 where nothing was credited.")
            .From(source => checked((int)source.Seconds));
        Field<DecimalScalar>("hours")
            .Description(
                "学时 of these seconds by the policy in force on the year's last day, today where that is earlier, rounded down to 0.1; null where none is in "
                    + "force. The hours of single credits are each rounded down and may add up to less."
            )
            .From(source => source.Hours);
    }
}

internal sealed class LedgerHeadType : ObjectType<Credit>
{
    public LedgerHeadType()
        : base("The last entry of a member's ledger: its hash covers every entry before it, so on paper it tells whether anything was changed since.")
    {
        Field<NonNullGraphType<StringGraphType>>("hash").Description("SHA-256 in 64 lower-case hexadecimal digits.").From(source => source.Hash);
        Field<NonNullGraphType<IntGraphType>>("number")
            .Description("Running number of the entry, from 1 without gaps: how many entries there are.")
            .From(source => source.Number);
    }
}
