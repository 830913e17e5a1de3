namespace ELearning.Content;

/// <summary>
/// What follows when a session has ended: its content into the coverage, itself into the archive, evidence and credit of each day into the ledger, and last the
/// desk is freed. Each step may be repeated and none is undone, so whoever finds an ended session at a desk simply does all of them.
/// </summary>
internal sealed class SessionSettlement(DeskStore desks, CoverageStore coverage, SessionStore sessions, CreditLedger ledger, ClientTraces traces)
{
    public async Task SettleAsync(Desk desk, StudyRules? rules, CancellationToken cancellationToken)
    {
        var session = desk.Session!;
        var ending = session.Ending!;
        foreach (var content in session.Years)
            await coverage.AddAsync(desk.Id, session, content, cancellationToken);
        await sessions.AddAsync(
            new ArchivedSession
            {
                Id = SessionIds.Of(desk.Id, session.Number),
                MemberId = desk.Id,
                Session = session,
                Ending = ending,
                RemainingMilliseconds = SessionView.Remaining(desk, ending.At, rules),
                AllowanceMilliseconds = SessionView.AllowanceLeft(desk, rules),
            },
            cancellationToken
        );
        foreach (var credit in Credits(desk.Id, session, ending))
            await ledger.PostAsync(credit, cancellationToken);
        // When somebody else was first the desk is free already.
        await desks.ReplaceAsync(desk with { Session = null, SeenAt = session.SeenAt }, cancellationToken);
    }

    /// <summary>The credits of a settled session, by day.</summary>
    public async Task<IReadOnlyList<Credit>> CreditsAsync(ArchivedSession archived, CancellationToken cancellationToken)
    {
        var ids = Credits(archived.MemberId, archived.Session, archived.Ending).Select(credit => credit.Id).ToList();
        if (ids.Count == 0)
            return [];
        var found = await ledger.FindAsync(ids, cancellationToken);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>One credit per day, its confirmed milliseconds floored once to seconds; a day of less than a second gives none.</summary>
    private IEnumerable<NewCredit> Credits(string memberId, DeskSession session, SessionEnding ending) =>
        from part in session.Parts
        where part.ConfirmedMilliseconds >= 1000
        orderby part.Date
        select new NewCredit(
            SessionIds.CreditOf(memberId, session.Number, part.Date),
            memberId,
            CreditForm.Online,
            (int)(part.ConfirmedMilliseconds / 1000),
            part.Date,
            new CreditSource(CreditSourceKind.StudySession, SessionIds.Of(memberId, session.Number))
        )
        {
            CoursewareId = session.CoursewareId,
            CoursewareVersion = session.CoursewareVersion,
            Title = session.CoursewareTitle,
            Evidence = SessionEvidence.Of(memberId, session, ending, part, traces.HashOfDevice(session.DeviceName)),
        };
}
