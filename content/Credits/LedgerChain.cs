namespace ELearning.Content;

/// <summary>
/// The hash that binds a member's entries, in the <see cref="CanonicalForm"/> <c>elearning-credit-1</c> over these fields in this order: id, memberId, number,
/// form, seconds, earnedOn, source kind, source id, coursewareId, coursewareVersion, venueLevel, title, policy id, policy version, seconds per hour, postedAt,
/// postedBy, reverses, reason, previousHash. An entry with evidence has the form <c>elearning-credit-2</c>, where the hash of the evidence comes last.
/// </summary>
internal static class LedgerChain
{
    private static readonly Dictionary<string, CreditEvidence> NoPacks = [];

    public static string HashOf(Credit credit)
    {
        var form = new CanonicalForm(credit.EvidenceHash is null ? "elearning-credit-1" : "elearning-credit-2").Fields(
            credit.Id,
            credit.MemberId,
            credit.Number,
            credit.Form,
            credit.Seconds,
            credit.EarnedOn,
            credit.Source.Kind,
            credit.Source.Id,
            credit.CoursewareId,
            credit.CoursewareVersion,
            credit.VenueLevel,
            credit.Title,
            credit.Policy.Id,
            credit.Policy.Version,
            credit.Policy.SecondsPerHour,
            credit.PostedAt,
            credit.PostedBy,
            credit.Reverses,
            credit.Reason,
            credit.PreviousHash
        );
        return (credit.EvidenceHash is null ? form : form.Fields(credit.EvidenceHash)).Hash();
    }

    /// <summary>The first entry that is missing, moved, changed or not borne out; null when the ledger is whole.</summary>
    /// <param name="entries">All of one member, by number.</param>
    /// <param name="packs">The evidence by credit.</param>
    /// <param name="alone">Evidence of which there is no entry.</param>
    public static LedgerBreak? FirstBreak(
        IReadOnlyList<Credit> entries,
        IReadOnlyDictionary<string, CreditEvidence>? packs = null,
        IReadOnlyList<CreditEvidence>? alone = null
    )
    {
        (packs, alone) = (packs ?? NoPacks, alone ?? []);
        string? previous = null;
        var before = new HashSet<string>();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Number != i + 1)
                return new(i + 1, alone.FirstOrDefault(pack => pack.PreviousHash == previous)?.Id, LedgerBreakReason.NumberGap);
            if (Reason(entry, previous, packs.GetValueOrDefault(entry.Id), before) is { } reason)
                return new(i + 1, entry.Id, reason);
            before.Add(previous = entry.Hash);
        }
        return alone.Count == 0
            ? null
            : new(entries.Count + 1, (alone.FirstOrDefault(pack => pack.PreviousHash == previous) ?? alone[0]).Id, LedgerBreakReason.EntryMissing);
    }

    /// <summary>The entry that follows <paramref name="last"/>.</summary>
    public static Credit Next(NewCredit credit, Credit? last, PolicyReference policy, DateTimeOffset postedAt, string? evidenceHash = null)
    {
        var entry = new Credit
        {
            Id = credit.Id,
            MemberId = credit.MemberId,
            Number = (last?.Number ?? 0) + 1,
            Form = credit.Form,
            Seconds = credit.Seconds,
            EarnedOn = credit.EarnedOn,
            Source = credit.Source,
            CoursewareId = credit.CoursewareId,
            CoursewareVersion = credit.CoursewareVersion,
            VenueLevel = credit.VenueLevel,
            Title = credit.Title,
            Policy = policy,
            // The database keeps milliseconds; the hash must not rest on more.
            PostedAt = DateTimeOffset.FromUnixTimeMilliseconds(postedAt.ToUnixTimeMilliseconds()),
            PostedBy = credit.PostedBy,
            Reverses = credit.Reverses,
            Reason = credit.Reason,
            EvidenceHash = evidenceHash,
            PreviousHash = last?.Hash,
            Hash = "",
        };
        return entry with { Hash = HashOf(entry) };
    }

    private static LedgerBreakReason? Reason(Credit entry, string? previous, CreditEvidence? pack, HashSet<string> before)
    {
        if (entry.PreviousHash != previous)
            return LedgerBreakReason.PreviousHashMismatch;
        var faults = EvidenceChecks.Examine(entry, pack).Faults;
        // Evidence names an entry that was there when it was written; one that is not there any more was taken away, and all that follows was hashed anew.
        var foreign = pack?.PreviousHash is { } seen && !before.Contains(seen);
        return faults.Count > 0 ? Reason(faults[0])
            : foreign ? LedgerBreakReason.EvidenceMismatch
            : null;
    }

    private static LedgerBreakReason Reason(EvidenceFault fault) =>
        fault switch
        {
            EvidenceFault.EntryChanged => LedgerBreakReason.HashMismatch,
            EvidenceFault.EvidenceMissing => LedgerBreakReason.EvidenceMissing,
            EvidenceFault.EvidenceChanged or EvidenceFault.EvidenceOfAnother => LedgerBreakReason.EvidenceMismatch,
            _ => LedgerBreakReason.EvidenceInsufficient,
        };
}
