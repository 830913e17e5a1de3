using System.Text.Json;

namespace ELearning.Content;

/// <summary>
/// The register of members (党员库): registered by number, changed only by dated entries. Nothing is overwritten: what ends keeps its days, what was a mistake is
/// voided, and each change is a line of the member's history.
/// </summary>
public sealed class MemberRegister
{
    private const string Registering = "registerMember";
    private const int Tries = 5;
    private const int BatchSize = 500;
    private const int MostAlike = 5;
    private const int LongestAuthority = 100;

    /// <summary>Longer than any request may take: whoever took a seat and does not hold the position by then has failed to.</summary>
    private static readonly TimeSpan SeatPatience = TimeSpan.FromMinutes(2);

    private readonly MemberStore _store;
    private readonly SeatStore _seats;
    private readonly CreditClaimStore _claims;
    private readonly CorrectionStore _corrections;
    private readonly OrganisationTree _organisations;
    private readonly MoveBook _moves;
    private readonly IdempotencyKeys _keys;
    private readonly IEvents _events;
    private readonly Notifications _notifications;
    private readonly PolicyLibrary _policies;
    private readonly TimeProvider _time;

    internal MemberRegister(
        MemberStore store,
        SeatStore seats,
        CreditClaimStore claims,
        CorrectionStore corrections,
        OrganisationTree organisations,
        MoveBook moves,
        IdempotencyKeys keys,
        IEvents events,
        Notifications notifications,
        PolicyLibrary policies,
        TimeProvider time
    )
    {
        (_store, _seats, _claims, _corrections, _organisations, _moves) = (store, seats, claims, corrections, organisations, moves);
        (_keys, _events, _notifications, _policies, _time) = (keys, events, notifications, policies, time);
    }

    public static IReadOnlyList<QueryField> Queryable => MemberStore.Map.Fields;

    public async Task<IReadOnlyDictionary<string, Member>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await PlacedAsync(await _store.FindAsync(ids, cancellationToken), cancellationToken)).ToDictionary(member => member.Id);

    /// <exception cref="ContentError">There is none of this id.</exception>
    public async Task<Member> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(Member));

    /// <summary>
    /// Who signs in with a token subject, by <see cref="LinkIdentityAsync"/>. The member has the last word: the register gives a sign-in that was replaced to
    /// nobody (another process than the one that replaced it may remember it for a second, and for a minute where no event could be written).
    /// </summary>
    public async Task<Member?> FindByIdentityAsync(string identity, CancellationToken cancellationToken) =>
        await _store.MemberOfAsync(identity, cancellationToken) is { } id
        && await _store.FindAsync(id, cancellationToken) is { } member
        && member.Identity == identity
            ? member
            : null;

    /// <summary>Who has or had this number, however it is typed.</summary>
    public async Task<Member?> FindByNumberAsync(string number, CancellationToken cancellationToken)
    {
        var key = RegisterRules.Key(number);
        if (await _store.FindAsync(MemberRules.IdOf(key), cancellationToken) is { } member)
            return member;
        return await _store.MemberNumberedAsync(key, cancellationToken) is { } id ? await _store.FindAsync(id, cancellationToken) : null;
    }

    /// <summary>Members with a membership within the scope today; by number unless sorted otherwise.</summary>
    /// <param name="search">Words of the name, or a number; null for all.</param>
    public async Task<Page<Member>> ListAsync(
        Scope scope,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken,
        string? search = null
    )
    {
        var found = await _store.ListAsync(
            scope,
            filter,
            sorts.Count > 0 ? sorts : [new("number", false)],
            page,
            SchoolTime.Today(_time),
            SearchTerms.Query(search),
            cancellationToken
        );
        return scope.Tree.IsAsStored ? found : found.Select(scope.Tree.Placed);
    }

    /// <summary>Members who may be the same person: of the same name, admitted on the same day, under another number; the first few.</summary>
    public Task<IReadOnlyList<Member>> AlikeAsync(Member member, CancellationToken cancellationToken) =>
        _store.AlikeAsync(member.Name, member.AdmittedOn, member.Id, MostAlike, cancellationToken);

    /// <summary>The first so many with a membership in the very organisation that runs beyond the day.</summary>
    internal Task<IReadOnlyList<Member>> StayingAsync(string organisationId, DateOnly day, int limit, CancellationToken cancellationToken) =>
        _store.StayingAsync(organisationId, day, limit, cancellationToken);

    /// <summary>Every member of the subtrees on a day, for reports, so many at a time; everywhere is not among them.</summary>
    internal IAsyncEnumerable<IReadOnlyList<Member>> WithinAsync(Scope scope, DateOnly day, int batch, CancellationToken cancellationToken) =>
        _store.WithinAsync(scope, day, batch, cancellationToken);

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
        var today = SchoolTime.Today(_time);
        var wanted = MemberRules.Checked(input, today);
        var taking = IdempotencyKey.Of(actor, Registering, wanted.IdempotencyKey);
        var home = await _organisations.RequireAsync(wanted.OrganisationId, cancellationToken);
        if (!home.Existence.Contains(today))
            throw new ContentError(ContentErrorCode.OrganisationClosed, home.Id);
        var member = MemberRules.Make(wanted, home, today) with { IdempotencyKey = taking?.Id };
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
        // A number that somebody else has, or had, is taken before there is a member of it.
        var free = await _store.TakeNumberAsync(member.Number, member.Id, cancellationToken) == member.Id;
        if (free && await _store.AddAsync(member, cancellationToken))
            return member;
        if (!free)
        {
            if (taking is { } needless)
                await _keys.GiveBackAsync(needless, cancellationToken);
            throw new ContentError(ContentErrorCode.NumberTaken, wanted.Number);
        }
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
                var number = MemberRules.Number(member.Number);
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
                return MemberRules.Found(
                    member with
                    {
                        Id = MemberRules.IdOf(number),
                        Number = number,
                        Name = RegisterRules.Name(member.Name),
                        Memberships =
                        [
                            .. member.Memberships.Select(held =>
                                held with
                                {
                                    Lineage = (tree.GetValueOrDefault(held.OrganisationId) ?? throw ContentError.NotFound(nameof(Organisation))).Lineage,
                                }
                            ),
                        ],
                    }
                );
            })
            .ToList();
        foreach (var batch in added.Chunk(BatchSize))
        {
            var taken = await _store.TakeNumbersAsync(batch, cancellationToken);
            if (batch.FirstOrDefault(member => taken[member.Number] != member.Id) is { } late)
                throw new ContentError(ContentErrorCode.NumberTaken, late.Number);
            await _store.AddAsync(batch, cancellationToken);
        }
        foreach (var member in added.Where(member => member.Identity is not null))
        {
            await TakeIdentityAsync(member.Id, member.Identity!, cancellationToken);
        }
    }

    /// <summary>
    /// Corrects the name, the number or the day of admission. The new number is taken first, on its own document, so that it never belongs to two; the old one
    /// still finds the member.
    /// </summary>
    public async Task<Member> EditAsync(EditMember input, Actor by, CancellationToken cancellationToken)
    {
        var wanted = input with
        {
            Number = input.Number is null ? null : MemberRules.Number(input.Number),
            Name = input.Name is null ? null : RegisterRules.Name(input.Name),
            Reason = RegisterRules.Reason(input.Reason),
        };
        if (wanted.AdmittedOn is { } admitted)
            MemberRules.CheckAdmission(admitted, SchoolTime.Today(_time));
        var member = await RequireAsync(input.MemberId, cancellationToken);
        if (wanted.Number is { } number && number != member.Number)
            await TakeNumberAsync(number, member.Id, cancellationToken);
        return await ChangeAsync(member.Id, by, (current, entering) => MemberRules.Edit(current, wanted, entering), cancellationToken);
    }

    /// <summary>
    /// Notes a position. The seat of the secretary is taken first, on its own document, so that two who come at the same time do not both sit on it.
    /// </summary>
    public async Task<Member> AssignPositionAsync(AssignPosition input, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Known("position", input.Position);
        var period = new DatePeriod(input.From, input.To);
        InputChecks.Period(period);
        var reason = InputChecks.OptionalText("reason", input.Reason, 500);
        var (member, at) = (await RequireAsync(input.MemberId, cancellationToken), await _organisations.RequireAsync(input.OrganisationId, cancellationToken));
        var added = new HeldPosition(input.Position, at.Id, period);
        // What is refused takes no seat.
        if (ReferenceEquals(MemberRules.Assign(member, added, at, reason, Entering(by)), member))
            return member;
        if (MemberRules.IsSeat(input.Position))
            await TakeSeatAsync(at.Id, member.Id, period, cancellationToken);
        return await ChangeAsync(member.Id, by, (current, entering) => MemberRules.Assign(current, added, at, reason, entering), cancellationToken);
    }

    /// <summary>The member goes to another home: the old membership ends the day before, and so do the posts there that only a member may hold.</summary>
    public async Task<Member> TransferAsync(TransferMember input, Actor by, CancellationToken cancellationToken)
    {
        var reason = RegisterRules.ReasonFor(input.On, SchoolTime.Today(_time), input.Reason);
        var home = new JoinOrganisation(input.MemberId, input.ToOrganisationId, MembershipKind.Home, new(input.On, null), reason);
        var member = await JoinAsync(home, by, cancellationToken);
        var to = await _organisations.RequireAsync(input.ToOrganisationId, cancellationToken);
        await _notifications.TellAsync(member.Id, NotificationKind.Transferred, $"{to.Id}/{member.Memberships.Count}", [to.Name], cancellationToken);
        return member;
    }

    public async Task<Member> JoinAsync(JoinOrganisation input, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Known("kind", input.Kind);
        InputChecks.Period(input.Period);
        var reason = InputChecks.OptionalText("reason", input.Reason, 500);
        await RequireAsync(input.MemberId, cancellationToken);
        var organisation = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        var added = new Membership(organisation.Id, input.Kind, input.Period, organisation.Lineage);
        return await ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Join(member, added, organisation, reason, entering), cancellationToken);
    }

    public async Task<Member> HoldCategoryAsync(HoldCategory input, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Known("category", input.Category);
        InputChecks.Period(input.Period);
        var reason = InputChecks.OptionalText("reason", input.Reason, 500);
        var added = new HeldCategory(input.Category, input.Main, input.Period);
        return await ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Hold(member, added, reason, entering), cancellationToken);
    }

    public async Task<Member> RecordAsync(RecordBackground input, Actor by, CancellationToken cancellationToken)
    {
        InputChecks.Known("background", input.Background);
        InputChecks.Period(input.Period);
        return await ChangeAsync(
            input.MemberId,
            by,
            (member, entering) => MemberRules.Record(member, new HeldBackground(input.Background, input.Period), entering),
            cancellationToken
        );
    }

    public Task<Member> RecordAsync(RecordSkill input, Actor by, CancellationToken cancellationToken)
    {
        var skill = new RecordedSkill(InputChecks.Text("name", input.Name, 100), input.RecordedOn, input.CertificateAssetId);
        return ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Record(member, skill, entering), cancellationToken);
    }

    public Task<Member> RecordAsync(RecordLeave input, Actor by, CancellationToken cancellationToken)
    {
        var period = new DatePeriod(input.From, input.To);
        InputChecks.Period(period);
        var leave = new Leave(period, InputChecks.Text("authority", input.Authority, LongestAuthority), RegisterRules.Reason(input.Reason));
        return ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Record(member, leave, entering), cancellationToken);
    }

    /// <summary>Relieves a member of one figure of the policy in the year in which it is decided; see <see cref="MemberRules.Waive"/>.</summary>
    public Task<Member> WaiveAsync(WaiveFigure input, Actor by, CancellationToken cancellationToken)
    {
        ComplianceRules.CheckYear(input.Year);
        var rule = InputChecks.Text("ruleId", input.RuleId, 20);
        if (_policies.InForceOn(new(input.Year, 12, 31))?.Rules.Any(known => known.Id == rule && (known.Hours ?? known.Times) is not null) != true)
            throw ContentError.Invalid("ruleId", InputFault.Unknown);
        var waiver = new Waiver(rule, input.Year, InputChecks.Text("authority", input.Authority, LongestAuthority), RegisterRules.Reason(input.Reason));
        return ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Waive(member, waiver, by, entering), cancellationToken);
    }

    /// <summary>Lets the records of a member begin earlier, after an import of hours.</summary>
    internal Task<Member> RecordFromAsync(string memberId, DateOnly from, string reason, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(memberId, by, (member, entering) => MemberRules.RecordFrom(member, from, reason, entering), cancellationToken);

    /// <summary>
    /// The member follows a closed organisation's successor from a day: with the home that runs there, and with a membership as floating. What was to begin there
    /// only later is voided.
    /// </summary>
    internal Task<Member> FollowAsync(
        string memberId,
        string closedId,
        Organisation successor,
        DateOnly from,
        string reason,
        Actor by,
        CancellationToken cancellationToken
    ) => ChangeAsync(memberId, by, (member, entering) => MemberRules.Follow(member, closedId, successor, from, reason, entering), cancellationToken);

    /// <summary>Ends one dated thing after a day; see <see cref="MemberRules.End"/>.</summary>
    public Task<Member> EndAsync(EndHeld input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.End(member, input, entering), cancellationToken);

    /// <summary>Takes one thing back as a mistake; see <see cref="MemberRules.Void"/>.</summary>
    public Task<Member> VoidAsync(VoidHeld input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Void(member, input, entering), cancellationToken);

    /// <summary>The member leaves after a day: all that runs ends on it.</summary>
    public Task<Member> LeaveAsync(EndMember input, Actor by, CancellationToken cancellationToken) =>
        ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Leave(member, input, entering), cancellationToken);

    public async Task<Member> ReadmitAsync(ReadmitMember input, Actor by, CancellationToken cancellationToken)
    {
        var organisation = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        return await ChangeAsync(input.MemberId, by, (member, entering) => MemberRules.Return(member, input, organisation, entering), cancellationToken);
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
            var linked = await ChangeAsync(wanted.MemberId, by, (current, _) => MemberRules.Link(current, wanted, by, mayReplace, now), cancellationToken);
            if (linked.IdentityLinks is { Count: > 1 } links)
                await _notifications.TellAsync(
                    linked.Id,
                    NotificationKind.SignInReplaced,
                    $"{linked.Id}/{links.Count}",
                    [links[^1].Reason ?? ""],
                    cancellationToken
                );
            return linked;
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

    private async Task TakeNumberAsync(string number, string memberId, CancellationToken cancellationToken)
    {
        if (await _store.TakeNumberAsync(number, memberId, cancellationToken) != memberId)
            throw new ContentError(ContentErrorCode.NumberTaken, number);
        var first = MemberRules.IdOf(number);
        if (first == memberId || await _store.FindAsync(first, cancellationToken) is null)
            return;
        // Registered by a release that did not write numbers down.
        await _store.DropNumberAsync(number, memberId, cancellationToken);
        throw new ContentError(ContentErrorCode.NumberTaken, number);
    }

    /// <summary>
    /// Enters the member as about to sit on the organisation's one seat. Nobody else may sit there in an overlapping time, nor be about to: have entered before
    /// and not been seen with the position yet.
    /// </summary>
    private async Task TakeSeatAsync(string organisationId, string memberId, DatePeriod period, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = SchoolTime.Now(_time);
            var seat = await _seats.FindAsync(organisationId, cancellationToken);
            var coming = seat.Holders.Where(holder => holder.TakenAt > now - SeatPatience && holder.MemberId != memberId).ToList();
            foreach (var holder in coming.Where(holder => holder.Period.Overlaps(period)))
            {
                var hasCome =
                    await _store.FindAsync(holder.MemberId, cancellationToken) is { } other
                    && other.Positions.Any(held => IsSeatAt(held, organisationId) && held.Period.From == holder.Period.From);
                if (!hasCome)
                    throw new ContentError(ContentErrorCode.PositionTaken, organisationId);
            }
            var sitting = await _store.HoldingAsync(MemberPosition.Secretary, organisationId, cancellationToken);
            if (
                sitting
                    .Where(other => other.Id != memberId)
                    .SelectMany(other => other.Positions.Valid())
                    .Any(held => IsSeatAt(held, organisationId) && held.Period.Overlaps(period))
            )
                throw new ContentError(ContentErrorCode.PositionTaken, organisationId);
            if (await _seats.PutAsync(seat with { Holders = [.. coming, new(memberId, period, now)] }, cancellationToken))
                return;
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    private static bool IsSeatAt(HeldPosition held, string organisationId) => MemberRules.IsSeat(held.Position) && held.OrganisationId == organisationId;

    /// <summary>Each with its memberships where their organisations stand today.</summary>
    private async ValueTask<IReadOnlyList<Member>> PlacedAsync(IReadOnlyList<Member> found, CancellationToken cancellationToken) =>
        await _moves.CurrentAsync(cancellationToken) is { IsAsStored: false } tree ? [.. found.Select(tree.Placed)] : found;

    private Entering Entering(Actor by) => new(by.Subject, SchoolTime.Now(_time));

    /// <summary>One guarded write; when somebody else was first, the change is made again on what they left.</summary>
    private async Task<Member> ChangeAsync(string id, Actor by, Func<Member, Entering, Member> change, CancellationToken cancellationToken)
    {
        var entering = Entering(by);
        for (var tries = 0; tries < Tries; tries++)
        {
            var member = await RequireAsync(id, cancellationToken);
            var changed = change(member, entering);
            if (ReferenceEquals(changed, member))
                return member;
            if (!await _store.ReplaceAsync(changed, cancellationToken))
                continue;
            if (!ReferenceEquals(changed.Memberships, member.Memberships))
            {
                // What waits for a decision waits where the member is now.
                var lineage = changed.LineageOn(entering.Today);
                await _claims.FollowAsync(id, lineage, cancellationToken);
                await _corrections.FollowAsync(id, lineage, cancellationToken);
            }
            await _events.AppendAsync(DomainEventKind.MemberChanged, id, id, cancellationToken);
            return changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }
}
