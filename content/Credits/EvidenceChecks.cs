namespace ELearning.Content;

/// <summary>The checks of a credit against its evidence; pure, and made anew at every look.</summary>
internal static class EvidenceChecks
{
    public static ExaminedEvidence Examine(Credit credit, CreditEvidence? pack) => new(credit, pack, [.. Faults(credit, pack)]);

    /// <summary>The hash a credit carries: the form <c>elearning-evidence-1</c> over the fields below in this order.</summary>
    public static string HashOf(CreditEvidence pack)
    {
        var form = new CanonicalForm("elearning-evidence-1").Fields(
            pack.Id,
            pack.MemberId,
            pack.Policy.Id,
            pack.Policy.Version,
            pack.Policy.SecondsPerHour,
            pack.PreviousHash
        );
        if (pack.Study is { } study)
        {
            form.Fields(
                    "study",
                    study.SessionId,
                    study.Status,
                    study.StartedAt,
                    study.LastSeenAt,
                    study.EndedAt,
                    study.Date,
                    study.CoursewareId,
                    study.CoursewareVersion,
                    study.CoursewareTitle,
                    study.ChapterKey,
                    study.DurationMilliseconds,
                    study.MediaHash,
                    study.ConfirmedMilliseconds
                )
                .List(study.Accepted, (list, span) => list.Fields(span.StartMilliseconds, span.EndMilliseconds))
                .List(study.Refused, (list, refused) => list.Fields(refused.Reason, refused.Milliseconds))
                .List(
                    study.PresenceChecks,
                    (list, check) => list.Fields(check.Number, check.Question, check.IssuedAt, check.DueAt, check.AnsweredAt, check.Answer, check.Outcome)
                )
                .Fields(study.Device)
                .List(study.Clients, (list, client) => list.Fields(client.Address, client.Agent));
        }
        if (pack.Claim is { } claim)
        {
            form.Fields(
                "claim",
                claim.ClaimId,
                claim.Form,
                claim.Seconds,
                claim.HeldOn,
                claim.Title,
                claim.VenueLevel,
                claim.ClaimedBy,
                claim.ClaimedAt,
                claim.DecidedBy,
                claim.DecidedAt,
                claim.Reason,
                claim.AssetId,
                claim.AssetHash
            );
            // Said only of several days, so that the hashes of what was claimed for one stay.
            if (claim.HeldFrom is { } from)
                form.Fields("heldFrom", from);
        }
        return form.Hash();
    }

    private static IEnumerable<EvidenceFault> Faults(Credit credit, CreditEvidence? pack)
    {
        if (credit.Hash != LedgerChain.HashOf(credit))
            yield return EvidenceFault.EntryChanged;
        if (credit.EvidenceHash is null && credit.Source.Kind is CreditSourceKind.Batch or CreditSourceKind.Reversal)
            yield break;
        if (pack is null || credit.EvidenceHash is null)
        {
            yield return EvidenceFault.EvidenceMissing;
            yield break;
        }
        if (credit.EvidenceHash != HashOf(pack))
            yield return EvidenceFault.EvidenceChanged;
        if (!IsOf(credit, pack))
            yield return EvidenceFault.EvidenceOfAnother;
        if (pack.Study is not { } study)
            yield break;
        if (!ContentSuffices(credit, study))
            yield return EvidenceFault.ContentTooShort;
        if (TimeOn(study) < credit.Seconds * 1000L)
            yield return EvidenceFault.TimeTooShort;
    }

    private static bool IsOf(Credit credit, CreditEvidence pack) =>
        pack.Id == credit.Id
        && pack.MemberId == credit.MemberId
        && pack.Policy == credit.Policy
        && (credit.Source.Kind, pack) switch
        {
            (CreditSourceKind.StudySession, { Study: { } study, Claim: null }) => study.SessionId == credit.Source.Id
                && study.Date == credit.EarnedOn
                && study.CoursewareId == credit.CoursewareId
                && study.CoursewareVersion == credit.CoursewareVersion,
            (CreditSourceKind.Claim, { Claim: { } claim, Study: null }) => claim.ClaimId == credit.Source.Id
                && claim.Seconds == credit.Seconds
                && claim.HeldOn == credit.EarnedOn
                && claim.Form == credit.Form
                && claim.VenueLevel == credit.VenueLevel,
            _ => false,
        };

    private static bool ContentSuffices(Credit credit, StudyEvidence study)
    {
        var (end, length) = (-1L, 0L);
        foreach (var span in study.Accepted)
        {
            if (span.StartMilliseconds <= end || span.EndMilliseconds <= span.StartMilliseconds)
                return false;
            (end, length) = (span.EndMilliseconds, length + span.EndMilliseconds - span.StartMilliseconds);
        }
        return end <= study.DurationMilliseconds && length >= study.ConfirmedMilliseconds && study.ConfirmedMilliseconds / 1000 == credit.Seconds;
    }

    /// <summary>The time between start and last beat that lies on the day, in milliseconds.</summary>
    private static long TimeOn(StudyEvidence study)
    {
        var (from, to) = (SchoolTime.StartOf(study.Date).ToUnixTimeMilliseconds(), SchoolTime.StartOf(study.Date.AddDays(1)).ToUnixTimeMilliseconds());
        return Math.Min(to, study.LastSeenAt.ToUnixTimeMilliseconds()) - Math.Max(from, study.StartedAt.ToUnixTimeMilliseconds());
    }
}
