using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal static class PolicyQueries
{
    private const int LongestPolicy = 100_000;
    private const int MostChanges = 100;
    private const int UsualChanges = 20;

    public static void AddTo(Query query)
    {
        query
            .Field<NonNullGraphType<ListGraphType<NonNullGraphType<PolicyType>>>>("policies")
            .Description("The policies that are held, by their first day.")
            .Entries(2)
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Service<PolicyLibrary>().All);

        query
            .Field<PolicyType>("policy")
            .Description("The policy in force on the last day of a year, today where that is earlier; null for years before any.")
            .OptionalYearArgument("Calendar year; this year when left out.")
            .RequireRole(Rights.OneMember)
            .Resolve(ctx => ctx.Service<PolicyLibrary>().InForceIn(ctx.GetArgument<int?>("year") ?? ctx.Rights().Today.Year, ctx.Rights().Today));

        query
            .Field<PolicyTrialType>("policyDraft")
            .Description(
                "Tries a changed policy on the members of an organisation below the caller's grants beside the policy in force, without entering it; null "
                    + $"outside the grants. Besides its weight it costs one for every {ReportPrice.MembersForOne} members to be read."
            )
            .Argument<NonNullGraphType<StringGraphType>>("policy", $"The whole policy as its file would be: JSON of at most {LongestPolicy} characters.")
            .IdArgument("organisationId", "Organisation", "Whose members.")
            .YearArgument("Calendar year.")
            .FirstArgument("How many members whose status differs are named", MostChanges, UsualChanges)
            .Cost(50)
            .RequireRole(Rights.Registry)
            .ResolveAsync(async ctx => await TryAsync(ctx));
    }

    private static async Task<PolicyTrial?> TryAsync(IResolveFieldContext context)
    {
        var json = context.GetArgument<string>("policy");
        if (json.Length > LongestPolicy)
            throw ContentError.Invalid("policy", InputFault.TooLong, LongestPolicy);
        var id = context.GetArgument<string>("organisationId");
        var organisation = (await context.Service<OrganisationTree>().FindAsync([id], context.CancellationToken)).GetValueOrDefault(id);
        if (organisation is null || !context.Rights().SeesReportsOf(organisation))
            return null;
        var year = context.GetArgument<int>("year");
        context
            .Service<WorkCharge>()
            .Pay(await context.Service<ReportDesk>().MembersToReadAsync([(id, year)], context.CancellationToken), ReportPrice.MembersForOne);
        var first = context.GetArgument<int?>("first") ?? UsualChanges;
        return await context.Service<ComplianceReview>().TryAsync(json, id, year, first, context.Rights().Sees, context.CancellationToken);
    }
}

internal sealed class PolicyTrialType : ObjectType<PolicyTrial>
{
    public PolicyTrialType()
        : base("A changed policy tried on real members: what it would change in their standings.")
    {
        Field<PolicyFaultType>("fault").Description("Why the text is no policy; then there is nothing else.").From(source => source.Fault);
        Field<PolicyType>("policy").Description("The changed policy as it was read.").From(source => source.Policy);
        Field<StatusCountsType>("before").Description("The standings under the policy in force.").From(source => source.Before);
        Field<StatusCountsType>("after").Description("The standings under the changed one.").From(source => source.After);
        Field(x => x.Changed).Description("How many members would have another status.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StandingChangeType>>>>("changes")
            .Description("The first of them.")
            .Entries(20)
            .From(source => source.Changes);
    }
}

internal sealed class PolicyFaultType : ObjectType<PolicyFault>
{
    public PolicyFaultType()
        : base("Why a text is no policy.")
    {
        Field(x => x.Line).Description("On which line, from 1.");
        Field(x => x.Reason).Description("What is wrong, in the words of the reader.");
    }
}

internal sealed class StatusCountsType : ObjectType<StatusCounts>
{
    public StatusCountsType()
        : base("Members by status.") => this.AddCounts(counts => counts);
}

internal sealed class StandingChangeType : ObjectType<StandingChange>
{
    public StandingChangeType()
        : base("A member whose status would be another one.")
    {
        Field<MemberType, IDataLoaderResult<Member?>>("member").Description("Who.").Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field(x => x.Before).Description("Under the policy in force.");
        Field(x => x.After).Description("Under the changed one.");
    }
}
