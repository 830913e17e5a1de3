using System.ComponentModel;

namespace ELearning.Content;

/// <summary>A walk over a member's whole ledger with all its evidence.</summary>
/// <param name="Entries">How many entries there are.</param>
/// <param name="BrokenAt">The first link that does not hold; null when all do.</param>
public sealed record LedgerVerification(string MemberId, int Entries, LedgerBreak? BrokenAt) : IOfMember
{
    public bool Verified => BrokenAt is null;
}

/// <summary>A link that does not hold.</summary>
/// <param name="Number">Place in the ledger, from 1.</param>
/// <param name="CreditId">The entry there; of a missing one the id its evidence still names, or null.</param>
public sealed record LedgerBreak(int Number, string? CreditId, LedgerBreakReason Reason);

[Description("Why a ledger does not hold together.")]
public enum LedgerBreakReason
{
    [Description("The entry of this number is missing. 「编号不连续」")]
    NumberGap,

    [Description("The entry does not follow the one before it: it was moved, or the one before was changed. 「前后不衔接」")]
    PreviousHashMismatch,

    [Description("The entry is not what its hash was taken over. 「记录被改动」")]
    HashMismatch,

    [Description("The entry has no evidence. 「证据缺失」")]
    EvidenceMissing,

    [Description("The evidence is not what the entry's hash of it was taken over, or tells of another credit. 「证据不符」")]
    EvidenceMismatch,

    [Description("The evidence is whole, but does not bear out the seconds credited. 「证据不足」")]
    EvidenceInsufficient,

    [Description("There is evidence of an entry after the last one, which is not there. 「末尾记录缺失」")]
    EntryMissing,
}
