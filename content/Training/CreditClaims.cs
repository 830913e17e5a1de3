namespace ELearning.Content;

/// <summary>Claims of hours earned outside the online school: made by a member or for one, decided by somebody independent, credited once.</summary>
public sealed class CreditClaims
{
    /// <summary>Of many claims of one call so many are made or decided at the same time.</summary>
    private const int AtATime = 8;

    private readonly CreditClaimStore _store;
    private readonly TrainingDays _days;
    private readonly MemberRegister _members;
    private readonly CreditLedger _ledger;
    private readonly MediaLibrary _media;
    private readonly PolicyLibrary _policies;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    internal CreditClaims(
        CreditClaimStore store,
        TrainingDays days,
        MemberRegister members,
        CreditLedger ledger,
        MediaLibrary media,
        PolicyLibrary policies,
        Notifications notifications,
        TimeProvider time
    ) => (_store, _days, _members, _ledger, _media, _policies, _notifications, _time) = (store, days, members, ledger, media, policies, notifications, time);

    public static IReadOnlyList<QueryField> Queryable => CreditClaimStore.Map.Fields;

    /// <summary>
    /// Makes a claim. The same idempotency key of the same caller with the same input returns the first claim. The days are taken before the claim is stored,
    /// for an id that a repeated call finds again.
    /// </summary>
    /// <exception cref="ContentError">DayFull: on a day of the claim there is no room for it.</exception>
    public async Task<CreditClaim> ClaimAsync(ClaimCredit input, Actor actor, CancellationToken cancellationToken)
    {
        var wanted = Checked(input);
        var member = await _members.RequireAsync(wanted.MemberId, cancellationToken);
        await RequireEvidenceAsync(wanted.EvidenceAssetId, actor, cancellationToken);
        return await ClaimAsync(wanted, member, actor, cancellationToken);
    }

    /// <summary>
    /// Makes the same claim for many members, of whom each has their own outcome: a claim, or why there is none. Repeated with its key it finds what it
    /// made and makes the rest.
    /// </summary>
    /// <param name="mayClaimFor">Whether the caller may claim for a member.</param>
    public async Task<IReadOnlyList<ClaimOutcome>> ClaimForManyAsync(
        ClaimCreditForMany input,
        Func<Member, bool> mayClaimFor,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        RequireFew("memberIds", input.MemberIds);
        var members = (await _members.FindAsync(input.MemberIds, cancellationToken)).Values.Where(mayClaimFor).ToDictionary(member => member.Id);
        // What is wrong with the claim is told to who may make it.
        if (members.Count == 0)
            return [.. input.MemberIds.Select(id => new ClaimOutcome(id, null, ContentError.NotFound(nameof(Member))))];
        var wanted = Checked(input.For(""));
        await RequireEvidenceAsync(wanted.EvidenceAssetId, actor, cancellationToken);
        return await OfEachAsync(
            input.MemberIds,
            id =>
                members.TryGetValue(id, out var member)
                    ? ClaimAsync(wanted with { MemberId = id }, member, actor, cancellationToken)
                    : throw ContentError.NotFound(nameof(Member))
        );
    }

    /// <summary>
    /// Changes a pending claim, for whoever claimed or for the member. The new days are taken beside the old ones before the claim is changed, and the old ones
    /// are given back after it: in between neither can go to another.
    /// </summary>
    public async Task<CreditClaim> AmendAsync(AmendCreditClaim input, Actor actor, CancellationToken cancellationToken)
    {
        var claim = await RequireAsync(input.ClaimId, cancellationToken);
        var member = await _members.RequireAsync(claim.MemberId, cancellationToken);
        if (!ClaimRules.MayWithdraw(actor, claim, member))
            throw ContentError.NotFound(nameof(CreditClaim));
        RequireSeen(claim, input.ExpectedVersion);
        var wanted = Checked(
            new(
                claim.MemberId,
                input.Form,
                input.Seconds,
                input.HeldOn,
                input.Title,
                input.VenueLevel,
                input.EvidenceAssetId,
                null,
                input.HeldFrom,
                input.HeldTo
            )
        );
        ClaimRules.RequireAdmitted(wanted, member);
        if (wanted.EvidenceAssetId != claim.EvidenceAssetId)
            await RequireEvidenceAsync(wanted.EvidenceAssetId, actor, cancellationToken);
        RequirePending(claim);
        var amended = ClaimRules.With(claim, wanted) with { AmendedAt = SchoolTime.Now(_time) };
        amended = amended with { LikelyDoubleOf = await _days.TakeAsync(amended, claim.Version + 1, cancellationToken) };
        var isAmended = await _store.ReplaceAsync(amended, cancellationToken);
        var stored = isAmended ? amended with { Version = amended.Version + 1 } : await RequireAsync(claim.Id, cancellationToken);
        foreach (var year in new[] { claim.HeldOn.Year, amended.HeldOn.Year }.Distinct())
            await _days.SettleAsync(stored, year, cancellationToken);
        if (!isAmended)
            throw Overtaken(stored);
        if (claim.EvidenceAssetId is { } left && left != stored.EvidenceAssetId)
            await _media.LeaveEvidenceAsync(left, cancellationToken);
        return stored;
    }

    /// <summary>
    /// Decides a claim. Before it is approved its days are taken, unless they are. The decision is stored first and names its credit; whoever meets the claim
    /// next posts what is missing.
    /// </summary>
    /// <param name="version">The version of the claim that was looked at; null for whichever there is.</param>
    public async Task<CreditClaim> DecideAsync(
        string claimId,
        ClaimDecision decision,
        string? reason,
        int? version,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var why = Reason(decision, reason);
        var claim = await RequireAsync(claimId, cancellationToken);
        var member = await _members.RequireAsync(claim.MemberId, cancellationToken);
        if (!ClaimRules.IsIndependent(actor, claim, member))
            throw new ContentError(ContentErrorCode.DecisionNotIndependent);
        // Whoever rejected it may have been cut off before the member was told; telling again is harmless.
        if (claim.Status == ClaimStatus.Rejected)
            await TellAsync(claim, NotificationKind.ClaimRejected, cancellationToken);
        RequirePending(claim);
        RequireSeen(claim, version);
        if (decision == ClaimDecision.Approve)
            await _days.TakeAsync(claim, claim.Version + 1, cancellationToken);
        var decided = await EndAsync(
            claim with
            {
                Status = decision == ClaimDecision.Approve ? ClaimStatus.Approved : ClaimStatus.Rejected,
                CreditId = decision == ClaimDecision.Approve ? CreditIdOf(claim) : null,
                Reason = why,
                DecidedBy = actor.Subject,
                DecidedAt = SchoolTime.Now(_time),
            },
            cancellationToken
        );
        if (decided.Status == ClaimStatus.Rejected)
            await TellAsync(decided, NotificationKind.ClaimRejected, cancellationToken);
        return decided;
    }

    public Task<CreditClaim> DecideAsync(string claimId, ClaimDecision decision, string? reason, Actor actor, CancellationToken cancellationToken) =>
        DecideAsync(claimId, decision, reason, null, actor, cancellationToken);

    /// <summary>Decides many claims alike, each of which has its own outcome.</summary>
    /// <param name="versions">The versions that were looked at, in the order of the claims; null for whichever there are.</param>
    /// <param name="mayDecideFor">Whether claims of a member exist for the caller.</param>
    public async Task<IReadOnlyList<ClaimOutcome>> DecideManyAsync(
        IReadOnlyList<string> claimIds,
        IReadOnlyList<int>? versions,
        ClaimDecision decision,
        string? reason,
        Func<Member, bool> mayDecideFor,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        RequireFew("claimIds", claimIds);
        if (versions is not null && versions.Count != claimIds.Count)
            throw ContentError.OutOfRange("expectedVersions", claimIds.Count, claimIds.Count);
        Reason(decision, reason);
        var claims = await FindAsync(claimIds, cancellationToken);
        var members = await _members.FindAsync([.. claims.Values.Select(claim => claim.MemberId).Distinct()], cancellationToken);
        var versionOf = claimIds.Select((id, i) => (id, Version: versions?[i])).ToDictionary(each => each.id, each => each.Version);
        return await OfEachAsync(
            claimIds,
            id =>
                claims.TryGetValue(id, out var claim) && members.TryGetValue(claim.MemberId, out var member) && mayDecideFor(member)
                    ? DecideAsync(id, decision, reason, versionOf[id], actor, cancellationToken)
                    : throw ContentError.NotFound(nameof(CreditClaim))
        );
    }

    /// <summary>Withdraws a pending claim, for whoever claimed or for the member.</summary>
    public async Task<CreditClaim> WithdrawAsync(string claimId, Actor actor, CancellationToken cancellationToken)
    {
        var claim = await RequireAsync(claimId, cancellationToken);
        if (!ClaimRules.MayWithdraw(actor, claim, (await _members.FindAsync([claim.MemberId], cancellationToken)).GetValueOrDefault(claim.MemberId)))
            throw ContentError.NotFound(nameof(CreditClaim));
        RequirePending(claim);
        return await EndAsync(claim with { Status = ClaimStatus.Withdrawn, DecidedAt = SchoolTime.Now(_time) }, cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, CreditClaim>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await RepairedAsync(await _store.FindAsync(ids, cancellationToken), cancellationToken)).ToDictionary(claim => claim.Id);

    /// <summary>Claims of members of the scope (by their organisations when claimed), or of one member; newest first unless sorted otherwise.</summary>
    public async Task<Page<CreditClaim>> ListAsync(
        Scope scope,
        string? memberId,
        Filter? filter,
        IReadOnlyList<Sort> sorts,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var claims = await _store.ListAsync(scope, memberId, filter, sorts.Count > 0 ? sorts : [new("claimedAt", true)], page, cancellationToken);
        var repaired = (await RepairedAsync([.. claims.Nodes], cancellationToken)).ToDictionary(claim => claim.Id);
        return claims.Select(claim => repaired[claim.Id]);
    }

    /// <summary>A page of each member's claims, newest first.</summary>
    public async Task<IReadOnlyDictionary<string, Page<CreditClaim>>> ByMembersAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        return await RepairedAsync(await _store.PagesAsync(memberIds, page, cancellationToken), cancellationToken);
    }

    private async Task<IReadOnlyDictionary<string, Page<CreditClaim>>> RepairedAsync(
        IReadOnlyDictionary<string, Page<CreditClaim>> pages,
        CancellationToken cancellationToken
    )
    {
        var claims = pages.Values.SelectMany(page => page.Nodes).DistinctBy(claim => claim.Id);
        var repaired = (await RepairedAsync([.. claims], cancellationToken)).ToDictionary(claim => claim.Id);
        return pages.ToDictionary(pair => pair.Key, pair => pair.Value.Select(claim => repaired[claim.Id]));
    }

    /// <summary>Finds the files that claims rest on, by their ids, which whoever sees a claim may know.</summary>
    public Task<IReadOnlyDictionary<string, MediaAsset>> EvidenceAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken) =>
        _media.FindEvidenceAsync(assetIds, cancellationToken);

    /// <summary>Counts the claims that rest on each of these assets; assets without any are left out.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> NamingAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken) =>
        (await _store.EvidenceAmongAsync(assetIds, cancellationToken)).CountBy(asset => asset).ToDictionary();

    private ClaimCredit Checked(ClaimCredit input) => ClaimRules.Checked(input, _policies.InForceOn, _policies.FirstDay, SchoolTime.Today(_time));

    private async Task<CreditClaim> ClaimAsync(ClaimCredit wanted, Member member, Actor actor, CancellationToken cancellationToken)
    {
        ClaimRules.RequireAdmitted(wanted, member);
        var now = SchoolTime.Now(_time);
        var claim = new CreditClaim
        {
            Id = $"{member.Id}/{(wanted.IdempotencyKey is { } key ? Ids.From("claim", member.Id, actor.Subject, key) : Ids.New(_time))}",
            MemberId = member.Id,
            Form = wanted.Form,
            Seconds = wanted.Seconds,
            HeldOn = wanted.Span.To,
            HeldFrom = wanted.HeldFrom,
            Title = wanted.Title,
            VenueLevel = wanted.VenueLevel,
            EvidenceAssetId = wanted.EvidenceAssetId,
            Status = ClaimStatus.Pending,
            ClaimedBy = actor.Subject,
            ClaimedAt = now,
            IdempotencyKey = wanted.IdempotencyKey,
            Lineage = member.LineageOn(SchoolTime.DayOf(now)),
        };
        // What was claimed by the key before has its days, or had them.
        if (wanted.IdempotencyKey is not null && (await FindAsync([claim.Id], cancellationToken)).GetValueOrDefault(claim.Id) is { } first)
            return Repeated(first);
        claim = claim with { LikelyDoubleOf = await _days.TakeAsync(claim, claim.Version, cancellationToken) };
        if (await _store.AddAsync(claim, cancellationToken))
            return claim;
        // The same call came twice at once: what this one took beside the other is given back.
        var there = await RequireAsync(claim.Id, cancellationToken);
        foreach (var year in new[] { claim.HeldOn.Year, there.HeldOn.Year }.Distinct())
            await _days.SettleAsync(there, year, cancellationToken);
        return Repeated(there);

        CreditClaim Repeated(CreditClaim there) =>
            there.AmendedAt is not null || ClaimRules.SameInput(there, wanted, actor) ? there : throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    /// <summary>Stores how a claim ended, and gives its days back where it was not approved.</summary>
    private async Task<CreditClaim> EndAsync(CreditClaim ended, CancellationToken cancellationToken)
    {
        if (!await _store.ReplaceAsync(ended, cancellationToken))
        {
            var stored = await RequireAsync(ended.Id, cancellationToken);
            await _days.SettleAsync(stored, ended.HeldOn.Year, cancellationToken);
            throw Overtaken(stored);
        }
        var now = ended with { Version = ended.Version + 1 };
        if (now.Status != ClaimStatus.Approved)
            await _days.SettleAsync(now, now.HeldOn.Year, cancellationToken);
        return await RepairedAsync(now, cancellationToken);
    }

    /// <summary>A file that was handed in as evidence belongs to who sent it; for anybody else there is none of this id.</summary>
    private async Task RequireEvidenceAsync(string? assetId, Actor actor, CancellationToken cancellationToken)
    {
        if (assetId is null)
            return;
        var asset = (await _media.FindEvidenceAsync([assetId], cancellationToken)).GetValueOrDefault(assetId);
        if (asset is null || (asset.Evidence is { } evidence && evidence.Subject != actor.Subject))
            throw ContentError.NotFound(nameof(MediaAsset));
    }

    private static string? Reason(ClaimDecision decision, string? reason)
    {
        InputChecks.Known("decision", decision);
        return decision == ClaimDecision.Reject ? InputChecks.Text("reason", reason, 500) : InputChecks.OptionalText("reason", reason, 500);
    }

    private static void RequireFew(string field, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            throw ContentError.Invalid(field, InputFault.Required);
        if (ids.Count > ClaimRules.MostAtOnce)
            throw ContentError.Invalid(field, InputFault.TooMany, ClaimRules.MostAtOnce);
        if (ids.Distinct().Count() < ids.Count)
            throw ContentError.Invalid(field, InputFault.Duplicate);
    }

    private static void RequirePending(CreditClaim claim)
    {
        if (claim.Status != ClaimStatus.Pending)
            throw new ContentError(ContentErrorCode.ClaimDecided);
    }

    /// <summary>Nobody decides, or overwrites, what they have not seen.</summary>
    private static void RequireSeen(CreditClaim claim, int? version)
    {
        if (version is { } seen && seen != claim.Version)
            throw Overtaken(claim);
    }

    /// <summary>Somebody else was first: with a decision, or by amending what still waits.</summary>
    private static ContentError Overtaken(CreditClaim stored) =>
        new(stored.Status == ClaimStatus.Pending ? ContentErrorCode.Conflict : ContentErrorCode.ClaimDecided);

    /// <summary>Does something for each, a few at a time: what fails for one leaves the others alone.</summary>
    private static async Task<IReadOnlyList<ClaimOutcome>> OfEachAsync(IReadOnlyList<string> ids, Func<string, Task<CreditClaim>> work)
    {
        var outcomes = new List<ClaimOutcome>(ids.Count);
        foreach (var few in ids.Chunk(AtATime))
            outcomes.AddRange(await Task.WhenAll(few.Select(OutcomeAsync)));
        return outcomes;

        async Task<ClaimOutcome> OutcomeAsync(string id)
        {
            try
            {
                return new(id, await work(id), null);
            }
            catch (ContentError error)
            {
                return new(id, null, error);
            }
        }
    }

    private async Task<IReadOnlyList<CreditClaim>> RepairedAsync(IReadOnlyList<CreditClaim> claims, CancellationToken cancellationToken)
    {
        var repaired = new List<CreditClaim>(claims.Count);
        foreach (var claim in claims)
        {
            repaired.Add(await RepairedAsync(claim, cancellationToken));
        }
        return repaired;
    }

    private Task TellAsync(CreditClaim claim, NotificationKind kind, CancellationToken cancellationToken) =>
        _notifications.TellAsync(claim.MemberId, kind, claim.Id, [claim.Title, claim.Reason ?? ""], cancellationToken);

    /// <summary>Posts the credit of an approved claim and tells the member, unless that is known to be done.</summary>
    private async Task<CreditClaim> RepairedAsync(CreditClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Status != ClaimStatus.Approved || claim.CreditPosted)
            return claim;
        var asset = claim.EvidenceAssetId is { } id ? (await _media.FindEvidenceAsync([id], cancellationToken)).GetValueOrDefault(id) : null;
        await _ledger.PostAsync(ClaimRules.CreditOf(claim, asset?.Hash), cancellationToken);
        await TellAsync(claim, NotificationKind.ClaimApproved, cancellationToken);
        await _store.MarkPostedAsync(claim, cancellationToken);
        return claim with { CreditPosted = true };
    }

    private async Task<CreditClaim> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(CreditClaim));

    private static string CreditIdOf(CreditClaim claim) => $"{claim.MemberId}/claim-{claim.Id[(claim.MemberId.Length + 1)..]}/1";
}
