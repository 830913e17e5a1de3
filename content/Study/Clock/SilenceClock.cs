namespace ELearning.Content;

/// <summary>
/// What silence does to a desk, pure. Nothing watches the time: whoever looks later, be it a query, a command or the sweeper, finds the same outcome to the
/// second, and only commands and the sweeper write it down.
/// </summary>
internal static class SilenceClock
{
    /// <summary>
    /// The desk as it is at this moment: a check whose time is over has been missed, and a session that was silent beyond the limit is closed where its pending
    /// time fits into the allowance. Where it does not, the session waits for its member to be asked; after that time the rest is dropped as
    /// <see cref="RefusalReason.NotProven"/>.
    /// </summary>
    /// <returns>The very same desk where nothing has changed.</returns>
    public static Desk At(Desk desk, DateTimeOffset now, StudyRules? rules)
    {
        if (desk.Session is not { Ending: null } session || rules is null)
            return desk;
        desk = PresenceClock.Lapse(desk, now, rules);
        if (!IsSilent(session, now, rules) || desk.Check is not null)
            return desk;
        if (PendingRules.FitsAllowance(desk, rules))
        {
            var (silent, settled) = (session.SeenAt + rules.IdleClose, PresenceClock.LastSettledAt(desk));
            return End(PendingRules.ConfirmWithinAllowance(desk, rules), StudySessionStatus.Closed, settled > silent ? settled.Value : silent);
        }
        var over = session.SeenAt + rules.AskedLater;
        return now <= over
            ? desk
            : End(PendingRules.Drop(PendingRules.ConfirmWithinAllowance(desk, rules), RefusalReason.NotProven, over), StudySessionStatus.Closed, over);
    }

    /// <summary>Whether the session was silent for so long that it is closed unless somebody has to be asked first.</summary>
    public static bool IsSilent(DeskSession session, DateTimeOffset now, StudyRules? rules) => now - session.SeenAt > rules?.IdleClose;

    /// <summary>The desk with its session ended; from here on it earns nothing.</summary>
    public static Desk End(Desk desk, StudySessionStatus status, DateTimeOffset at) =>
        desk with
        {
            Session = desk.Session! with { Questions = [], Ending = new SessionEnding(status, at) },
        };
}
