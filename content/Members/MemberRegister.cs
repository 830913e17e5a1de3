using System.Text.Json;

namespace ELearning.Content;

/// <summary>The register of members (党员库): registered by number, changed only by dated entries.</summary>
public sealed class MemberRegister
{
    private const string Registering = "registerMember";
    private const int Tries = 5;
    private const int BatchSize = 500;
    private readonly MemberStore _store;
    private readonly OrganisationTree _organisations;
    private readonly IdempotencyKeys _keys;
    private readonly IEvents _events;
    private readonly TimeProvider _time;

    internal MemberRegister(MemberStore store, OrganisationTree organisations, IdempotencyKeys keys, IEvents events, TimeProvider time) =>
        (_store, _organisations, _keys, _events, _time) = (store, organisations, keys, events, time);

    public static IReadOnlyList<QueryField> Queryable => MemberStore.Map.Fields;

    public async Task<IReadOnlyDictionary<string, Member>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(member => member.Id);

    /// <exception cref="ContentError">There is none of this id.</exception>
    public async Task<Member> RequireAsync(string id, CancellationToken cancellationToken) =>
        await _store.FindAsync(id, cancellationToken) ?? throw ContentError.NotFound(nameof(Member));

    /// <summary>
    /// Who signs in with a token subject, by <see cref="LinkIdentityAsync"/>. The member has the last word: the register gives a sign-in that was replaced to
    /// nobody (a process may remember it for a minute).
    /// </summary>
    public async Task<Member?> FindByIdentityAsync(string identity, CancellationToken cancellationToken) =>
        await _store.MemberOfAsync(identity, cancellationToken) is { } id
        && await _store.FindAsync(id, cancellationToken) is { } member
        && member.Identity == identity
            ? member
            : null;

    public Task<Member?> FindByNumberAsync(string number, CancellationToken cancellationToken) => _store.FindAsync(MemberRules.IdOf(number), cancellationToken);

    /// <summary>Members with a membership within the scope today; by number unless sorted otherwise.</summary>
    public Task<Page<Member>> ListAsync(Scope scope, Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _store.ListAsync(scope, filter, sorts.Count > 0 ? sorts : [new("number", false)], page, SchoolTime.Today(_time), cancellationToken);

    /// <summary>Every member of the subtrees on a day, for reports, so many at a time.</summary>
    internal IAsyncEnumerable<IReadOnlyList<Member>> WithinAsync(
        IReadOnlyCollection<string> organisationIds,
        DateOnly day,
        int batch,
        CancellationToken cancellationToken
    ) => _store.WithinAsync(organisationIds, day, batch, cancellationToken);

    /// <summary>Counts the members who have or had a membership within the scope: how many there are at most to be read.</summary>
    internal Task<long> CountWithinAsync(Scope scope, CancellationToken cancellationToken) => _store.CountWithinAsync(scope, cancellationToken);

    /// <summary>Ids of all with a membership within the scope today, in no order.</summary>
    internal Task<IReadOnlyList<string>> IdsWithinAsync(Scope scope, CancellationToken cancellationToken) =>
        _store.IdsWithinAsync(scope, SchoolTime.Today(_time), cancellationToken);

    /// <summary>Those of the ids that are of members with a membership within the scope today.</summary>
    public Task<IReadOnlySet<string>> AmongAsync(IReadOnlyCollection<string> ids, Scope scope, CancellationToken cancellationToken) =>
        _store.AmongAsync(ids, scope, SchoolTime.Today(_time), cancellationToken);

    /// <summary>
    /// With the same idempotency key of the same caller and the same input the same member comes back; the number of another member is
    /// <see cref="ContentErrorCode.NumberTaken"/>.
    /// </summary>
    public async Task<Member> RegisterAsync(RegisterMember input, Actor actor, CancellationToken cancellationToken)
    {
        var wanted = MemberRules.Checked(input, SchoolTime.Today(_time));
        var taking = IdempotencyKey.Of(actor, Registering, wanted.IdempotencyKey);
        var member = MemberRules.Make(wanted, await _organisations.RequireAsync(wanted.OrganisationId, cancellationToken)) with { IdempotencyKey = taking?.Id };
        var digest = JsonSerializer.Serialize(wanted);
        if (taking is { } key)
        {
            var before = await _keys.InputOfAsync(key, cancellationToken);
            if (before is not null && before != digest)
                throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
            if (before is null && await _store.FindAsync(member.Id, cancellationToken) is not null)
                throw new ContentError(ContentErrorCode.NumberTaken, wanted.Number);
            await _keys.TakeAsync(key, digest, cancellationToken);
        }
        if (await _store.AddAsync(member, cancellationToken))
            return member;
        var there = await RequireAsync(member.Id, cancellationToken);
        if (taking is not null && there.IdempotencyKey == member.IdempotencyKey)
            return there;
        if (taking is { } unused)
            await _keys.GiveBackAsync(unused, cancellationToken);
        throw new ContentError(ContentErrorCode.NumberTaken, wanted.Number);
    }

    /// <summary>
    /// Imports whole members: checked, lineages copied from the organisations, ids made from the numbers. Members that are there stay as they are.
    /// </summary>
    public async Task RegisterManyAsync(IReadOnlyList<Member> members, CancellationToken cancellationToken)
    {
        var today = SchoolTime.Today(_time);
        var tree = await _organisations.FindAsync(
            [.. members.SelectMany(member => member.Memberships).Select(held => held.OrganisationId).Distinct()],
            cancellationToken
        );
        var added = members
            .Select(member =>
            {
                MemberRules.CheckNumber(member.Number);
                MemberRules.CheckAdmission(member.AdmittedOn, today);
                if (member.Memberships.Count == 0 || member.Categories.Count == 0)
                    throw ContentError.Invalid(member.Memberships.Count == 0 ? "memberships" : "categories", InputFault.Required);
                foreach (
                    var period in member
                        .Memberships.Select(held => held.Period)
                        .Concat(member.Categories.Select(held => held.Period))
                        .Concat(member.Positions.Select(held => held.Period))
                )
                {
                    InputChecks.Period(period);
                }
                return member with
                {
                    Id = MemberRules.IdOf(member.Number),
                    Name = InputChecks.Text("name", member.Name, 100),
                    Memberships =
                    [
                        .. member.Memberships.Select(held =>
                            held with
                            {
                                Lineage = (tree.GetValueOrDefault(held.OrganisationId) ?? throw ContentError.NotFound(nameof(Organisation))).Lineage,
                            }
                        ),
                    ],
                };
            })
            .ToList();
        foreach (var batch in added.Chunk(BatchSize))
        {
            await _store.AddAsync(batch, cancellationToken);
        }
        foreach (var member in added.Where(member => member.Identity is not null))
        {
            await TakeIdentityAsync(member.Id, member.Identity!, cancellationToken);
        }
    }

    public async Task<Member> AssignPositionAsync(AssignPosition input, CancellationToken cancellationToken)
    {
        InputChecks.Known("position", input.Position);
        var period = new DatePeriod(input.From, input.To);
        InputChecks.Period(period);
        await RequireAsync(input.MemberId, cancellationToken);
        await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        return await ChangeAsync(input.MemberId, member => MemberRules.Assign(member, new(input.Position, input.OrganisationId, period)), cancellationToken);
    }

    public async Task<Member> JoinAsync(JoinOrganisation input, CancellationToken cancellationToken)
    {
        InputChecks.Known("kind", input.Kind);
        InputChecks.Period(input.Period);
        await RequireAsync(input.MemberId, cancellationToken);
        var organisation = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        return await ChangeAsync(
            input.MemberId,
            member => MemberRules.Join(member, new(organisation.Id, input.Kind, input.Period, organisation.Lineage)),
            cancellationToken
        );
    }

    public async Task<Member> HoldCategoryAsync(HoldCategory input, CancellationToken cancellationToken)
    {
        InputChecks.Known("category", input.Category);
        InputChecks.Period(input.Period);
        return await ChangeAsync(input.MemberId, member => MemberRules.Hold(member, new(input.Category, input.Main, input.Period)), cancellationToken);
    }

    /// <summary>
    /// The identity is taken first, on its own document: whatever stops in between, it never belongs to two members. See <see cref="MemberRules.Link"/> for
    /// what is refused.
    /// </summary>
    public async Task<Member> LinkIdentityAsync(LinkIdentity input, Actor by, bool mayReplace, CancellationToken cancellationToken)
    {
        var wanted = input with
        {
            Identity = InputChecks.Text("identity", input.Identity, 100),
            Reason = InputChecks.OptionalText("reason", input.Reason, 500),
        };
        var now = SchoolTime.Now(_time);
        // What is refused takes no identity.
        _ = MemberRules.Link(await RequireAsync(wanted.MemberId, cancellationToken), wanted, by, mayReplace, now);
        await TakeIdentityAsync(wanted.MemberId, wanted.Identity, cancellationToken);
        try
        {
            return await ChangeAsync(wanted.MemberId, current => MemberRules.Link(current, wanted, by, mayReplace, now), cancellationToken);
        }
        finally
        {
            // The one it took the place of, or its own where another link came first.
            var member = await RequireAsync(wanted.MemberId, cancellationToken);
            await _store.DropOtherIdentitiesAsync(member.Id, member.Identity ?? "", cancellationToken);
        }
    }

    private async Task TakeIdentityAsync(string memberId, string identity, CancellationToken cancellationToken)
    {
        if (await _store.TakeIdentityAsync(identity, memberId, cancellationToken) != memberId)
            throw new ContentError(ContentErrorCode.IdentityTaken);
    }

    /// <summary>One guarded write; when somebody else was first, the change is made again on what they left.</summary>
    private async Task<Member> ChangeAsync(string id, Func<Member, Member> change, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var member = await RequireAsync(id, cancellationToken);
            var changed = change(member);
            if (ReferenceEquals(changed, member))
                return member;
            if (!await _store.ReplaceAsync(changed, cancellationToken))
                continue;
            await _events.AppendAsync(DomainEventKind.MemberChanged, id, id, cancellationToken);
            return changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
