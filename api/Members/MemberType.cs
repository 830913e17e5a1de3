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
        Held<HeldCategoryType, HeldCategory>("categories", "Every category with its days.", member => member.Categories, held => held.Voided);
        Held<HeldPositionType, HeldPosition>("positions", "Every position with its days.", member => member.Positions, held => held.Voided);
        Held<MembershipType, Membership>(
            "memberships",
            "Every membership with its days; floating members hold two at a time.",
            member => member.Memberships,
            held => held.Voided
        );
        Held<HeldBackgroundType, HeldBackground>(
            "backgrounds",
            "Circumstances beside the category that the policy addresses, with their days.",
            member => member.Backgrounds,
            held => held.Voided
        );
        Held<RecordedSkillType, RecordedSkill>("skills", "Skills mastered and recorded: outcomes, not hours.", member => member.Skills, held => held.Voided);
        Held<LeaveType, Leave>(
            "leaves",
            "Days away with leave: told beside the standing, they change no figure.",
            member => member.Leaves,
            held => held.Voided
        );
        Held<HeldWaiverType, Waiver>("waivers", "Figures of which the member was relieved.", member => member.Waivers, held => held.Voided);
        Field(x => x.RegisteredOn, nullable: true).Description("The day on which the member was first entered; null where an older release did not keep it.");
        Field<NonNullGraphType<EnumerationGraphType<MemberStatus>>>("status")
            .Description("Whether the member is one today.")
            .Resolve(ctx => ctx.Source.HasLeftBy(ctx.Rights().Today) ? MemberStatus.Left : MemberStatus.Active);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<DepartureType>>>>("departures")
            .Description("The times the member left, oldest first.")
            .From(source => source.Departures);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RegisterChangeType>>>>("history")
            .Description("What was changed in the record since the registration, oldest first.")
            .From(source => source.History);
        Connection<RegisterChangeType>("historyPage", "The same a page at a time, newest first.")
            .ResolveBatch((ctx, list) => LoaderResults.Ready(NumberedPages.Of(ctx.Source.History, list.Page)));
        Connection<CorrectionRequestType>("correctionRequests", "What the member said is wrong in the record, newest first.")
            .ResolveBatch((ctx, list) => ctx.Loader<MemberCorrectionLoader>().LoadAsync(ctx.Source.Id, list.Page));
        Connection<NotificationType>("notifications", "What the member was told of, newest first; empty for everybody else.")
            .ResolveBatch(
                (ctx, list) =>
                    ctx.Rights().IsSelf(ctx.Source.Id)
                        ? ctx.Loader<NotificationLoader>().LoadAsync(ctx.Source.Id, list.Page)
                        : LoaderResults.Ready(Pages.Empty<Notification>())
            );
        Field<NonNullGraphType<IntGraphType>>("unreadNotifications")
            .Description($"How many of them the member has not read, at most {Notifications.MostUnread}; 0 for everybody else.")
            .Cost(FieldCosts.OfAccess)
            .ResolveAsync(async ctx =>
                ctx.Rights().IsSelf(ctx.Source.Id) ? (int)await ctx.Service<Notifications>().CountUnreadAsync(ctx.Source.Id, ctx.CancellationToken) : 0
            );
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
        Field<NonNullGraphType<CreditTotalType>, IDataLoaderResult<CreditTotal?>>("creditsTotal")
            .Description("What the ledger has for a year in all, reversals taken off.")
            .YearArgument("The year asked for.")
            .Cost(FieldCosts.OfAccess)
            .Resolve(ctx => ctx.Loader<CreditTotalLoader>().LoadAsync((ctx.Source.Id, ctx.GetArgument<int>("year"))));
        Field<LedgerHeadType, IDataLoaderResult<Credit?>>("ledgerHead")
            .Description("The head of the ledger's chain of hashes; null while the ledger is empty.")
            .Cost(FieldCosts.OfAccess)
            .Resolve(ctx =>
                ctx.Loader<MemberCreditLoader>()
                    .LoadAsync(ctx.Source.Id, year: null, new PageRequest(Limit: 1))
                    .Then(page => page.Edges.Select(edge => edge.Node).FirstOrDefault())
            );
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
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<UnfinishedChapterType>>>>("continueWatching")
            .Description(
                "What the member may go on with: one row a chapter that was opened this year and is not wholly counted, or whose session is open, studied last "
                    + $"first. Of the {Bookmarks.LookedThrough} courseware studied last; chapters that are published no more, or with other media, are left "
                    + "out. Empty for everybody else."
            )
            .FirstArgument("How many", Bookmarks.MostUnfinished, Bookmarks.DefaultUnfinished)
            .Cost(3)
            .EntriesAsIn("first", Bookmarks.DefaultUnfinished)
            .ResolveAsync(async ctx =>
                ctx.Rights().IsSelf(ctx.Source.Id)
                    ? await ctx.Service<Bookmarks>()
                        .UnfinishedAsync(ctx.Source.Id, ctx.GetArgument<int?>("first") ?? Bookmarks.DefaultUnfinished, ctx.CancellationToken)
                    : []
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

    private void Held<TType, T>(string name, string description, Func<Member, IReadOnlyList<T>> list, Func<T, Voiding?> voided)
        where TType : ObjectType<HeldBy<T>> =>
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TType>>>>(name)
            .Description(description)
            .Argument<BooleanGraphType>("voided", "Also what was entered by mistake and taken back.", argument => argument.DefaultValue = false)
            .Resolve(ctx => HeldBy<T>.All(ctx.Source, list(ctx.Source), voided, ctx.GetArgument<bool>("voided")).ToList());
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
