namespace ELearning.Content;

/// <summary>A session as its member sees it, from the desk or from the archive. Seconds are floored from milliseconds once, here.</summary>
internal static class SessionView
{
    public static StudySession Of(Desk desk, DateTimeOffset now, StudyRules? rules)
    {
        now = now > desk.Session!.SeenAt ? now : desk.Session.SeenAt;
        desk = SilenceClock.At(desk, now, rules);
        var session = desk.Session!;
        var status = session.Ending?.Status ?? (now - session.SeenAt > (rules?.Lease ?? TimeSpan.Zero) ? StudySessionStatus.Idle : StudySessionStatus.Active);
        return Of(
            desk.Id,
            session,
            status,
            Remaining(desk, session.Ending?.At ?? now, rules),
            SchoolTime.DayOf(session.Ending is null ? now : session.SeenAt).Year,
            rules
        ) with
        {
            PresenceCheck = desk.Check?.Shown,
            UnprovenAllowanceSeconds = Allowance(AllowanceLeft(desk, rules)),
        };
    }

    public static StudySession Of(ArchivedSession archived, StudyRules? rules)
    {
        var view = Of(
            archived.MemberId,
            archived.Session,
            archived.Ending.Status,
            archived.RemainingMilliseconds,
            SchoolTime.DayOf(archived.Session.SeenAt).Year,
            rules
        );
        var late = Refusals.Add(archived.Session.Refused, RefusalReason.Superseded, archived.LateMilliseconds);
        return view with
        {
            UnprovenAllowanceSeconds = Allowance(archived.AllowanceMilliseconds),
            Refusals = Seconds(late),
            Occurrences = StudyLog.Occurrences(archived.RefusalLog),
            NextSequence = Math.Max(archived.Session.Sequence, archived.LateSequence) + 1,
        };
    }

    /// <summary>The least of what the chapter, the family and the day can still earn, in milliseconds.</summary>
    public static long Remaining(Desk desk, DateTimeOffset now, StudyRules? rules)
    {
        var today = SchoolTime.DayOf(now);
        var content = desk.Session!.ContentOf(today.Year);
        var ceiling = (long)(rules?.DailyCeiling.TotalMilliseconds ?? 0) - desk.CountedOn(today);
        return Math.Max(0, Math.Min(Math.Min(desk.Session.DurationMilliseconds - content.Counted.Length, content.FamilyLeft), ceiling));
    }

    /// <summary>What may still be confirmed without a proof, in milliseconds; null where the policy asks for none.</summary>
    public static long? AllowanceLeft(Desk desk, StudyRules? rules) => PendingRules.AllowanceLeft(desk, rules) is var left and < long.MaxValue ? left : null;

    private static StudySession Of(string memberId, DeskSession session, StudySessionStatus status, long remaining, int year, StudyRules? rules) =>
        new()
        {
            Id = SessionIds.Of(memberId, session.Number),
            MemberId = memberId,
            CoursewareId = session.CoursewareId,
            CoursewareVersion = session.CoursewareVersion,
            ChapterKey = session.ChapterKey,
            Status = status,
            PositionSeconds = session.PositionSeconds,
            VerifiedSeconds = Floor(session.VerifiedMilliseconds),
            PendingSeconds = Floor(session.PendingMilliseconds),
            RemainingSeconds = Floor(remaining),
            Coverage = (double)session.ContentOf(year).Counted.Length / session.DurationMilliseconds,
            HeartbeatSeconds = (int)(rules?.Heartbeat.TotalSeconds ?? 0),
            NextSequence = session.Sequence + 1,
            StartedAt = session.StartedAt,
            LastSeenAt = session.SeenAt,
            EndedAt = session.Ending?.At,
            DeviceName = session.DeviceName,
            Refusals = Seconds(session.Refused),
            Occurrences = StudyLog.Occurrences(session.RefusalLog),
            Days = StudyLog.Days(memberId, session),
        };

    private static IReadOnlyList<Refusal> Seconds(IReadOnlyList<RefusedTime> refused) =>
        [
            .. refused
                .Select(time => new Refusal(time.Reason, Floor(time.Milliseconds)))
                .Where(refusal => refusal.Seconds > 0)
                .OrderBy(refusal => refusal.Reason),
        ];

    private static int? Allowance(long? milliseconds) => milliseconds is { } left ? Floor(left) : null;

    private static int Floor(long milliseconds) => (int)(milliseconds / 1000);
}
