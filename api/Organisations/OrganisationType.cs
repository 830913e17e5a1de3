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
        Connection<OrganisationType>("childrenPage", "The organisations right below that exist for the caller, a page at a time, by name.")
            .ResolveBatch((ctx, list) => ctx.Loader<ChildOrganisationPageLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IReadOnlyList<Organisation>>>("ancestors")
            .Description("The organisations above, from the top down; empty at the top.")
            .Entries(5)
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadManyAsync(ctx.Source.Lineage.SkipLast(1)));
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
                "The teachers that this very organisation recommended and engages, by name: active ones; all for who sees drafts there."
            )
            .RequireRole(Rights.TeacherPool)
            .ResolveBatch((ctx, list) => ctx.Loader<OrganisationTeacherLoader>().LoadAsync(ctx.Source.Id, list.Page));
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
