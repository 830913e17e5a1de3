using ELearning.Content;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class MemberType : ObjectType<Member>
{
    public MemberType()
        : base("A party member (党员).")
    {
        Node(member => member.Id, (ctx, id) => ctx.Loader<MemberLoader>().LoadAsync(id));
        Field(x => x.Number).Description("Member number (党员编号).");
        Field(x => x.Name).Description("Name.");
        Field<StringGraphType>("identity")
            .Description("The token subject the member signs in with; null until linked, and for callers who do not keep the register.")
            .Resolve(ctx => ctx.Rights().Keeps(ctx.Source) ? ctx.Source.Identity : null);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<IdentityLinkType>>>>("identityLinks")
            .Description(
                "When and by whom sign-ins were linked to the member, oldest first; at most 100. More than one's own first means that somebody else "
                    + "could act as the member, or can."
            )
            .From(source => source.IdentityLinks);
        Field(x => x.AdmittedOn).Description("Admission as probationary member.");
        Field<NonNullGraphType<EnumerationGraphType<MemberCategory>>>("category")
            .Description("The main category today.")
            .Resolve(ctx => ctx.Source.CategoryOn(ctx.Rights().Today));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<HeldCategoryType>>>>("categories")
            .Description("Every category with its days.")
            .From(source => source.Categories);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<HeldPositionType>>>>("positions")
            .Description("Every position with its days.")
            .From(source => source.Positions);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<MembershipType>>>>("memberships")
            .Description("Every membership with its days; floating members hold two at a time.")
            .From(source => source.Memberships);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("The home organisation today.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.MembershipOn(ctx.Rights().Today).OrganisationId));
        Field<NonNullGraphType<ComplianceStandingType>, IDataLoaderResult<Standing?>>("compliance")
            .Description("Where the member stands in a year under the policy in force.")
            .YearArgument("The year asked for.")
            .Cost(FieldCosts.OfAccess)
            .Resolve(ctx => ctx.Loader<StandingLoader>().LoadAsync(ctx.Source, ctx.GetArgument<int>("year")));
        Connection<CreditType>("credits", "The member's ledger of training hours, newest first.")
            .OptionalYearArgument("Only what counts in this year.")
            .ResolveBatch((ctx, list) => ctx.Loader<MemberCreditLoader>().LoadAsync(ctx.Source.Id, ctx.GetArgument<int?>("year"), list.Page));
        Connection<StudySessionType>(
                "studySessions",
                "The member's study sessions, newest first; empty for an administrator of an organisation, since they are the member's own."
            )
            .ResolveBatch(
                (ctx, list) =>
                    ctx.Rights().SeesSessionsOf(ctx.Source)
                        ? ctx.Loader<MemberSessionLoader>().LoadAsync(ctx.Source.Id, list.Page)
                        : LoaderResults.Ready(Pages.Empty<StudySession>())
            );
        Connection<StudyLogEntryType>(
                "studyLog",
                "What the member's study counted and why the rest did not, one entry per session, newest first; empty for an administrator of an "
                    + "organisation, since it is the member's own."
            )
            .ResolveBatch(
                (ctx, list) =>
                    ctx.Rights().SeesSessionsOf(ctx.Source)
                        ? ctx.Loader<MemberSessionLoader>().LoadAsync(ctx.Source.Id, list.Page).Then(page => page.Select(session => new StudyLogEntry(session)))
                        : LoaderResults.Ready(Pages.Empty<StudyLogEntry>())
            );
        Connection<CreditClaimType>("claims", "Hours claimed for the member, newest first.")
            .ResolveBatch((ctx, list) => ctx.Loader<MemberClaimLoader>().LoadAsync(ctx.Source.Id, list.Page));
    }
}

internal sealed class IdentityLinkType : ObjectType<IdentityLink>
{
    public IdentityLinkType()
        : base("A sign-in that was linked to a member. Which one is not kept.")
    {
        Field(x => x.LinkedAt).Description("When.");
        Field(x => x.LinkedBy).Description("The token subject of who linked it.");
        Field(x => x.Reason, nullable: true).Description("Why it took the place of the one before; null for the first.");
    }
}

internal sealed class HeldCategoryType : ObjectType<HeldCategory>
{
    public HeldCategoryType()
        : base("A category held for a time.")
    {
        Field(x => x.Category).Description("The category.");
        Field(x => x.Main).Description("Whether it is the main one.");
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Period.To);
    }
}

internal sealed class HeldPositionType : ObjectType<HeldPosition>
{
    public HeldPositionType()
        : base("A position held at an organisation for a time.")
    {
        Field(x => x.Position).Description("The position.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Where it is held.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Period.To);
    }
}

internal sealed class MembershipType : ObjectType<Membership>
{
    public MembershipType()
        : base("A membership in an organisation for a time.")
    {
        Field(x => x.Kind).Description("Home, or receiving a floating member.");
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("The organisation.")
            .Resolve(ctx => ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.OrganisationId));
        Field<NonNullGraphType<DateScalar>>("from").Description("First day.").From(source => source.Period.From);
        Field<DateScalar>("to").Description("Last day; null while it has none.").From(source => source.Period.To);
    }
}
