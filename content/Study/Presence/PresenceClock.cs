using System.Security.Cryptography;
using System.Text;

namespace ELearning.Content;

/// <summary>
/// Presence checks on the desk, pure: when one is wanted and what settles it. A check lives from its issue until its one answer or until it is due. A right
/// answer confirms what is pending, a wrong one drops it, a missed one keeps what the allowance reaches.
/// </summary>
internal static class PresenceClock
{
    /// <summary>After a wrong answer to a question of the courseware's own there is at least so much time for the plain one that follows.</summary>
    public static readonly TimeSpan SecondTry = TimeSpan.FromSeconds(60);

    /// <summary>The desk as it is now: a check whose time is over has been missed.</summary>
    public static Desk Lapse(Desk desk, DateTimeOffset now, StudyRules? rules)
    {
        if (desk.Check is not { } check || now <= check.DueAt)
            return desk;
        var missed = Fail(Settle(desk, PresenceOutcome.Missed, null, null), check.DueAt);
        return PendingRules.Drop(PendingRules.ConfirmWithinAllowance(missed, rules), RefusalReason.PresenceMissed, check.DueAt);
    }

    /// <summary>
    /// Settles the outstanding check by its one answer. An answer to anything else, be it forged, of another member, given before or too late, settles nothing
    /// and is told so, and what it came with is taken as if it had come without: a client that sends an answer again, because it did not hear of the first
    /// one's success, loses nothing.
    /// </summary>
    /// <param name="desk">As <see cref="Lapse"/> leaves it.</param>
    public static Answered Answer(Desk desk, PresenceAnswer? answer, DateTimeOffset now)
    {
        if (answer is null)
            return new Answered(desk);
        if (desk.Check is not { } check || !IsSame(check.Id, answer.CheckId))
            return new Answered(desk, Error: new ContentError(ContentErrorCode.PresenceCheckOver));
        if (answer.Answer == check.Answer)
            return new Answered(PendingRules.Prove(Settle(desk, PresenceOutcome.Passed, answer.Answer, now)), PresenceOutcome.Passed);
        var wrong = Settle(desk, PresenceOutcome.Wrong, answer.Answer, now);
        // What a film told may be forgotten by somebody who watched it; a plain question tells whether anybody is there.
        if (check.OfCourseware)
            return new Answered(
                wrong,
                PresenceOutcome.Wrong,
                SecondTry: new WantedCheck(now, check.DueAt > now + SecondTry ? check.DueAt : now + SecondTry, Plain: true)
            );
        return new Answered(PendingRules.Drop(Fail(wrong, now), RefusalReason.PresenceMissed, now), PresenceOutcome.Wrong);
    }

    /// <summary>The check that falls due by what was counted; null while none does.</summary>
    public static WantedCheck? Wanted(Desk desk, DateTimeOffset now, StudyRules? rules) =>
        desk.Check is null && rules is { PresenceChecksPerHour: > 0 } && desk.CountedMilliseconds >= desk.NextCheckAt
            ? new WantedCheck(now, now + rules.PresenceDue)
            : null;

    /// <summary>
    /// The check that a session must pass before it ends, because more is pending than the allowance reaches; null where it may end as it is.
    /// </summary>
    public static WantedCheck? WantedBeforeEnd(Desk desk, DateTimeOffset now, StudyRules? rules) =>
        desk.Check is null && rules is not null && !PendingRules.FitsAllowance(desk, rules) ? new WantedCheck(now, now + rules.PresenceDue) : null;

    /// <summary>Whether so many checks of that day failed that the day earns no more.</summary>
    public static bool IsOver(Desk desk, DateOnly day, StudyRules? rules) =>
        desk.FailedChecks is { } failed && failed.Date == day && failed.Count >= rules?.FailedChecksPerDay;

    /// <summary>The time at which the session's newest check was answered or over; null before the first.</summary>
    public static DateTimeOffset? LastSettledAt(Desk desk) => desk.Session!.Checks is [.., var last] ? last.AnsweredAt ?? last.DueAt : null;

    /// <summary>Takes the same time wherever two ids of one length differ.</summary>
    private static bool IsSame(string checkId, string presented) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(checkId), Encoding.UTF8.GetBytes(presented));

    private static Desk Fail(Desk desk, DateTimeOffset at)
    {
        var day = SchoolTime.DayOf(at);
        return desk with { FailedChecks = new FailedChecks(day, (desk.FailedChecks is { } failed && failed.Date == day ? failed.Count : 0) + 1) };
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
/// <param name="SecondTry">The check that follows a wrong answer to a question of the courseware's own; until it is settled nothing is dropped.</param>
internal sealed record Answered(Desk Desk, PresenceOutcome? Outcome = null, ContentError? Error = null, WantedCheck? SecondTry = null);

/// <summary>A presence check that the clock wants; the <see cref="Proctor"/> chooses what is asked.</summary>
/// <param name="Plain">From the bank of plain questions, not the courseware's own.</param>
internal sealed record WantedCheck(DateTimeOffset At, DateTimeOffset DueAt, bool Plain = false);
