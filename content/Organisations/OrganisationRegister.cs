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
    private readonly MoveBook _moves;
    private readonly TimeProvider _time;

    internal OrganisationRegister(
        OrganisationStore store,
        OrganisationTree tree,
        MemberRegister members,
        CoursewareDraftStore drafts,
        MoveBook moves,
        TimeProvider time
    ) => (_store, _tree, _members, _drafts, _moves, _time) = (store, tree, members, drafts, moves, time);

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

    public async Task<Organisation> SetTrainingOrganiserAsync(SetTrainingOrganiser input, Actor by, CancellationToken cancellationToken)
    {
        var organiser = input.TrainingOrganiserId is { } id ? await _tree.RequireAsync(id, cancellationToken) : null;
        return await ChangeAsync(
            input.OrganisationId,
            by,
            (organisation, entering) => OrganisationRules.SetTrainingOrganiser(organisation, input, organiser, entering),
            cancellationToken
        );
    }

    /// <summary>
    /// Moves an organisation, with all below it, below another one from a day on. The entry of the log is the move, for everybody from that moment or from that
    /// day; the line of history follows it, by the sweep where this process does not live to write it. The same again changes nothing.
    /// </summary>
    public async Task<Organisation> MoveAsync(MoveOrganisation input, Actor by, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var log = await _moves.ReadAsync(cancellationToken);
            var organisation = await _tree.RequireAsync(input.OrganisationId, cancellationToken);
            var parent = await _tree.RequireAsync(input.ParentId, cancellationToken);
            var made = MoveRules.Make(input, organisation, parent, log, Entering(by));
            if (made is not null)
            {
                var above = await _tree.FindAsync(organisation.Lineage, cancellationToken);
                made = made with { RecordsFrom = RecordRules.BeginOf(organisation.Id, above) };
                if (!await _moves.AddAsync(made, cancellationToken))
                    continue;
                await RequireStillOpenAsync(made, by, cancellationToken);
            }
            var move = made ?? log.Moves.Last(known => known.OrganisationId == organisation.Id);
            return await ChangeAsync(organisation.Id, by, (there, _) => MoveRules.Noted(there, move), cancellationToken);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Calls off a move that is still ahead.</summary>
    /// <exception cref="ContentError">There is none.</exception>
    public async Task<Organisation> CancelMoveAsync(CancelMove input, Actor by, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var log = await _moves.ReadAsync(cancellationToken);
            var ahead = log.Ahead(input.OrganisationId, SchoolTime.Today(_time)) ?? throw ContentError.NotFound(nameof(OrganisationMove));
            var cancelled = MoveRules.Cancel(ahead, input, log, Entering(by));
            if (await _moves.AddAsync(cancelled, cancellationToken))
                return await ChangeAsync(input.OrganisationId, by, (there, _) => MoveRules.Noted(there, cancelled), cancellationToken);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Whoever closed one of the two at the same moment did not see the move, or is seen here: at least one of both takes back what they did.
    /// </summary>
    private async Task RequireStillOpenAsync(OrganisationMove made, Actor by, CancellationToken cancellationToken)
    {
        var both = await _tree.FindAsync([made.OrganisationId, made.ToId], cancellationToken);
        if (both.Values.FirstOrDefault(one => one.Existence.To is not null) is not { } closed)
            return;
        for (var tries = 0; tries < Tries; tries++)
        {
            var log = await _moves.ReadAsync(cancellationToken);
            var entering = Entering(by);
            var cancelled = made with { Id = log.Last + 1, By = entering.By, At = entering.At, Above = [], Cancels = made.Id };
            if (await _moves.AddAsync(cancelled, cancellationToken))
                throw new ContentError(ContentErrorCode.OrganisationClosed, closed.Id);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Closes an organisation after a day. The closing is written first, so that nobody else comes; then members and open drafts go to the successor, each by a
    /// write of its own. Asked again, it goes on where it stopped.
    /// </summary>
    /// <exception cref="ContentError"><see cref="ContentErrorCode.OrganisationNotEmpty"/> where something would be left behind.</exception>
    public async Task<Organisation> CloseAsync(CloseOrganisation input, Actor by, CancellationToken cancellationToken)
    {
        var successor = input.SuccessorId is { } id ? await _tree.RequireAsync(id, cancellationToken) : null;
        if (AwaitedBy(await _moves.ReadAsync(cancellationToken), input.OrganisationId) is { } awaited)
            throw awaited;
        await RequireNoneBelowAsync(input.OrganisationId, input.On, cancellationToken);
        var closed = await ChangeAsync(
            input.OrganisationId,
            by,
            (organisation, entering) => OrganisationRules.Close(organisation, input, successor, entering),
            cancellationToken
        );
        if (AwaitedBy(await _moves.ReadAsync(cancellationToken), closed.Id) is { } meanwhile)
        {
            await ChangeAsync(closed.Id, by, (organisation, _) => OrganisationRules.Reopen(organisation), cancellationToken);
            throw meanwhile;
        }
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

    /// <summary>Why a move stands against closing an organisation; null where none does.</summary>
    private ContentError? AwaitedBy(MoveLog log, string organisationId)
    {
        var today = SchoolTime.Today(_time);
        if (log.Ahead(organisationId, today) is not null)
            return new(ContentErrorCode.OrganisationMoving, organisationId);
        return log.Open.Any(move => move.ToId == organisationId && move.Day > today) || log.On(today).MovedBelow([organisationId]).Count > 0
            ? new(ContentErrorCode.OrganisationNotEmpty, organisationId)
            : null;
    }

    private async Task RequireNoneBelowAsync(string organisationId, DateOnly on, CancellationToken cancellationToken)
    {
        var below = (await _tree.ChildrenAsync([organisationId], cancellationToken))[organisationId];
        if (below.Any(child => child.Existence.To is null || child.Existence.To > on))
            throw new ContentError(ContentErrorCode.OrganisationNotEmpty, organisationId);
    }

    private Entering Entering(Actor by) => new(by.Subject, SchoolTime.Now(_time));

    /// <summary>One guarded write; when somebody else was first, the change is made again on what they left.</summary>
    private async Task<Organisation> ChangeAsync(string id, Actor by, Func<Organisation, Entering, Organisation> change, CancellationToken cancellationToken)
    {
        var entering = Entering(by);
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
