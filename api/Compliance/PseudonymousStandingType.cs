using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class PseudonymousStandingType : ObjectType<PseudonymousStanding>
{
    public PseudonymousStandingType()
        : base("How a member stands in a year, for a partner application that does not learn who it is.")
    {
        Field(x => x.Pseudonym).Description("32 hexadecimal digits: for one application always the same, for each application others.");
        Field<NonNullGraphType<IntGraphType>>("year").Description("Calendar year, Asia/Shanghai.").From(source => source.Standing.Year);
        Field<NonNullGraphType<EnumerationGraphType<ComplianceStatus>>>("status")
            .Description("The worst of the rows that have a figure; NO_FIGURE where none has.")
            .From(source => source.Standing.Status);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RuleStatusType>>>>("rules")
            .Description("Every rule that applies, without its figures: they would tell one member from another.")
            .Entries(10)
            .From(source => source.Standing.Obligations);
    }
}

internal sealed class RuleStatusType : ObjectType<Obligation>
{
    public RuleStatusType()
        : base("How a member stands under one rule of the policy.")
    {
        Field<NonNullGraphType<StringGraphType>>("ruleId").Description("Row of the policy: `R1`, `P2.once`.").From(source => source.Rule.Id);
        Field<NonNullGraphType<StringGraphType>>("clause").Description("Section and item of the source text: `一.3`.").From(source => source.Rule.Clause);
        Field(x => x.Status).Description("How the member stands under this rule.");
    }
}
