using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class OrganisationType : ObjectType<Organisation>
{
    public OrganisationType()
        : base("A party organisation (党组织), from the province down to the branch.")
    {
        Node(organisation => organisation.Id, (ctx, id) => ctx.Loader<VisibleOrganisationLoader>().LoadAsync(id));
        Field<NonNullGraphType<StringGraphType>>("code").Description("The organisation's code.").From(source => source.Id);
        Field(x => x.Name).Description("Name.");
        Field(x => x.Level).Description("Administrative level.");
        Field(x => x.Sector, nullable: true).Description("What its members mainly are; null where it is mixed.");
        // What the catalogue and the teacher pool name it by.
        this.FreshFor(Freshness.Catalogue);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("parent")
            .Description("The organisation above; null at the top.")
            .Resolve(ctx => ctx.Source.ParentId is { } parent ? ctx.Loader<OrganisationLoader>().LoadAsync(parent) : LoaderResults.Ready<Organisation?>(null));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IEnumerable<Organisation>>>("children")
            .Description("The organisations right below that exist for the caller.")
            .Entries(20)
            .Resolve(ctx => ctx.Loader<ChildOrganisationLoader>().LoadAsync(ctx.Source.Id).Then(children => (children ?? []).Where(ctx.Rights().SeesBelow)));
        Connection<OrganisationType>("childrenPage", "The organisations right below that exist for the caller, a page at a time, by code.")
            .ResolveBatch((ctx, list) => ctx.Loader<ChildOrganisationPageLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IReadOnlyList<Organisation>>>("ancestors")
            .Description("The organisations above, from the top down; empty at the top.")
            .Entries(5)
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadManyAsync(ctx.Source.Lineage.SkipLast(1)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EarlierParentType>>>>("earlierParents")
            .Description("Below which it stood before, oldest first.")
            .From(source => source.EarlierParents);
        Field<MoveAheadType, OrganisationMove?>("moveAhead")
            .Description("Where it goes from a day to come; null where no move is ahead, and outside the caller's grants.")
            .RequireRole(Rights.Registry)
            .ResolveAsync(async ctx =>
                ctx.Rights().SeesReportsOf(ctx.Source) ? await ctx.Service<MoveBook>().AheadAsync(ctx.Source.Id, ctx.CancellationToken) : null
            );
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("trainingOrganiser")
            .Description(
                "Who organises its members' training where the policy leaves it to the organiser (R5): the nearest township, itself or above, unless set."
            )
            .Resolve(ctx =>
                ctx.Source.TrainingOrganiserId is { } set
                    ? ctx.Loader<OrganisationLoader>().LoadAsync(set)
                    : ctx.Loader<OrganisationLoader>().LoadManyAsync(ctx.Source.Lineage).Then(OrganisationTree.NearestTownship)
            );
        Field<NonNullGraphType<DateScalar>>("from").Description("Its first day.").From(source => source.Existence.From);
        Field<DateScalar>("to").Description("Its last day; null while it is open.").From(source => source.Existence.To);
        Field(x => x.RecordsFrom, nullable: true)
            .Description("From when on there are records of training here and below, as stated here; null: as the organisation above says.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("successor")
            .Description("Who took over when it was closed; null while it is open, and where there was nobody left.")
            .Resolve(ctx => ctx.Source.SuccessorId is { } next ? ctx.Loader<OrganisationLoader>().LoadAsync(next) : LoaderResults.Ready<Organisation?>(null));
        Field<ListGraphType<NonNullGraphType<RegisterChangeType>>>("history")
            .Description("What was changed since it was entered, oldest first; null outside the caller's grants.")
            .RequireRole(Rights.Registry)
            .Resolve(ctx => ctx.Rights().SeesReportsOf(ctx.Source) ? ctx.Source.History : null);
        Connection<RegisterChangeType>("historyPage", "The same a page at a time, newest first; none outside the caller's grants.")
            .RequireRole(Rights.Registry)
            .ResolveBatch(
                (ctx, list) =>
                    LoaderResults.Ready(
                        ctx.Rights().SeesReportsOf(ctx.Source) ? NumberedPages.Of(ctx.Source.History, list.Page) : Pages.Empty<RegisterChange>()
                    )
            );
        Connection<TeacherType>(
                "teachers",
                "The teachers that this very organisation recommended and engages, by name: active ones; all for who keeps the pool or sees drafts there."
            )
            .RequireRole(Rights.TeacherPool)
            .ResolveBatch((ctx, list) => ctx.Loader<OrganisationTeacherLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Connection<VenueType>("venues", "The venues that this very organisation keeps, by name.")
            .RequireRole(Rights.Venues)
            .ResolveBatch((ctx, list) => ctx.Loader<OrganisationVenueLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Connection<GrantType>("grants", "The rights given at this very organisation, the latest first; none outside the caller's grants.")
            .RequireRole(Rights.Registry)
            .ResolveBatch(
                (ctx, list) =>
                    ctx.Rights().SeesReportsOf(ctx.Source)
                        ? ctx.Loader<OrganisationGrantLoader>().LoadAsync(ctx.Source.Id, list.Page)
                        : LoaderResults.Ready(Pages.Empty<Grant>())
            );
        Field<ComplianceReportType, IDataLoaderResult<ComplianceReport?>>("complianceReport")
            .Description(
                "The standings of the whole subtree in a year; null outside the caller's grants. It is drawn up from the ledgers of all members below "
                    + "and kept for a minute, see `asOf`. "
                    + $"Besides its weight it costs one for every {ReportPrice.MembersForOne} members to be read, charged before it is drawn up; what "
                    + $"was kept costs no more."
            )
            .YearArgument("The year asked for.")
            .Cost(50)
            .RequireRole(Rights.Registry)
            .Resolve(ctx =>
                ctx.Rights().SeesReportsOf(ctx.Source)
                    ? ctx.Loader<ComplianceReportLoader>().LoadAsync((ctx.Source.Id, ctx.GetArgument<int>("year")))
                    : LoaderResults.Ready<ComplianceReport?>(null)
            );
    }
}

internal sealed class EarlierParentType : ObjectType<EarlierParent>
{
    public EarlierParentType()
        : base("Below which an organisation stood for a time.")
    {
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("parent")
            .Description("The organisation above at that time.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.ParentId));
        Field<NonNullGraphType<PeriodType>>("period").Description("First and last day of it.").From(source => source.Period);
    }
}

internal sealed class MoveAheadType : ObjectType<OrganisationMove>
{
    public MoveAheadType()
        : base("A move of an organisation that is still ahead.")
    {
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("parent")
            .Description("Below which it goes.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.ToId));
        Field<NonNullGraphType<DateScalar>>("from").Description("Its first day there.").From(source => source.Day);
        Field<NonNullGraphType<StringGraphType>>("reason").Description("Why, in the words of who entered it.").From(source => source.Reason);
    }
}
