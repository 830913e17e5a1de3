namespace ELearning.Content;

/// <summary>Claims of hours earned outside the online school: made by a member or for one, decided by somebody independent, credited once.</summary>
public sealed class CreditClaims
{
    private readonly CreditClaimStore _store;
    private readonly MemberRegister _members;
    private readonly CreditLedger _ledger;
    private readonly MediaLibrary _media;
    private readonly PolicyLibrary _policies;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    internal CreditClaims(
        CreditClaimStore store,
        MemberRegister members,
        CreditLedger ledger,
        MediaLibrary media,
        PolicyLibrary policies,
        Notifications notifications,
        TimeProvider time
    ) => (_store, _members, _ledger, _media, _policies, _notifications, _time) = (store, members, ledger, media, policies, notifications, time);

    public static IReadOnlyList<QueryField> Queryable => CreditClaimStore.Map.Fields;

    /// <summary>Makes a claim. The same idempotency key of the same caller with the same input returns the first claim.</summary>
    public async Task<CreditClaim> ClaimAsync(ClaimCredit input, Actor actor, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var wanted = ClaimRules.Checked(input, _policies.InForceOn(input.HeldOn), _policies.FirstDay, SchoolTime.DayOf(now));
        var member = await _members.RequireAsync(wanted.MemberId, cancellationToken);
        if (wanted.EvidenceAssetId is { } asset && (await _media.FindAsync([asset], cancellationToken)).Count == 0)
            throw ContentError.NotFound(nameof(MediaAsset));
        var claim = new CreditClaim
        {
            Id = $"{member.Id}/{(wanted.IdempotencyKey is { } key ? Ids.From("claim", member.Id, actor.Subject, key) : Ids.New(_time))}",
            MemberId = member.Id,
            Form = wanted.Form,
            Seconds = wanted.Seconds,
            HeldOn = wanted.HeldOn,
            Title = wanted.Title,
            VenueLevel = wanted.VenueLevel,
            EvidenceAssetId = wanted.EvidenceAssetId,
            Status = ClaimStatus.Pending,
            ClaimedBy = actor.Subject,
            ClaimedAt = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()),
            IdempotencyKey = wanted.IdempotencyKey,
            Lineage = member.LineageOn(SchoolTime.DayOf(now)),
        };
        if (await _store.AddAsync(claim, cancellationToken))
            return claim;
        var there = await RequireAsync(claim.Id, cancellationToken);
        return ClaimRules.SameInput(there, wanted, actor) ? there : throw new ContentError(ContentErrorCode.IdempotencyKeyReused);
    }

    /// <summary>The decision is stored first and names its credit; whoever meets the claim next posts what is missing.</summary>
    public async Task<CreditClaim> DecideAsync(string claimId, ClaimDecision decision, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        InputChecks.Known("decision", decision);
        var why = decision == ClaimDecision.Reject ? InputChecks.Text("reason", reason, 500) : InputChecks.OptionalText("reason", reason, 500);
        var claim = await RequireAsync(claimId, cancellationToken);
        var member = await _members.RequireAsync(claim.MemberId, cancellationToken);
        if (!ClaimRules.IsIndependent(actor, claim, member))
            throw new ContentError(ContentErrorCode.DecisionNotIndependent);
        var decided = await EndAsync(
            claim with
            {
                Status = decision == ClaimDecision.Approve ? ClaimStatus.Approved : ClaimStatus.Rejected,
                CreditId = decision == ClaimDecision.Approve ? CreditIdOf(claim) : null,
                Reason = why,
                DecidedBy = actor.Subject,
                DecidedAt = SchoolTime.Now(_time),
            },
            claim.Status,
            cancellationToken
        );
        var kind = decided.Status == ClaimStatus.Approved ? NotificationKind.ClaimApproved : NotificationKind.ClaimRejected;
        await _notifications.TellAsync(decided.MemberId, kind, decided.Id, [decided.Title, why ?? ""], cancellationToken);
        return decided;
    }

    /// <summary>Withdraws a pending claim, for whoever claimed or for the member.</summary>
    public async Task<CreditClaim> WithdrawAsync(string claimId, Actor actor, CancellationToken cancellationToken)
    {
        var claim = await RequireAsync(claimId, cancellationToken);
        if (!ClaimRules.MayWithdraw(actor, claim, (await _members.FindAsync([claim.MemberId], cancellationToken)).GetValueOrDefault(claim.MemberId)))
            throw ContentError.NotFound(nameof(CreditClaim));
        return await EndAsync(claim with { Status = ClaimStatus.Withdrawn, DecidedAt = SchoolTime.Now(_time) }, claim.Status, cancellationToken);
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

    /// <summary>Counts the claims that rest on each of these assets; assets without any are left out.</summary>
    internal async Task<IReadOnlyDictionary<string, int>> NamingAsync(IReadOnlyCollection<string> assetIds, CancellationToken cancellationToken) =>
        (await _store.EvidenceAmongAsync(assetIds, cancellationToken)).CountBy(asset => asset).ToDictionary();

    private async Task<CreditClaim> EndAsync(CreditClaim ended, ClaimStatus before, CancellationToken cancellationToken)
    {
        if (before != ClaimStatus.Pending)
            throw new ContentError(ContentErrorCode.ClaimDecided);
        // Only a decision changes a claim: whoever finds the version gone came second.
        if (!await _store.ReplaceAsync(ended, cancellationToken))
            throw new ContentError(ContentErrorCode.ClaimDecided);
        return await RepairedAsync(ended with { Version = ended.Version + 1 }, cancellationToken);
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

    /// <summary>Posts the credit of an approved claim unless that is known to be done.</summary>
    private async Task<CreditClaim> RepairedAsync(CreditClaim claim, CancellationToken cancellationToken)
    {
        if (claim.Status != ClaimStatus.Approved || claim.CreditPosted)
            return claim;
        var asset = claim.EvidenceAssetId is { } id ? (await _media.FindAsync([id], cancellationToken)).GetValueOrDefault(id) : null;
        await _ledger.PostAsync(ClaimRules.CreditOf(claim, asset?.Hash), cancellationToken);
        await _store.MarkPostedAsync(claim, cancellationToken);
        return claim with { CreditPosted = true };
    }

    private async Task<CreditClaim> RequireAsync(string id, CancellationToken cancellationToken) =>
        (await FindAsync([id], cancellationToken)).GetValueOrDefault(id) ?? throw ContentError.NotFound(nameof(CreditClaim));

    private static string CreditIdOf(CreditClaim claim) => $"{claim.MemberId}/claim-{claim.Id[(claim.MemberId.Length + 1)..]}/1";
}
