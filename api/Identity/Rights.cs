using ELearning.Content;
using GraphQL;

namespace ELearning.Api;

/// <summary>
/// The table of rights of api/README.md, in one place. The role lists say who may name a field at all (without one of them: <c>FORBIDDEN</c>; Administrator may
/// always); the rest says which objects exist for this caller today (what does not, is null or <c>NotFoundError</c>).
/// </summary>
internal sealed record Rights(Caller Caller, DateOnly Today)
{
    /// <summary>Published courseware.</summary>
    public static readonly Role[] Catalogue =
    [
        Role.Member,
        Role.OrganisationAdmin,
        Role.PoolManager,
        Role.Editor,
        Role.Reviewer,
        Role.Auditor,
        Role.CatalogueRead,
    ];

    /// <summary>Drafts and media of a subtree: what is not published, and the history of what is.</summary>
    public static readonly Role[] Drafts = [Role.Editor, Role.Reviewer, Role.Auditor];

    /// <summary>Making drafts and publishing them, in a subtree.</summary>
    public static readonly Role[] Editing = [Role.Editor];

    /// <summary>Signing drafts off, in a subtree.</summary>
    public static readonly Role[] Reviewing = [Role.Reviewer];

    /// <summary>Active teachers, their public profile.</summary>
    public static readonly Role[] TeacherPool =
    [
        Role.Member,
        Role.OrganisationAdmin,
        Role.PoolManager,
        Role.Editor,
        Role.Reviewer,
        Role.Auditor,
        Role.TeachersRead,
    ];

    /// <summary>Keeping the teacher pool of a subtree, and answering what is offered to it.</summary>
    public static readonly Role[] Pooling = [Role.OrganisationAdmin, Role.PoolManager];

    /// <summary>The hours of a teacher: one's own, or in a subtree.</summary>
    public static readonly Role[] OwnOrPooling = [Role.Member, .. Pooling];

    /// <summary>The schedule of a teacher: one's own, or in a subtree.</summary>
    public static readonly Role[] Schedules = [Role.Member, .. Pooling, Role.Auditor];

    /// <summary>What of a teacher is not public, in a subtree.</summary>
    public static readonly Role[] PoolReading = [.. Pooling, Role.Auditor];

    /// <summary>Studying: for oneself alone.</summary>
    public static readonly Role[] Studying = [Role.Member];

    /// <summary>Lists of members, claims and reports of a subtree.</summary>
    public static readonly Role[] Registry = [Role.OrganisationAdmin, Role.Auditor];

    /// <summary>One member, credit or claim: one's own, or of a subtree.</summary>
    public static readonly Role[] OneMember = [Role.Member, Role.OrganisationAdmin, Role.Auditor];

    /// <summary>One study session: one's own, or of a subtree as evidence.</summary>
    public static readonly Role[] OneSession = [Role.Member, Role.Auditor];

    /// <summary>Changing members, deciding claims, reversing credits in a subtree.</summary>
    public static readonly Role[] Keeping = [Role.OrganisationAdmin];

    /// <summary>Replacing the sign-in of a member, which hands over all that is theirs: nobody but Administrator.</summary>
    public static readonly Role[] Relinking = [Role.Administrator];

    /// <summary>Making a claim: for oneself or within a subtree.</summary>
    public static readonly Role[] Claiming = [Role.Member, Role.OrganisationAdmin];

    /// <summary>The tree of organisations below a grant.</summary>
    public static readonly Role[] Organisations = [Role.OrganisationAdmin, Role.PoolManager, Role.Auditor, Role.Editor, Role.Reviewer];

    /// <summary>One organisation: of a subtree, or one's own.</summary>
    public static readonly Role[] OneOrganisation = [Role.Member, .. Organisations];

    /// <summary>Venues, wherever they are: a member finds the way to a class by them. Partner applications have no part in it.</summary>
    public static readonly Role[] Venues = OneOrganisation;

    /// <summary>How the members of a subtree stand, without who they are.</summary>
    public static readonly Role[] PartnerStanding = [Role.StandingRead];

    /// <summary>Giving grants below the own organisation, for no longer than the own one.</summary>
    public static readonly Role[] Grants = [Role.OrganisationAdmin];

    /// <summary>The whole register of grants: nobody but Administrator.</summary>
    public static readonly Role[] AllGrants = [Role.Administrator];

    /// <summary>Registering operations: nobody but Administrator.</summary>
    public static readonly Role[] Operations = [Role.Administrator];

    /// <summary>Where the caller reads members, credits, claims and reports.</summary>
    public Scope Reading => Caller.ScopeOf(Registry);

    /// <summary>Where a partner application reads standings by pseudonym.</summary>
    public Scope PartnerReading => Caller.ScopeOf(PartnerStanding);

    /// <summary>Where the caller changes them.</summary>
    public Scope Changing => Caller.ScopeOf(Keeping);

    /// <summary>Where the caller reads study sessions of others: evidence, so no administrator of an organisation.</summary>
    public Scope Auditing => Caller.ScopeOf(Role.Auditor);

    /// <summary>Whether the caller has any right to data of other persons.</summary>
    public bool SeesOthers => MayAny(Role.OrganisationAdmin, Role.Auditor, Role.StandingRead);

    /// <summary>Where the caller reads drafts and media.</summary>
    public Scope DraftScope => Caller.ScopeOf(Drafts);

    /// <summary>Where the caller keeps the teacher pool.</summary>
    public Scope PoolScope => Caller.ScopeOf(Pooling);

    /// <summary>Where the caller reads teachers who are not in the pool now: editors name them, too.</summary>
    public Scope WholePool => Caller.ScopeOf([.. Drafts, .. Pooling]);

    /// <summary>Where the caller makes them.</summary>
    public Scope EditingScope => Caller.ScopeOf(Editing);

    /// <summary>Where the caller signs them off.</summary>
    public Scope ReviewingScope => Caller.ScopeOf(Reviewing);

    public bool MayAny(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Caller.Has(role))
                return true;
        }

        return Caller.Has(Role.Administrator);
    }

    /// <summary>Whether imports and exports of a subject exist for the caller.</summary>
    public bool SeesSheetsOf(string subject) => Caller.Has(Role.Administrator) || Caller.Subject == subject;

    public bool IsSelf(string memberId) => Caller.MemberId == memberId;

    public bool Sees(Member member) => IsSelf(member.Id) || member.IsWithin(Reading, Today);

    /// <summary>Whether the caller may change the member's register entry, claims and credits as their administrator.</summary>
    public bool Keeps(Member member) => member.IsWithin(Changing, Today);

    /// <summary>
    /// Whether the caller keeps the register of the member's home. Who only receives a floating member sees the record, and changes in it what is their own.
    /// </summary>
    public bool KeepsHome(Member member) => Changing.Everywhere || Changing.Covers(member.MembershipOn(Today).Lineage);

    public bool Keeps(Organisation organisation) => Changing.Covers(organisation.Lineage);

    public bool Holds(Grant grant) => grant.Subject == Caller.Subject || (grant.MemberId is { } member && IsSelf(member));

    public bool SeesSessionsOf(Member member) => IsSelf(member.Id) || member.IsWithin(Auditing, Today);

    public bool SeesReportsOf(Organisation organisation) => Reading.Covers(organisation.Lineage);

    /// <summary>Whether the caller reads what was changed in the venue, and what was taken back.</summary>
    public bool SeesHistoryOf(Venue venue) => Reading.Covers(venue.Lineage);

    public bool SeesBelow(Organisation organisation) => Caller.ScopeOf(Organisations).Covers(organisation.Lineage);

    /// <summary>Whether the caller is editor of the organisation's media and courseware.</summary>
    public bool Edits(Organisation organisation) => Caller.ScopeOf(Role.Editor).Covers(organisation.Lineage);

    public bool Sees(CoursewareDraft draft) => DraftScope.Covers(draft.Lineage);

    public bool Sees(MediaAsset asset) => DraftScope.Covers([asset.OrganisationId, .. asset.Lineage]);

    /// <summary>Whether drafts and media that the organisation keeps exist for the caller.</summary>
    public bool SeesDraftsOf(Organisation organisation) => DraftScope.Covers(organisation.Lineage);

    public bool Sees(Teacher teacher) => teacher.StatusOn(Today) == TeacherStatus.Active || WholePool.Covers(teacher.Lineage);

    public bool IsTeacher(Teacher teacher) => teacher.MemberId is { } member && IsSelf(member);

    /// <summary>Whether the caller sees when a teacher is free: who keeps them, auditors there, the teacher, and who engages them jointly today.</summary>
    public bool SeesScheduleOf(Teacher teacher) =>
        SeesPast(teacher)
        || IsTeacher(teacher)
        || teacher.Agreements.Any(agreement => agreement.HoldsOn(Today) && PoolScope.Covers(agreement.Lineage))
        || teacher.SharedWithOn(Today).Any(PoolScope.OrganisationIds.Contains);

    /// <summary>Whether the caller sees what a teacher is booked for, and by whom: of others those who engage them jointly see the times alone.</summary>
    public bool SeesBookingsOf(Teacher teacher) => SeesPast(teacher) || IsTeacher(teacher);

    public bool KeepsPool(Teacher teacher) => PoolScope.Covers(teacher.Lineage);

    public bool KeepsPoolOf(Organisation organisation) => PoolScope.Covers(organisation.Lineage);

    /// <summary>Whether the caller reads the past, the term and the agreements of a teacher: who keeps them, those above, and auditors there.</summary>
    public bool SeesPast(Teacher teacher) => Caller.ScopeOf(PoolReading).Covers(teacher.Lineage);

    /// <summary>Whether the caller reads how to reach a teacher: who reads the past, and who engages the teacher jointly today where that was agreed.</summary>
    public bool SeesContact(Teacher teacher) =>
        SeesPast(teacher) || teacher.Agreements.Any(agreement => agreement.ShowsContact && agreement.HoldsOn(Today) && PoolScope.Covers(agreement.Lineage));

    /// <summary>Whether an agreement exists for the caller: for both sides of it, and the auditors of both.</summary>
    public bool Sees(AgreedTeacher agreed) => SeesPast(agreed.Teacher) || Caller.ScopeOf(PoolReading).Covers(agreed.Agreement.Lineage);
}

internal static class RightsOfRequest
{
    public static Rights Rights(this IResolveFieldContext context) => context.Service<RequestRights>().Current;

    /// <summary>The member for whom a study mutation acts: always the caller's own.</summary>
    public static string OwnMemberId(this IResolveFieldContext context) => context.Caller().MemberId ?? throw ContentError.NotFound("Member");

    /// <summary>The member a subscription listens to: the one named by <c>memberId</c>, else oneself.</summary>
    public static async Task<Member> ListenedMemberAsync(this IResolveFieldContext context) =>
        await context
            .Loader<MemberLoader>()
            .LoadAsync(context.GetArgument<string?>("memberId") ?? context.OwnMemberId())
            .GetResultAsync(context.CancellationToken)
        ?? throw ContentError.NotFound("Member");

    /// <summary>Before a subscription tells what belongs to a member: that the listener may still see it.</summary>
    public static async Task RequireSeenAsync(this IResolveFieldContext context, IOfMember told, string kind, Func<Rights, Member, bool> sees)
    {
        var rights = context.Rights();
        if (rights.IsSelf(told.MemberId))
            return;
        var owner = (await context.Service<MemberRegister>().FindAsync([told.MemberId], context.CancellationToken)).GetValueOrDefault(told.MemberId);
        if (owner is null || !sees(rights, owner))
            throw ContentError.NotFound(kind);
    }

    /// <summary>A member the caller may change as administrator; for anybody else there is none of this id.</summary>
    public static Task<Member> KeptMemberAsync(this IResolveFieldContext context, string memberId) => context.KeptOwnerAsync(memberId, "Member");

    /// <summary>A member of whose home the caller keeps the register; for anybody else there is none of this id.</summary>
    public static async Task<Member> KeptHomeMemberAsync(this IResolveFieldContext context, string memberId) =>
        await context.KeptMemberAsync(memberId) is var member && context.Rights().KeepsHome(member) ? member : throw ContentError.NotFound("Member");

    /// <summary>The same for what belongs to a member: without the right it is <paramref name="kind"/> that does not exist.</summary>
    public static async Task<Member> KeptOwnerAsync(this IResolveFieldContext context, string memberId, string kind) =>
        (await context.Service<MemberRegister>().FindAsync([memberId], context.CancellationToken)).GetValueOrDefault(memberId) is { } member
        && context.Rights().Keeps(member)
            ? member
            : throw ContentError.NotFound(kind);

    /// <summary>An organisation that the caller may take from where it stands: whoever has no more than a grant at it has no say about what is above.</summary>
    public static async Task<Organisation> MovableOrganisationAsync(this IResolveFieldContext context, string organisationId)
    {
        var organisation = await context.KeptOrganisationAsync(organisationId);
        if (organisation.ParentId is { } above)
            await context.KeptOrganisationAsync(above);
        return organisation;
    }

    /// <summary>A teacher whom the caller keeps in the pool; for anybody else there is none of this id.</summary>
    public static async Task<Teacher> PooledTeacherAsync(this IResolveFieldContext context, string teacherId) =>
        (await context.Service<TeacherPool>().FindAsync([teacherId], context.CancellationToken)).GetValueOrDefault(teacherId) is { } teacher
        && context.Rights().KeepsPool(teacher)
            ? teacher
            : throw ContentError.NotFound(nameof(Teacher));

    /// <summary>An organisation whose teacher pool the caller keeps.</summary>
    public static async Task<Organisation> PooledOrganisationAsync(this IResolveFieldContext context, string organisationId) =>
        (await context.Service<OrganisationTree>().FindAsync([organisationId], context.CancellationToken)).GetValueOrDefault(organisationId) is { } organisation
        && context.Rights().KeepsPoolOf(organisation)
            ? organisation
            : throw ContentError.NotFound(nameof(Organisation));

    /// <summary>An organisation the caller may change as administrator.</summary>
    public static async Task<Organisation> KeptOrganisationAsync(this IResolveFieldContext context, string organisationId) =>
        (await context.Service<OrganisationTree>().FindAsync([organisationId], context.CancellationToken)).GetValueOrDefault(organisationId) is { } organisation
        && context.Rights().Keeps(organisation)
            ? organisation
            : throw ContentError.NotFound("Organisation");
}

/// <summary>The rights of this request's caller, for loaders.</summary>
internal sealed class RequestRights(CallerContext context, TimeProvider time)
{
    public Rights Current => new(context.Caller, SchoolTime.Today(time));
}
