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
        this.FreshFor(FieldFreshness.Catalogue);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("parent")
            .Description("The organisation above; null at the top.")
            .Resolve(ctx => ctx.Source.ParentId is { } parent ? ctx.Loader<OrganisationLoader>().LoadAsync(parent) : LoaderResults.Ready<Organisation?>(null));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<OrganisationType>>>, IDataLoaderResult<IEnumerable<Organisation>>>("children")
            .Description("The organisations right below that exist for the caller.")
            .Entries(20)
            .Resolve(ctx => ctx.Loader<ChildOrganisationLoader>().LoadAsync(ctx.Source.Id).Then(children => (children ?? []).Where(ctx.Rights().SeesBelow)));
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
