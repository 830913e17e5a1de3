namespace ELearning.Content;

/// <summary>The audit of ledgers and credits: everything is computed anew from what is stored, nothing is taken on trust.</summary>
public sealed class LedgerAudit
{
    private readonly CreditStore _credits;
    private readonly EvidenceStore _evidence;
    private readonly StudyDesk _desk;
    private readonly CreditClaims _claims;

    internal LedgerAudit(CreditStore credits, EvidenceStore evidence, StudyDesk desk, CreditClaims claims) =>
        (_credits, _evidence, _desk, _claims) = (credits, evidence, desk, claims);

    /// <summary>Examines each credit with its evidence, by the credit's id.</summary>
    public async Task<IReadOnlyDictionary<string, ExaminedEvidence>> ExamineAsync(IReadOnlyCollection<Credit> examined, CancellationToken cancellationToken)
    {
        var packs = (
            await _evidence.FindAsync([.. examined.Where(credit => credit.EvidenceHash is not null).Select(credit => credit.Id)], cancellationToken)
        ).ToDictionary(pack => pack.Id);
        return examined.ToDictionary(credit => credit.Id, credit => EvidenceChecks.Examine(credit, packs.GetValueOrDefault(credit.Id)));
    }

    /// <summary>Walks the chain from number 1 and names the first link that does not hold.</summary>
    public async Task<LedgerVerification> VerifyAsync(string memberId, CancellationToken cancellationToken)
    {
        // Evidence first, as it is written first: whatever is posted meanwhile has entry and evidence or neither.
        var packs = await _evidence.OfMemberAsync(memberId, cancellationToken);
        var entries = await _credits.EntriesAsync([memberId], cancellationToken);
        var alone = Alone(packs, entries);
        if (alone.Count > 0)
        {
            // Evidence without entry is a crash between the two, which the next call repairs and so does this one, or an entry that somebody removed.
            if (alone.Any(pack => pack.Study is not null))
                await _desk.TidyAsync(memberId, cancellationToken);
            await _claims.FindAsync([.. alone.Select(pack => pack.Claim?.ClaimId).OfType<string>()], cancellationToken);
            entries = await _credits.EntriesAsync([memberId], cancellationToken);
            alone = Alone(packs, entries);
        }
        // What came after the evidence was read brought its own.
        var late = entries.Where(entry => entry.EvidenceHash is not null).Select(entry => entry.Id).Except(packs.Select(pack => pack.Id)).ToList();
        var known = packs.Concat(await _evidence.FindAsync(late, cancellationToken)).ToDictionary(pack => pack.Id);
        return new(memberId, entries.Count, LedgerChain.FirstBreak(entries, known, alone));
    }

    private static List<CreditEvidence> Alone(IReadOnlyList<CreditEvidence> packs, IReadOnlyList<Credit> entries)
    {
        var posted = entries.Select(entry => entry.Id).ToHashSet();
        return [.. packs.Where(pack => !posted.Contains(pack.Id))];
    }
}
