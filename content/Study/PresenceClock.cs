namespace ELearning.Content;

/// <summary>
/// Presence checks on the desk, pure. A check lives from its issue until its one answer or until it is due; a right answer confirms what is pending, a wrong or missing one
/// drops it. Nothing watches the due time: whoever looks at the desk later sees the check as missed since then.
/// </summary>
internal static class PresenceClock
{
    /// <summary>The desk as it is now: a check whose time is over has been missed.</summary>
    public static Desk Lapse(Desk desk, DateTimeOffset now) => desk.Check is { } check && now > check.DueAt ? Miss(desk) : desk;

    /// <summary>Nobody answered the outstanding check.</summary>
    public static Desk Miss(Desk desk) => StudyClock.DropPending(Settle(desk, PresenceOutcome.Missed, null, null), RefusalReason.PresenceMissed, desk.Check!.DueAt);

    /// <summary>
    /// Settles the outstanding check by its one answer. An answer to anything else, be it forged, of another member, given before or too late, settles nothing and is told so,
    /// and what it came with is taken as if it had come without: a client that sends an answer again, because it did not hear of the first one's success, loses nothing.
    /// </summary>
    /// <param name="desk">As <see cref="Lapse"/> leaves it.</param>
    public static Answered Answer(Desk desk, PresenceAnswer? answer, DateTimeOffset now)
    {
        if (answer is null) return new Answered(desk, null, null);
        if (desk.Check is not { } check || !Proctor.IsSame(check.Id, answer.CheckId)) return new Answered(desk, null, new ContentError(ContentErrorCode.PresenceCheckOver));
        return answer.Answer == check.Answer
            ? new Answered(StudyClock.Confirm(Settle(desk, PresenceOutcome.Passed, answer.Answer, now)), PresenceOutcome.Passed, null)
            : new Answered(StudyClock.DropPending(Settle(desk, PresenceOutcome.Wrong, answer.Answer, now), RefusalReason.PresenceMissed, now), PresenceOutcome.Wrong, null);
    }

    private static Desk Settle(Desk desk, PresenceOutcome outcome, string? answer, DateTimeOffset? at)
    {
        var check = desk.Check!;
        var kept = answer?.Length > PresenceRecord.LongestAnswer ? answer[..PresenceRecord.LongestAnswer] : answer;
        var record = new PresenceRecord(check.Number, check.Question, check.IssuedAt, check.DueAt, at, kept, outcome);
        return desk with
        {
            Check = null,
            NextCheckAt = null,
            Session = desk.Session! with { Checks = [.. desk.Session.Checks.TakeLast(PresenceRecord.LargestCount - 1), record] },
        };
    }
}

/// <param name="Outcome">Null when no check was settled.</param>
/// <param name="Error">The answer was to no check that is outstanding.</param>
internal sealed record Answered(Desk Desk, PresenceOutcome? Outcome, ContentError? Error);
