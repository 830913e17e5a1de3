namespace ELearning.Content;

/// <summary>The ledger of training hours: entries are added, numbered and chained by hash, never changed. Posting the same fact again is harmless.</summary>
public sealed class CreditLedger
{
    private const int Tries = 50;
    private const int BatchMembers = 200;
    private const int BatchEntries = 1000;
    private readonly CreditStore _store;
    private readonly EvidenceStore _evidence;
    private readonly IEvents _events;
    private readonly PolicyLibrary _policies;
    private readonly Notifications _notifications;
    private readonly TimeProvider _time;

    internal CreditLedger(CreditStore store, EvidenceStore evidence, IEvents events, PolicyLibrary policies, Notifications notifications, TimeProvider time) =>
        (_store, _evidence, _events, _policies, _notifications, _time) = (store, evidence, events, policies, notifications, time);

    /// <summary>
    /// Posts a credit under the policy in force on the day it was earned, its evidence first. An entry of this id that is there is returned as it is.
    /// </summary>
    public async Task<Credit> PostAsync(NewCredit credit, CancellationToken cancellationToken)
    {
        var policy = PolicyFor(credit);
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await FindOneAsync(credit.Id, cancellationToken) is { } posted)
                return posted;
            var last = await _store.LastAsync(credit.MemberId, cancellationToken);
            var entry = LedgerChain.Next(credit, last, policy, _time.GetUtcNow(), await StoreEvidenceAsync(credit, last, policy, cancellationToken));
            if (!await _store.AddAsync(entry, cancellationToken))
                continue;
            await _events.AppendAsync(DomainEventKind.CreditPosted, entry.Id, entry.MemberId, cancellationToken);
            return entry;
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Posts many credits without evidence of their own in few round trips, in the given order for each member. Credits that are posted already are left out,
    /// so a call that was cut off is gone on with by repeating it.
    /// </summary>
    public async Task PostBatchAsync(IReadOnlyList<NewCredit> credits, CancellationToken cancellationToken)
    {
        if (credits.Any(credit => credit.Evidence is not null))
            throw new ArgumentException("Evidence is kept one credit at a time.", nameof(credits));
        foreach (var members in credits.GroupBy(credit => credit.MemberId).Chunk(BatchMembers))
        {
            var ledgers = await EntriesAsync([.. members.Select(member => member.Key)], cancellationToken);
            var added = members.SelectMany(member => Following(ledgers[member.Key], member)).ToList();
            foreach (var batch in added.Chunk(BatchEntries))
            {
                if (await _store.AddAsync(batch, cancellationToken))
                    continue;
                // Somebody posted for one of these members in between: one by one, each finding its number.
                foreach (var credit in members.SelectMany(member => member))
                {
                    await PostAsync(credit, cancellationToken);
                }
                break;
            }
        }
    }

    /// <summary>Takes a credit back by an entry of its own, in the year and form of the credit.</summary>
    /// <returns>The reversed credit.</returns>
    public async Task<Credit> ReverseAsync(string creditId, string reason, Actor actor, CancellationToken cancellationToken)
    {
        var why = InputChecks.Text("reason", reason, 500);
        var credit = await FindOneAsync(creditId, cancellationToken) ?? throw ContentError.NotFound(nameof(Credit));
        if (credit.Reverses is not null)
            throw new ContentError(ContentErrorCode.CreditReversed);
        if (await FindOneAsync(ReversalOf(creditId), cancellationToken) is { } before)
        {
            // Whoever reversed it may have been cut off before the member was told; telling again is harmless.
            await TellReversedAsync(credit, before, cancellationToken);
            throw new ContentError(ContentErrorCode.CreditReversed);
        }
        var reversal = await PostAsync(
            new(ReversalOf(creditId), credit.MemberId, credit.Form, -credit.Seconds, credit.EarnedOn, new(CreditSourceKind.Reversal, creditId))
            {
                CoursewareId = credit.CoursewareId,
                CoursewareVersion = credit.CoursewareVersion,
                VenueLevel = credit.VenueLevel,
                Title = credit.Title,
                PostedBy = actor.Subject,
                Reverses = creditId,
                Reason = why,
            },
            cancellationToken
        );
        // Two reversals at once: the entry is the other's.
        if (reversal.PostedBy != actor.Subject || reversal.Reason != why)
            throw new ContentError(ContentErrorCode.CreditReversed);
        await TellReversedAsync(credit, reversal, cancellationToken);
        return credit;
    }

    private Task TellReversedAsync(Credit credit, Credit reversal, CancellationToken cancellationToken) =>
        _notifications.TellAsync(credit.MemberId, NotificationKind.CreditReversed, credit.Id, [credit.Title ?? "", reversal.Reason ?? ""], cancellationToken);

    public async Task<IReadOnlyDictionary<string, Credit>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
        (await _store.FindAsync(ids, cancellationToken)).ToDictionary(credit => credit.Id);

    /// <summary>Finds the reversing entry of each credit that has one, by the credit's id.</summary>
    public async Task<IReadOnlyDictionary<string, Credit>> ReversalsOfAsync(IReadOnlyCollection<string> creditIds, CancellationToken cancellationToken) =>
        (await _store.FindAsync([.. creditIds.Select(ReversalOf)], cancellationToken)).ToDictionary(reversal => reversal.Reverses!);

    /// <summary>Lists a page of each member's entries, newest first.</summary>
    public Task<IReadOnlyDictionary<string, Page<Credit>>> ListAsync(
        IReadOnlyCollection<string> memberIds,
        int? year,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        if (year is { } asked)
            ComplianceRules.CheckYear(asked);
        return _store.PagesAsync(memberIds, year, page, cancellationToken);
    }

    /// <summary>Adds up what each member was credited in a year; what was reversed is taken off. One query for all of them.</summary>
    public async Task<IReadOnlyDictionary<string, CreditTotal>> TotalsAsync(
        IReadOnlyCollection<string> memberIds,
        int year,
        CancellationToken cancellationToken
    )
    {
        ComplianceRules.CheckYear(year);
        var seconds = await _store.SecondsAsync(memberIds, year, cancellationToken);
        var policy = _policies.InForceOn(ComplianceRules.ReferenceDay(year, SchoolTime.Today(_time)));
        return memberIds
            .Distinct()
            .ToDictionary(
                member => member,
                member =>
                {
                    var sum = seconds.GetValueOrDefault(member);
                    return new CreditTotal(sum, policy is null ? null : TrainingHours.Of(sum, policy.SecondsPerHour));
                }
            );
    }

    /// <summary>Reads the whole ledger of each member, by number.</summary>
    public async Task<ILookup<string, Credit>> EntriesAsync(IReadOnlyCollection<string> memberIds, CancellationToken cancellationToken) =>
        (await _store.EntriesAsync(memberIds, cancellationToken)).ToLookup(credit => credit.MemberId);

    /// <summary>Stores the evidence of a credit, unless an earlier try got so far.</summary>
    /// <returns>The hash of the evidence that is stored; null where the credit has none.</returns>
    private async Task<string?> StoreEvidenceAsync(NewCredit credit, Credit? last, PolicyReference policy, CancellationToken cancellationToken) =>
        credit.Evidence is not { } found
            ? null
            : EvidenceChecks.HashOf(
                await _evidence.AddAsync(
                    new()
                    {
                        Id = credit.Id,
                        MemberId = credit.MemberId,
                        Policy = policy,
                        PreviousHash = last?.Hash,
                        Study = found.Study,
                        Claim = found.Claim,
                    },
                    cancellationToken
                )
            );

    private IEnumerable<Credit> Following(IEnumerable<Credit> ledger, IEnumerable<NewCredit> added)
    {
        var entries = ledger.ToList();
        var posted = entries.Select(entry => entry.Id).ToHashSet();
        var last = entries.LastOrDefault();
        foreach (var credit in added.Where(credit => posted.Add(credit.Id)))
        {
            yield return last = LedgerChain.Next(credit, last, PolicyFor(credit), _time.GetUtcNow());
        }
    }

    private PolicyReference PolicyFor(NewCredit credit) =>
        (_policies.InForceOn(credit.EarnedOn) ?? throw ContentError.Invalid("earnedOn", InputFault.InThePast, _policies.FirstDay)).Reference;

    private async Task<Credit?> FindOneAsync(string id, CancellationToken cancellationToken) =>
        (await _store.FindAsync([id], cancellationToken)).SingleOrDefault();

    private static string ReversalOf(string creditId) => creditId + "/reversal";
}
