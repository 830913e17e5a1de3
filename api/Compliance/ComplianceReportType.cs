using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class ComplianceReportType : ObjectType<ComplianceReport>
{
    public ComplianceReportType()
        : base("The standings of an organisation's subtree in a year.")
    {
        Field(x => x.Year).Description("Calendar year, Asia/Shanghai.");
        Field(x => x.AsOf).Description("When it was drawn up: at most a minute ago, or longer by the time it took; what changed since is not in it.");
        this.AddCounts(report => report.Counts);
        Field<DecimalScalar>("creditedHours")
            .Description("学时 credited to the members in the year, rounded down to 0.1; null where no policy is in force.")
            .From(source => source.Policy is { } policy ? TrainingHours.Of(source.CreditedSeconds, policy.SecondsPerHour) : null);
        Field(x => x.CreditedSeconds).Description("Exact seconds behind creditedHours.");
        Field<PolicyType>("policy").Description("The policy in force in that year.").From(source => source.Policy);
        Field<NonNullGraphType<BooleanGraphType>>("policyContinued")
            .Description("Whether the years that the policy was planned for are over, and its figures go on because no successor has been entered.")
            .From(source => source.Policy?.IsContinuedIn(source.Year) == true);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CategoryCountsType>>>>("byCategory")
            .Description("The same by main category.")
            .Entries(10)
            .From(source => source.ByCategory);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DutyType>>>>("duties")
            .Description("Duties of the organisation itself.")
            .From(source => source.Duties);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ChildCountsType>>>>("children")
            .Description("The same for each organisation right below.")
            .Entries(20)
            .From(source => source.Children);
        Connection<ChildCountsType>("childrenPage", "The same a page at a time, by code.")
            .ResolveBatch(
                (ctx, list) =>
                    LoaderResults.Ready(
                        KeyedPages.Of(
                            [.. ctx.Source.Children.OrderBy(child => child.OrganisationId, StringComparer.Ordinal)],
                            child => child.OrganisationId,
                            list.Page
                        )
                    )
            );
    }
}

internal sealed class CategoryCountsType : ObjectType<CategoryCounts>
{
    public CategoryCountsType()
        : base("The standings of the members of one category.")
    {
        Field(x => x.Category).Description("Main category.");
        this.AddCounts(counts => counts.Counts);
    }
}

internal sealed class ChildCountsType : ObjectType<ChildCounts>
{
    public ChildCountsType()
        : base("The standings of the subtree of an organisation right below.")
    {
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("The organisation.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        this.AddCounts(counts => counts.Counts);
    }
}

internal sealed class DutyType : ObjectType<Duty>
{
    public DutyType()
        : base("A duty of the organisation itself, never of its members.")
    {
        Field<NonNullGraphType<StringGraphType>>("ruleId").Description("Row of the policy: `R1.once`, `M.meeting`.").From(source => source.Rule.Id);
        Field<NonNullGraphType<StringGraphType>>("clause").Description("Section and item of the source text.").From(source => source.Rule.Clause);
        Field<NonNullGraphType<StringGraphType>>("title")
            .Description("What is to be done, in the language asked for.")
            .From(source => BilingualTexts.Choose(source.Rule.Title));
        Field<NonNullGraphType<EnumerationGraphType<RuleStrength>>>("strength").Description("How binding the duty is.").From(source => source.Rule.Strength);
        Field(x => x.Status)
            .Description(
                "How it stands; NOT_RECORDED until the product records what it needs. B.bases is a minimum without a year: as of today in the report of every "
                    + "year, MET or OPEN and never MISSED, and NOT_RECORDED until a venue has been entered below."
            );
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DutyCountType>>>>("counted")
            .Description("What the status rests on; empty where nothing is counted.")
            .Entries(2)
            .From(source => source.Counted);
    }
}

internal sealed class DutyCountType : ObjectType<DutyCount>
{
    public DutyCountType()
        : base("How many of something there are, and how many a duty asks for.")
    {
        Field<NonNullGraphType<StringGraphType>>("what").Description("Of what, in the language asked for.").From(source => BilingualTexts.Choose(source.What));
        Field(x => x.Counted).Description("How many there are. A base counts at each level at which it is recognised today.");
        Field(x => x.Needed).Description("How many there must be at least.");
    }
}

/// <summary>What every table of standings can be read as.</summary>
internal sealed class StandingCountsInterface : InterfaceGraphType<object>
{
    public StandingCountsInterface()
    {
        Name = "StandingCounts";
        Description = "Members by status.";
        foreach (var (name, description, _) in CountFields.All)
        {
            Field<NonNullGraphType<IntGraphType>>(name).Description(description);
        }
    }
}

internal static class CountFields
{
    public static readonly IReadOnlyList<(string Name, string Description, Func<StatusCounts, int> Read)> All =
    [
        ("members", "Members; the six counts add up to this.", all => all.Members),
        ("compliant", "Members whose figures are met.", all => all.Compliant),
        ("onTrack", "Members with an unmet figure whose window has not ended.", all => all.OnTrack),
        ("belowNorm", "Members who missed a norm (一般不少于).", all => all.BelowNorm),
        ("nonCompliant", "Members who missed a hard figure (不少于、至少).", all => all.NonCompliant),
        ("noFigure", "Members for whom the policy gives no figure.", all => all.NoFigure),
        ("notRecorded", "Members with an unmet figure from before the records begin; nobody is blamed for it.", all => all.NotRecorded),
    ];

    public static void AddCounts<TSource>(this ObjectType<TSource> type, Func<TSource, StatusCounts> counts)
    {
        foreach (var (name, description, read) in All)
        {
            type.Field<NonNullGraphType<IntGraphType>>(name).Description(description).From(source => read(counts(source)));
        }
        type.Interface<StandingCountsInterface>();
    }
}
