namespace ELearning.Content;

/// <summary>
/// The study clock, pure: a desk, a beat and the server's time in, the next desk out. The server alone measures time, in whole milliseconds. Time lived fills a
/// bucket of one lease; content not yet counted this year is paid from it in playing order; what it cannot pay is refused with a reason and stays earnable.
/// Each bucket millisecond belongs to the day (Asia/Shanghai) it was lived on, and so do the policy, the ceiling and the year it is counted under.
/// </summary>
internal static class StudyClock
{
    /// <param name="rulesOn">The study rules in force on a day; null where no policy is in force, and then the day earns nothing.</param>
    public static Advanced Advance(Desk desk, StudyBeat beat, DateTimeOffset now, Func<DateOnly, StudyRules?> rulesOn)
    {
        var session = desk.Session ?? throw new ArgumentException("No session at the desk.", nameof(desk));
        var played = BeatChecks.Read(beat, session.Sequence, session.DurationMilliseconds);
        var bodyHash = BeatChecks.Hash(beat);
        if (beat.Sequence < session.Sequence)
            return new Advanced(desk, false);
        if (beat.Sequence == session.Sequence)
        {
            return bodyHash == session.BodyHash ? new Advanced(desk, false) : throw new ContentError(ContentErrorCode.SequenceConflict, beat.Sequence);
        }

        // A clock that went backwards on this machine, or runs behind another machine's, means no time has passed.
        now = now > session.SeenAt ? now : session.SeenAt;
        var rules = RulesAt(session, now, rulesOn);
        var lease = rules?.Lease ?? TimeSpan.Zero;

        // A presence check is settled before the beat is counted: what its lapse or a wrong answer drops, this beat may earn again. Proof of presence covers
        // the beat it came with.
        var answered = PresenceClock.Answer(PresenceClock.Lapse(desk, now, rules), beat.Presence, now);
        var count = new BeatCount(answered.Desk, answered.Desk.Session!, Fill(session.Bucket, session.SeenAt, now, lease), now, rulesOn, rules);
        count.Take(played);
        count.Refuse(SchoolTime.DayOf(now).Year, silent: now - session.SeenAt > lease);
        var next = count.Result(beat.Sequence, bodyHash, beat.PositionSeconds);
        if (answered.Outcome == PresenceOutcome.Passed)
            next = PendingRules.Prove(next);
        return new Advanced(next, true, answered.SecondTry ?? PresenceClock.Wanted(next, now, rules), answered.Error);
    }

    /// <summary>
    /// What a session lives by: the rules in force now or, where a policy has ended and none follows, those of the day it was last heard of, or of the last day
    /// on which it earned.
    /// </summary>
    public static StudyRules? RulesAt(DeskSession session, DateTimeOffset now, Func<DateOnly, StudyRules?> rulesOn) =>
        rulesOn(SchoolTime.DayOf(now)) ?? rulesOn(SchoolTime.DayOf(session.SeenAt)) ?? (session.Parts is [.., var last] ? rulesOn(last.Date) : null);

    /// <summary>
    /// The bucket after time has passed: never more than one lease. A silence earns from its beginning until its lease has run out; unspent time of earlier
    /// beats makes room for it, oldest first, so that time of a day or year that has ended cannot block the next one.
    /// </summary>
    public static IReadOnlyList<BucketTime> Fill(IReadOnlyList<BucketTime> bucket, DateTimeOffset seenAt, DateTimeOffset now, TimeSpan lease)
    {
        var end = now - seenAt > lease ? seenAt + lease : now;
        var fresh = new List<BucketTime>(2);
        for (var start = seenAt; start < end; )
        {
            var day = SchoolTime.DayOf(start);
            var midnight = SchoolTime.StartOf(day.AddDays(1));
            var until = midnight < end ? midnight : end;
            fresh.Add(new BucketTime(day, until.ToUnixTimeMilliseconds() - start.ToUnixTimeMilliseconds()));
            start = until;
        }
        var over = bucket.Sum(time => time.Milliseconds) + fresh.Sum(time => time.Milliseconds) - (long)lease.TotalMilliseconds;
        var filled = new List<BucketTime>(bucket.Count + fresh.Count);
        foreach (var time in bucket)
        {
            var dropped = Math.Clamp(over, 0, time.Milliseconds);
            over -= dropped;
            Append(filled, time with { Milliseconds = time.Milliseconds - dropped });
        }
        foreach (var time in fresh)
            Append(filled, time);
        return filled;
    }

    private static void Append(List<BucketTime> bucket, BucketTime time)
    {
        if (time.Milliseconds <= 0)
            return;
        if (bucket.Count > 0 && bucket[^1].Date == time.Date)
        {
            bucket[^1] = time with { Milliseconds = bucket[^1].Milliseconds + time.Milliseconds };
        }
        else
        {
            bucket.Add(time);
        }
    }
}

/// <param name="Changed">False for a repeated or late beat: nothing is written.</param>
/// <param name="Wanted">The presence check that is to be issued with this beat.</param>
/// <param name="Error">The beat was counted, but the answer it carried was to no outstanding check.</param>
internal sealed record Advanced(Desk Desk, bool Changed, WantedCheck? Wanted = null, ContentError? Error = null);

/// <summary>What was refused, as totals by reason and as events in time; the two always add up to the same.</summary>
internal static class Refusals
{
    public static DeskSession Add(DeskSession session, RefusalReason reason, long milliseconds, IntervalSet content, DateTimeOffset at) =>
        milliseconds <= 0
            ? session
            : session with
            {
                Refused = Add(session.Refused, reason, milliseconds),
                RefusalLog = session.RefusalLog.Add(new(at, at, 1, reason, milliseconds, content.Edges[0], content.Edges[^1]), session.SeenAt),
            };

    public static IReadOnlyList<RefusedTime> Add(IReadOnlyList<RefusedTime> refused, RefusalReason reason, long milliseconds)
    {
        if (milliseconds <= 0)
            return refused;
        var before = refused.FirstOrDefault(time => time.Reason == reason)?.Milliseconds ?? 0;
        return [.. refused.Where(time => time.Reason != reason), new RefusedTime(reason, before + milliseconds)];
    }
}
