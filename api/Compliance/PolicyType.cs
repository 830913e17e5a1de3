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
        Field<PeriodType>("planned")
            .Description("The years it was made for; null where it says none. Its figures continue until another policy is entered.")
            .From(source => source.Planned);
        Field(x => x.LargestClaimHours).Description("The most 学时 of one claim.");
        Field(x => x.DailyTrainingHours).Description("The most 学时 of one day over a member's claims and activities; online time has a ceiling of its own.");
        Field(x => x.OnceAtLeastHours).Description("How many 学时 of one class or claim make a training where times are counted, reversals taken off.");
        Field<NonNullGraphType<IntGraphType>>("dailyOnlineSeconds")
            .Description("The most online time counted of a member in a day.")
            .From(source => (int)source.Study.DailyCeiling.TotalSeconds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("outsideCategories")
            .Description("Whoever holds one of these for more than half of a window is outside the plan's target; empty where nobody is.")
            .From(source => source.Outside?.Categories ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("outsideRuleIds")
            .Description("The rules that a category of theirs would give, and that are not listed for them; what a post gives stays.")
            .From(source => source.Outside?.Rules ?? []);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PolicyRuleType>>>>("rules")
            .Description("The rules about members.")
            .Entries(20)
            .From(source => source.Rules.Select(rule => new RuleOf(source, rule)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DutyRuleType>>>>("duties")
            .Description("The duties of organisations, never evaluated on members.")
            .Entries(20)
            .From(source => source.Duties);
    }
}

/// <summary>A rule with its policy: the two make its id.</summary>
internal sealed record RuleOf(Policy Policy, PolicyRule Rule)
{
    public string Id => $"{Policy.Id}/{Rule.Id}";
}

internal sealed class PolicyRuleType : ObjectType<RuleOf>
{
    public PolicyRuleType()
        : base("A rule of a policy about members. It addresses who has one of the categories, backgrounds or posts; with none of them given, everybody.")
    {
        Node(rule => rule.Id, (ctx, id) => LoaderResults.Ready(ctx.Rights().MayAny(Rights.OneMember) ? Find(ctx.Service<PolicyLibrary>(), id) : null));
        Field<NonNullGraphType<StringGraphType>>("ruleId").Description("Row of the policy: `R1`, `P2.once`.").From(source => source.Rule.Id);
        Field<NonNullGraphType<StringGraphType>>("clause").Description("Section and item of the source text: `一.3`.").From(source => source.Rule.Clause);
        Field<NonNullGraphType<StringGraphType>>("title")
            .Description("What the rule is about, in the language asked for.")
            .From(source => BilingualTexts.Choose(source.Rule.Title));
        Field<NonNullGraphType<StringGraphType>>("organiser")
            .Description("Who organises the training, in the words of the source.")
            .From(source => BilingualTexts.Choose(source.Rule.Organiser));
        Field<NonNullGraphType<EnumerationGraphType<RuleStrength>>>("strength").Description("How binding the rule is.").From(source => source.Rule.Strength);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("categories")
            .Description("Who by category.")
            .From(source => source.Rule.Categories);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberBackground>>>>>("backgrounds")
            .Description("Who by background.")
            .From(source => source.Rule.Backgrounds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberPosition>>>>>("positions")
            .Description("Who by post.")
            .From(source => source.Rule.Positions);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("sectors")
            .Description("Of which sectors the organisation must be in which such a post is held; empty for any.")
            .From(source => source.Rule.Sectors);
        Field<IntGraphType>("hours").Description("学时 asked for; null where the text gives no figure in hours.").From(source => source.Rule.Hours);
        Field<IntGraphType>("leaderHours")
            .Description("学时 asked of leaders instead; null where they have no figure of their own.")
            .From(source => source.Rule.LeaderHours);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberPosition>>>>>("leaderPositions")
            .Description("Posts that make a leader, in an organisation of the rule's categories; in one without sector for who has such a category.")
            .From(source => source.Rule.LeaderPositions);
        Field<IntGraphType>("times").Description("How many trainings are asked for; null where the rule counts hours.").From(source => source.Rule.Times);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<CreditForm>>>>>("eligibleForms")
            .Description("Forms of training that may fill it.")
            .From(source => source.Rule.EligibleForms);
        Field<EnumerationGraphType<OrganisationLevel>>("venueAtLeast")
            .Description("The lowest level of venue or organiser that may fill it; null for any.")
            .From(source => source.Rule.VenueAtLeast);
        Field<IntGraphType>("onlineCeilingHours")
            .Description("The most 学时 that online study may fill of it; null for no ceiling.")
            .From(source => source.Rule.OnlineCeilingHours);
        Field<NonNullGraphType<EnumerationGraphType<RuleWindow>>>("window")
            .Description("The days in which it is to be reached.")
            .From(source => source.Rule.Window);
    }

    private static RuleOf? Find(PolicyLibrary policies, string id) =>
        policies.All.SelectMany(policy => policy.Rules.Select(rule => new RuleOf(policy, rule))).FirstOrDefault(rule => rule.Id == id);
}

internal sealed class DutyRuleType : ObjectType<DutyRule>
{
    public DutyRuleType()
        : base("A duty of organisations as the policy has it.")
    {
        Field<NonNullGraphType<StringGraphType>>("ruleId").Description("Row of the policy: `R1.once`, `M.meeting`.").From(source => source.Id);
        Field(x => x.Clause).Description("Section and item of the source text.");
        Field<NonNullGraphType<StringGraphType>>("title")
            .Description("What is to be done, in the language asked for.")
            .From(source => BilingualTexts.Choose(source.Title));
        Field(x => x.Strength).Description("How binding the duty is.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<OrganisationLevel>>>>>("levels")
            .Description("Of which levels; empty for all.")
            .From(source => source.Levels);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<MemberCategory>>>>>("sectors")
            .Description("Only where the organisation, or members below it, are of these; empty for any.")
            .From(source => source.Sectors);
    }
}
