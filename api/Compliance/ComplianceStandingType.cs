using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class ComplianceStandingType : ObjectType<Standing>
{
    public ComplianceStandingType()
        : base("Where a member stands in a year: the worst of the rows that have a figure.")
    {
        Field(x => x.Year).Description("Calendar year, Asia/Shanghai.");
        Field(x => x.Status).Description("The worst of the rows that have a figure; NO_FIGURE where none has.");
        Field<PolicyType>("policy").Description("The policy in force in that year; null for years before any that is held.").From(source => source.Policy);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ComplianceObligationType>>>>("obligations")
            .Description("Every rule that applies, each evaluated on its own.")
            .Entries(10)
            .From(source => source.Policy is not null ? source.Obligations.Select(row => new EvaluatedRule(row, source)) : []);
        Field<NonNullGraphType<BooleanGraphType>>("policyContinued")
            .Description("Whether the years that the policy was planned for are over, and its figures go on because no successor has been entered.")
            .From(source => source.IsContinued);
        Field<DateScalar>("recordsFrom")
            .Description("The first day of the records about the member; null where none is stated. What began before and is not met is NOT_RECORDED.")
            .From(source => source.RecordsFrom);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<LeaveType>>>>("leaves")
            .Description("The days of leave in the year: told here, they change no figure.")
            .Entries(1)
            .From(source =>
                source
                    .Basis.Member.Leaves.Select((leave, place) => new HeldBy<Leave>(source.Basis.Member, place, leave))
                    .Where(held => held.Value.Voided is null && held.Value.Period.Overlaps(DatePeriod.Year(source.Year)))
            );
    }
}

/// <summary>An obligation with its standing: the policy, whose length of a 学时 shows its hours, and the ledger that it was judged by.</summary>
internal sealed record EvaluatedRule(Obligation Row, Standing Standing)
{
    private IReadOnlyList<WeighedCredit>? _weighed;

    public Policy Policy => Standing.Policy!;

    /// <summary>What counted and what did not: weighed once, however many fields ask.</summary>
    public IReadOnlyList<WeighedCredit> Weighed => _weighed ??= Standing.Weigh(Row);

    public decimal? Hours(long? seconds) => seconds is { } known ? TrainingHours.Of(known, Policy.SecondsPerHour) : null;
}

internal sealed class ComplianceObligationType : ObjectType<EvaluatedRule>
{
    private const int MostCredits = 500;
    private const int UsualCredits = 20;

    public ComplianceObligationType()
        : base("One rule of the policy, evaluated for one member and year. Seconds decide; hours are for display.")
    {
        Field<NonNullGraphType<StringGraphType>>("ruleId").Description("Row of the policy: `R1`, `P2.once`.").From(source => source.Row.Rule.Id);
        Field<NonNullGraphType<StringGraphType>>("clause").Description("Section and item of the source text: `一.3`.").From(source => source.Row.Rule.Clause);
        Field<NonNullGraphType<StringGraphType>>("title")
            .Description("What the rule is about, in the language asked for.")
            .From(source => BilingualTexts.Choose(source.Row.Rule.Title));
        Field<NonNullGraphType<EnumerationGraphType<RuleStrength>>>("strength")
            .Description("How binding the rule is.")
            .From(source => source.Row.Rule.Strength);
        Field<NonNullGraphType<EnumerationGraphType<ComplianceStatus>>>("status")
            .Description("How the member stands under this rule.")
            .From(source => source.Row.Status);
        Field<NonNullGraphType<BooleanGraphType>>("leaderTier").Description("Whether the leaders' figure applies.").From(source => source.Row.LeaderTier);
        Hours("requiredHours", "学时 asked for; null where the rule has no figure in hours.", row => row.RequiredSeconds);
        Field<NonNullGraphType<DecimalScalar>>("creditedHours")
            .Description("学时 that fill the rule. Rounded down to 0.1.")
            .From(source => source.Hours(source.Row.CreditedSeconds));
        Hours("missingHours", "学时 still missing; null where the rule has no figure in hours.", row => row.MissingSeconds);
        Field<NonNullGraphType<LongScalar>>("creditedSeconds").Description("Exact seconds behind creditedHours.").From(source => source.Row.CreditedSeconds);
        Field<LongScalar>("requiredSeconds").Description("Exact seconds behind requiredHours.").From(source => source.Row.RequiredSeconds);
        Field<LongScalar>("missingSeconds").Description("Exact seconds behind missingHours.").From(source => source.Row.MissingSeconds);
        Field<IntGraphType>("requiredTimes")
            .Description("How many trainings are asked for; null where the rule counts hours.")
            .From(source => source.Row.RequiredTimes);
        Field<NonNullGraphType<IntGraphType>>("creditedTimes").Description("How many trainings fill the rule.").From(source => source.Row.CreditedTimes);
        Field<NonNullGraphType<PeriodType>>("window")
            .Description("The days in which the figure is to be reached; decided in the year in which it ends.")
            .From(source => source.Row.Window);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<CreditForm>>>>>("eligibleForms")
            .Description("Forms of training that may fill the rule.")
            .From(source => source.Row.Rule.EligibleForms);
        Field<NonNullGraphType<PolicyRuleType>>("rule")
            .Description("The rule as the policy has it: whom it addresses, what may fill it, who organises the training.")
            .From(source => new RuleOf(source.Policy, source.Row.Rule));
        Field<WaiverType>("waiver")
            .Description("Who was relieved of the figure by whom, and why; null where nobody was. The status is NO_FIGURE then.")
            .From(source => source.Row.Waiver);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WeighedCreditType>>>>("credits")
            .Description("The entries of the ledger that count here, and those of the year that do not, with the reason; the latest earned first.")
            .FirstArgument("How many", MostCredits, UsualCredits)
            .EntriesAsIn("first", UsualCredits)
            .Resolve(ctx => ctx.Source.Weighed.Take(ctx.GetArgument<int?>("first") ?? UsualCredits));
        Field<NonNullGraphType<IntGraphType>>("creditCount").Description("How many entries `credits` has in all.").From(source => source.Weighed.Count);
        Field<NonNullGraphType<StringGraphType>>("explanation")
            .Description("Why the row has its status, with the figures, the window and the clause, in the language asked for.")
            .From(source => ObligationTexts.Explain(source));
    }

    private void Hours(string name, string description, Func<Obligation, long?> seconds) =>
        Field<DecimalScalar>(name).Description($"{description} Rounded down to 0.1.").From(source => source.Hours(seconds(source.Row)));
}

internal sealed class PeriodType : ObjectType<DatePeriod>
{
    public PeriodType()
        : base("Days, both inclusive, in Asia/Shanghai.")
    {
        Field(x => x.From).Description("First day.");
        Field(x => x.To, nullable: true).Description("Last day; null while it has none.");
    }
}
