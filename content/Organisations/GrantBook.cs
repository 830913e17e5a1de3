using System.Globalization;
using BitFaster.Caching.Lru;

namespace ELearning.Content;

/// <summary>
/// The book of grants: who may act where, and when. Whoever has a right gives less than that to others, and what was given by a grant ends with it.
/// </summary>
public sealed class GrantBook
{
    private const int Capacity = 50_000;

    /// <summary>How long a process may take somebody for one without grants after another process gave them one.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly GrantStore _store;
    private readonly OrganisationTree _organisations;
    private readonly MemberRegister _members;
    private readonly ActivationCodeStore _codes;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    /// <summary>Learners, who have none, ask the most; a grant that is there is read each time, so that one taken back is taken back at once.</summary>
    private readonly ConcurrentLru<string, DateTimeOffset> _without = new(Capacity);

    internal GrantBook(
        GrantStore store,
        OrganisationTree organisations,
        MemberRegister members,
        ActivationCodeStore codes,
        Notifications notifications,
        TimeProvider time
    ) => (_store, _organisations, _members, _codes, _notifications, _time) = (store, organisations, members, codes, notifications, time);

    public static IReadOnlyList<QueryField> Queryable => GrantStore.Map.Fields;

    /// <summary>The grants of a subject that hold on a day.</summary>
    public Task<IReadOnlyList<Grant>> ForAsync(string subject, DateOnly on, CancellationToken cancellationToken) =>
        ForAsync(subject, memberId: null, on, cancellationToken);

    /// <summary>The grants of a subject, and of the member it is joined to, that hold on a day, as do all that they hang on.</summary>
    public async Task<IReadOnlyList<Grant>> ForAsync(string subject, string? memberId, DateOnly on, CancellationToken cancellationToken)
    {
        var held = (await _store.ForAsync(subject, memberId, cancellationToken)).Where(grant => grant.Period.Contains(on)).ToList();
        string[] above = [.. held.SelectMany(grant => grant.Chain).Distinct()];
        if (above.Length == 0)
            return held;
        var standing = (await _store.FindAsync(above, cancellationToken)).Where(grant => grant.Period.Contains(on)).Select(grant => grant.Id).ToHashSet();
        return [.. held.Where(grant => grant.Chain.All(standing.Contains))];
    }

    /// <summary>The same for who is calling now: that somebody has none is remembered for a minute, here at most until one is given.</summary>
    public async Task<IReadOnlyList<Grant>> OfCallerAsync(string subject, string? memberId, DateOnly on, CancellationToken cancellationToken)
    {
        var key = $"{subject}\u001f{memberId}";
        var now = _time.GetUtcNow();
        if (_without.TryGet(key, out var until) && now < until)
            return [];
        var held = await ForAsync(subject, memberId, on, cancellationToken);
        if (held.Count == 0)
            _without.AddOrUpdate(key, now + Memory);
        return held;
    }

    /// <summary>Every grant ever given, also those to come and those that have ended; the latest first unless sorted otherwise.</summary>
    public Task<Page<Grant>> ListAsync(Filter? filter, IReadOnlyList<Sort> sorts, PageRequest page, CancellationToken cancellationToken) =>
        _store.ListAsync(filter, LatestFirst(sorts), page, cancellationToken);

    /// <summary>The grants at each of the very organisations, the latest first, also those to come and those that have ended.</summary>
    public Task<IReadOnlyDictionary<string, Page<Grant>>> AtOrganisationsAsync(
        IReadOnlyCollection<string> organisationIds,
        PageRequest page,
        CancellationToken cancellationToken
    ) => _store.PagesAsync(organisationIds, LatestFirst([]), page, cancellationToken);

    /// <summary>Who has any of the roles at the very organisation on a day, by a grant that holds, as do all that it hangs on.</summary>
    internal async Task<IReadOnlyList<Grant>> HoldersAsync(
        string organisationId,
        IReadOnlyCollection<Role> roles,
        DateOnly on,
        CancellationToken cancellationToken
    )
    {
        var held = (await _store.AtAsync(organisationId, roles, cancellationToken)).Where(grant => grant.Period.Contains(on)).ToList();
        var above = (await _store.FindAsync([.. held.SelectMany(grant => grant.Chain).Distinct()], cancellationToken))
            .Where(grant => grant.Period.Contains(on))
            .Select(grant => grant.Id)
            .ToHashSet();
        return [.. held.Where(grant => grant.Chain.All(above.Contains))];
    }

    public async Task<Grant?> FindAsync(string grantId, CancellationToken cancellationToken) =>
        (await _store.FindAsync([grantId], cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyDictionary<string, Grant>> FindAsync(IReadOnlyCollection<string> grantIds, CancellationToken cancellationToken) =>
        (await _store.FindAsync(grantIds, cancellationToken)).ToDictionary(grant => grant.Id);

    /// <summary>Gives a role; the same right from the same day by the same grant again replaces its end. See <see cref="GrantRules"/> for what is refused.</summary>
    public async Task<Grant> GiveAsync(GiveGrant input, Giver giver, CancellationToken cancellationToken)
    {
        InputChecks.Known("role", input.Role);
        InputChecks.Period(input.Period);
        if (input.MemberId is null == input.Subject is null)
            throw ContentError.Invalid("subject", input.Subject is null ? InputFault.Required : InputFault.Duplicate);
        var member = input.MemberId is { } id ? await _members.RequireAsync(id, cancellationToken) : null;
        var holder = member is null ? Subject(input.Subject) : Grant.SubjectOf(member.Id);
        var organisation = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        if (await IsSelfAsync(holder, member, giver.Actor, cancellationToken))
            throw new ContentError(ContentErrorCode.GrantNotIndependent);
        var through = GrantRules.Through(giver, input.Role, organisation, input.Period, SchoolTime.Today(_time));
        var first = input.Period.From.ToString("O", CultureInfo.InvariantCulture);
        var grant = new Grant(
            through is null
                ? Ids.From("grant", holder, input.Role.ToString(), organisation.Id, first)
                : Ids.From("grant", holder, input.Role.ToString(), organisation.Id, first, through.Id),
            holder,
            input.Role,
            organisation.Id,
            input.Period
        )
        {
            MemberId = member?.Id,
            GivenBy = giver.Actor.Subject,
            Chain = through is null ? [] : [.. through.Chain, through.Id],
        };
        await _store.PutAsync(grant, cancellationToken);
        _without.Clear();
        // A code from before was made for somebody without this right.
        if (member is { Identity: null })
            await _codes.DropAsync(member.Id, cancellationToken);
        if (member is not null)
            await _notifications.TellAsync(
                member.Id,
                NotificationKind.RoleGiven,
                grant.Id,
                [ExpectedError.CodeOf(grant.Role.ToString()), organisation.Name],
                cancellationToken
            );
        return grant;
    }

    /// <summary>Ends a grant, and with it those that were given by it.</summary>
    /// <param name="lastDay">The last day on which the grant holds.</param>
    public async Task RevokeAsync(string grantId, DateOnly lastDay, Giver giver, CancellationToken cancellationToken)
    {
        var grant = await FindAsync(grantId, cancellationToken) ?? throw ContentError.NotFound(nameof(Grant));
        var organisation = await _organisations.RequireAsync(grant.OrganisationId, cancellationToken);
        if (!GrantRules.MayRevoke(giver, grant, organisation))
            throw ContentError.NotFound(nameof(Grant));
        await _store.EndAsync(grantId, lastDay, cancellationToken);
        // They hold no longer anyway; ended, they also say so.
        await _store.EndHangingOnAsync(grantId, lastDay, cancellationToken);
    }

    /// <summary>
    /// Those of the members whose rights are not below the giver's: whoever lets somebody sign in as one of them would pass on more than their own.
    /// </summary>
    public async Task<IReadOnlySet<string>> AboveAsync(IReadOnlyCollection<string> memberIds, Giver giver, CancellationToken cancellationToken)
    {
        if (giver.Everywhere || memberIds.Count == 0)
            return new HashSet<string>();
        var held = await _store.OfMembersAsync(memberIds, SchoolTime.Today(_time), cancellationToken);
        var at = await _organisations.FindAsync([.. held.Select(grant => grant.OrganisationId).Distinct()], cancellationToken);
        return held.Where(grant => !GrantRules.MayRevoke(giver, grant, at[grant.OrganisationId])).Select(grant => grant.MemberId!).ToHashSet();
    }

    private static string Subject(string? subject)
    {
        var text = InputChecks.Text("subject", subject, 100);
        return text.Contains('/', StringComparison.Ordinal) ? throw ContentError.Invalid("subject", InputFault.NotAllowed) : text;
    }

    /// <summary>Whether the holder would be who gives: by the token, by the member, or by another sign-in of that member.</summary>
    private async Task<bool> IsSelfAsync(string holder, Member? member, Actor giver, CancellationToken cancellationToken)
    {
        if (holder == giver.Subject || (member is not null && (member.Id == giver.MemberId || member.Identity == giver.Subject)))
            return true;
        return member is null && giver.MemberId is { } own && (await _members.FindByIdentityAsync(holder, cancellationToken))?.Id == own;
    }

    private static IReadOnlyList<Sort> LatestFirst(IReadOnlyList<Sort> sorts) => sorts.Count > 0 ? sorts : [new("from", true)];
}
