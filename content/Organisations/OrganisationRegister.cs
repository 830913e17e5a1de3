namespace ELearning.Content;

/// <summary>
/// The register of organisations: entered once under a code, then changed by dated acts only. Each act is one line of the organisation's history, and a code is
/// never used again.
/// </summary>
public sealed class OrganisationRegister
{
    private const int Tries = 5;
    private const int BatchSize = 200;
    private readonly OrganisationStore _store;
    private readonly OrganisationTree _tree;
    private readonly MemberRegister _members;
    private readonly CoursewareDraftStore _drafts;
    private readonly TimeProvider _time;

    internal OrganisationRegister(OrganisationStore store, OrganisationTree tree, MemberRegister members, CoursewareDraftStore drafts, TimeProvider time) =>
        (_store, _tree, _members, _drafts, _time) = (store, tree, members, drafts, time);

    /// <summary>Enters an organisation; the same again returns what is there.</summary>
    /// <exception cref="ContentError"><see cref="ContentErrorCode.OrganisationExists"/> where the code is that of another.</exception>
    public Task<Organisation> CreateAsync(NewOrganisation input, CancellationToken cancellationToken) => _tree.AddAsync(input, cancellationToken);

    public Task<Organisation> RenameAsync(RenameOrganisation input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.OrganisationId, by, (organisation, entering) => OrganisationRules.Rename(organisation, input, entering), cancellationToken);

    public Task<Organisation> ChangeSectorAsync(ChangeSector input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.OrganisationId, by, (organisation, entering) => OrganisationRules.ChangeSector(organisation, input, entering), cancellationToken);

    /// <param name="isAbove">Whether who asks has the right at the level above.</param>
    public async Task<Organisation> SetRecordsFromAsync(SetRecordsFrom input, bool isAbove, Actor by, CancellationToken cancellationToken)
    {
        var lineage = (await _tree.RequireAsync(input.OrganisationId, cancellationToken)).Lineage;
        var above = await _tree.FindAsync(lineage, cancellationToken);
        return await ChangeAsync(
            input.OrganisationId,
            by,
            (organisation, entering) =>
                OrganisationRules.RecordFrom(organisation, input, organisation.RecordsFrom ?? RecordRules.BeginOf(organisation.Id, above), isAbove, entering),
            cancellationToken
        );
    }

    /// <summary>
    /// Closes an organisation after a day. The closing is written first, so that nobody else comes; then members and open drafts go to the successor, each by a
    /// write of its own. Asked again, it goes on where it stopped.
    /// </summary>
    /// <exception cref="ContentError"><see cref="ContentErrorCode.OrganisationNotEmpty"/> where something would be left behind.</exception>
    public async Task<Organisation> CloseAsync(CloseOrganisation input, Actor by, CancellationToken cancellationToken)
    {
        var successor = input.SuccessorId is { } id ? await _tree.RequireAsync(id, cancellationToken) : null;
        await RequireNoneBelowAsync(input.OrganisationId, input.On, cancellationToken);
        var closed = await ChangeAsync(
            input.OrganisationId,
            by,
            (organisation, entering) => OrganisationRules.Close(organisation, input, successor, entering),
            cancellationToken
        );
        if (successor is null)
        {
            var staying = await _members.StayingAsync(closed.Id, input.On, 1, cancellationToken);
            if (staying.Count > 0 || await _drafts.OpenAtAsync(closed.Id, 1, cancellationToken) is { Count: > 0 })
            {
                await ChangeAsync(closed.Id, by, (organisation, _) => OrganisationRules.Reopen(organisation), cancellationToken);
                throw new ContentError(ContentErrorCode.OrganisationNotEmpty, closed.Id);
            }
            return closed;
        }
        await MoveMembersAsync(closed, successor, input, by, cancellationToken);
        while (await _drafts.OpenAtAsync(closed.Id, BatchSize, cancellationToken) is { Count: > 0 } drafts)
        {
            foreach (var draft in drafts)
            {
                // One that was changed in between is met again.
                var content = draft.Content with
                {
                    OrganisationId = successor.Id,
                };
                await _drafts.ReplaceAsync(draft with { Content = content, Lineage = successor.Lineage }, cancellationToken);
            }
        }
        return closed;
    }

    private async Task MoveMembersAsync(Organisation closed, Organisation successor, CloseOrganisation input, Actor by, CancellationToken cancellationToken)
    {
        var from = input.On.AddDays(1);
        var reason = input.Reason ?? closed.Name;
        while (await _members.StayingAsync(closed.Id, input.On, BatchSize, cancellationToken) is { Count: > 0 } staying)
        {
            foreach (var member in staying)
            {
                await _members.FollowAsync(member.Id, closed.Id, successor, from, reason, by, cancellationToken);
            }
        }
    }

    private async Task RequireNoneBelowAsync(string organisationId, DateOnly on, CancellationToken cancellationToken)
    {
        var below = (await _tree.ChildrenAsync([organisationId], cancellationToken))[organisationId];
        if (below.Any(child => child.Existence.To is null || child.Existence.To > on))
            throw new ContentError(ContentErrorCode.OrganisationNotEmpty, organisationId);
    }

    /// <summary>One guarded write; when somebody else was first, the change is made again on what they left.</summary>
    private async Task<Organisation> ChangeAsync(string id, Actor by, Func<Organisation, Entering, Organisation> change, CancellationToken cancellationToken)
    {
        var entering = new Entering(by.Subject, SchoolTime.Now(_time));
        for (var tries = 0; tries < Tries; tries++)
        {
            var organisation = await _tree.RequireAsync(id, cancellationToken);
            var changed = change(organisation, entering);
            if (ReferenceEquals(changed, organisation))
                return organisation;
            if (await _store.ReplaceAsync(changed, cancellationToken))
                return changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
