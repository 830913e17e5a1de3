namespace ELearning.Content;

/// <summary>
/// Where members study: starts, beats and finishes of sessions. All that decides about a second is one desk document per member, replaced only at its version,
/// so two processes, tabs or devices can never both count. A session that ends is first marked so on the desk (no second is counted after that), then settled
/// step by step; a crash anywhere is repaired by the next call that touches the desk.
/// </summary>
public sealed class StudyDesk
{
    private const int Tries = 10;
    private const int LongestDeviceName = 64;
    private readonly DeskStore _desks;
    private readonly SessionStore _sessions;
    private readonly SessionSettlement _settlement;
    private readonly ChapterChoice _choice;
    private readonly Proctor _proctor;
    private readonly ClientTraces _traces;
    private readonly IEvents _events;
    private readonly PolicyLibrary _policies;
    private readonly TimeProvider _time;

    internal StudyDesk(
        DeskStore desks,
        SessionStore sessions,
        SessionSettlement settlement,
        ChapterChoice choice,
        Proctor proctor,
        ClientTraces traces,
        IEvents events,
        PolicyLibrary policies,
        TimeProvider time
    ) =>
        (_desks, _sessions, _settlement, _choice, _proctor, _traces, _events, _policies, _time) = (
            desks,
            sessions,
            settlement,
            choice,
            proctor,
            traces,
            events,
            policies,
            time
        );

    /// <summary>
    /// Resumes the open session of the chapter, or starts a new one. Another session that is earning is in the way unless taken over; one that went silent is
    /// closed. Where the session that ends, or the resumed one after a long silence, holds more pending time than the allowance reaches, a presence check is
    /// issued first. While one is outstanding nothing is started nor resumed until <see cref="StartStudy.Presence"/> settles it; a resumed session comes along
    /// with that error.
    /// </summary>
    public async Task<StudyOutcome> StartAsync(string memberId, StartStudy input, CancellationToken cancellationToken)
    {
        var device = string.IsNullOrWhiteSpace(input.DeviceName) ? null : input.DeviceName.Trim();
        if (device?.Length > LongestDeviceName)
            throw ContentError.Invalid("deviceName", InputFault.TooLong, LongestDeviceName);
        var presence = input.Presence;
        ContentError? over = null;
        int? replaced = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Instant();
            var desk = await OpenAsync(memberId, now, cancellationToken);
            now = desk.SeenAt > now ? desk.SeenAt.Value : now;
            var answered = Answer(desk, presence, now);
            if (desk.Session is { } open && open.CoursewareId == input.CoursewareId && (input.ChapterKey ?? open.ChapterKey) == open.ChapterKey)
            {
                var silent = SilenceClock.IsSilent(open, now, RulesAt(open));
                var asked = Ask(answered, now, beforeEnd: silent);
                if (await WriteIfChangedAsync(desk, asked, cancellationToken) is not { } kept)
                    continue;
                if (kept.Check is { } due)
                    return Now(kept, now, Due(due));
                if (!silent)
                    return Now(kept, now, over ?? answered.Error);
                // Whoever was asked after so long a silence has answered: the session is closed by the next look, and a new one begins.
                (presence, over, replaced) = (null, answered.Error, open.Number);
                continue;
            }
            var chosen = await _choice.ChooseAsync(memberId, input, now, RulesOn(SchoolTime.DayOf(now)) is not null, cancellationToken);
            if (desk.Session is { } other)
            {
                var earning = IsEarning(other, now);
                // Who only looks whether the place is free is asked nothing; an answer has had its one try all the same.
                var looksOnly = earning && !input.TakeOver;
                var asked = Ask(answered, now, beforeEnd: !looksOnly);
                if (looksOnly || asked.Check is not null)
                {
                    if (await WriteIfChangedAsync(desk, asked, cancellationToken) is not { } kept)
                        continue;
                    throw kept.Check is { } due ? Due(due) : Active(memberId, other);
                }
                if (await EndAsync(asked, earning ? StudySessionStatus.Superseded : StudySessionStatus.Closed, now, cancellationToken))
                {
                    (presence, over, replaced) = (null, answered.Error, other.Number);
                }
                continue;
            }
            var started = desk with
            {
                LastNumber = desk.LastNumber + 1,
                Session = chosen.Open(desk.LastNumber + 1, device, _proctor.Ration(chosen.Courseware.Content.Questions), now),
            };
            started = _proctor.Serve(started, PresenceClock.Wanted(started, now, RulesAt(started.Session)), now);
            if (await WriteAsync(desk, _traces.See(started, input.Client), cancellationToken) is { } written)
            {
                return Now(written, now, over ?? answered.Error) with
                {
                    Credits = replaced is { } number ? await CreditsOfAsync(memberId, number, cancellationToken) : [],
                };
            }
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// A beat: one guarded write; one read before it where this process was not the last at the desk. The rare one that issues a presence check tells so by a
    /// further command.
    /// </summary>
    public async Task<StudyOutcome> RecordAsync(string memberId, string sessionId, StudyBeat beat, CancellationToken cancellationToken)
    {
        var number = NumberOf(memberId, sessionId);
        if (await TryRecordAsync(memberId, number, beat, cancellationToken) is { } recorded)
            return recorded;
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Instant();
            var desk = await OpenAsync(memberId, now, cancellationToken);
            if (desk.Session?.Number != number)
                return await LateAsync(memberId, number, beat, cancellationToken);
            var advanced = StudyClock.Advance(desk, beat, now, RulesOn);
            if (!advanced.Changed)
                return Now(desk, now);
            if (await WriteAsync(desk, Next(advanced, beat, now), cancellationToken) is { } written)
                return Now(written, now, advanced.Error);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Counts a beat on the desk as this process last wrote it. That desk may be old, so it decides nothing but what the guarded write then confirms: null for
    /// whatever else a beat may meet (a repetition, a fault, an ended session, a long silence, another process at the desk), and then the desk is read.
    /// </summary>
    private async Task<StudyOutcome?> TryRecordAsync(string memberId, int number, StudyBeat beat, CancellationToken cancellationToken)
    {
        var now = Instant();
        if (
            _desks.Remembered(memberId) is not { Session: { Ending: null } session } desk
            || session.Number != number
            || now - session.SeenAt > RulesAt(session)?.IdleClose
        )
            return null;
        Advanced advanced;
        try
        {
            advanced = StudyClock.Advance(desk, beat, now, RulesOn);
        }
        catch (ContentError)
        {
            return null;
        }
        return advanced.Changed && await WriteAsync(desk, Next(advanced, beat, now), cancellationToken) is { } written
            ? Now(written, now, advanced.Error)
            : null;
    }

    /// <summary>The desk after a counted beat: with the presence check that came due, and from where the beat came.</summary>
    private Desk Next(Advanced advanced, StudyBeat beat, DateTimeOffset now) => _traces.See(_proctor.Serve(advanced.Desk, advanced.Wanted, now), beat.Client);

    /// <summary>
    /// Ends the session and posts its credits, unless a presence check is outstanding and <paramref name="presence"/> does not settle it; one is issued where
    /// more is pending than the allowance reaches. Finishing again answers the same session and the same credits.
    /// </summary>
    public async Task<StudyOutcome> FinishAsync(string memberId, string sessionId, PresenceAnswer? presence, CancellationToken cancellationToken)
    {
        var number = NumberOf(memberId, sessionId);
        ContentError? over = null;
        for (var tries = 0; tries < Tries; tries++)
        {
            var now = Instant();
            var desk = await OpenAsync(memberId, now, cancellationToken);
            if (desk.Session?.Number != number)
            {
                var archived = await _sessions.FindAsync(memberId, number, cancellationToken) ?? throw ContentError.NotFound(nameof(StudySession));
                return await EndedAsync(archived, archived.Ending.Status == StudySessionStatus.Finished ? over : EndedError(archived), cancellationToken);
            }
            var answered = Answer(desk, presence, now);
            var asked = Ask(answered, now, beforeEnd: true);
            if (asked.Check is { } due)
            {
                if (await WriteIfChangedAsync(desk, asked, cancellationToken) is { } kept)
                    return Now(kept, now, Due(due));
            }
            else if (await EndAsync(asked, StudySessionStatus.Finished, now, cancellationToken))
            {
                over = answered.Error;
            }
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>
    /// Sessions as they are at this moment, open or ended; one that silence has ended is answered as ended, though nothing is written by a look.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, StudySession>> FindAsync(IReadOnlyCollection<string> sessionIds, CancellationToken cancellationToken)
    {
        var known = sessionIds.Select(id => (Id: id, Parsed: SessionIds.Parse(id))).Where(entry => entry.Parsed is not null).ToList();
        var open = await _desks.FindAsync([.. known.Select(entry => entry.Parsed!.Value.MemberId).Distinct()], cancellationToken);
        return await ViewsAsync(open, [.. known.Select(entry => entry.Id)], cancellationToken);
    }

    /// <summary>
    /// Newest first, the open one included. Sessions are numbered without gaps, so a page is known by its numbers and costs two queries for all members
    /// together. Only a page backward that would begin with forgotten ones asks where the kept ones begin.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, Page<StudySession>>> ListAsync(
        IReadOnlyCollection<string> memberIds,
        PageRequest page,
        CancellationToken cancellationToken
    )
    {
        var current = await _desks.FindAsync([.. memberIds.Distinct()], cancellationToken);
        var pages = memberIds.Distinct().ToDictionary(member => member, member => NumberedPages.Of(current.GetValueOrDefault(member)?.LastNumber ?? 0, page));
        var views = await ViewsAsync(current, [.. pages.SelectMany(entry => Ids(entry.Key, entry.Value))], cancellationToken);
        foreach (var (member, there) in pages.ToList())
        {
            if (!page.Backward || there.Numbers is not [.., var begin] || views.ContainsKey(SessionIds.Of(member, begin)))
                continue;
            // An open one is kept by the desk, and is the newest.
            var newest = current[member].Session is null ? there.Last + 1 : there.Last;
            pages[member] = NumberedPages.Of(there.Last, page, await _sessions.OldestAsync(member, cancellationToken) ?? newest);
            foreach (var (id, view) in await ViewsAsync(current, [.. Ids(member, pages[member])], cancellationToken))
                views[id] = view;
        }
        return pages.ToDictionary(entry => entry.Key, entry => entry.Value.Fill(number => views.GetValueOrDefault(SessionIds.Of(entry.Key, number)), page));

        static IEnumerable<string> Ids(string member, NumberedPages page) => page.Numbers.Select(number => SessionIds.Of(member, number));
    }

    /// <summary>Whether a desk has a session that has ended, or that silence has ended by now, and waits to be settled.</summary>
    internal bool IsOver(Desk desk, DateTimeOffset now) =>
        desk.Session is { } session && SilenceClock.At(desk, now, RulesAt(session)).Session!.Ending is not null;

    /// <summary>Brings a desk in order as any call would.</summary>
    /// <returns>Whether its session is gone now.</returns>
    internal async Task<bool> TidyAsync(string memberId, CancellationToken cancellationToken) =>
        (await OpenAsync(memberId, Instant(), cancellationToken)).Session is null;

    /// <summary>The desk as a call finds it: an ended session is settled first, and one that silence has ended is ended.</summary>
    private async Task<Desk> OpenAsync(string memberId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var desk = await _desks.ReadAsync(memberId, cancellationToken);
            if (desk.Session is not { } session)
                return desk;
            if (session.Ending is null)
            {
                var settled = SilenceClock.At(desk, now, RulesAt(session));
                if (settled.Session!.Ending is null)
                    return desk;
                await WriteEndedAsync(desk, settled, cancellationToken);
                continue;
            }
            await _settlement.SettleAsync(desk, RulesAt(session), cancellationToken);
            // Whoever ended it has told of it, unless they died before.
            await _events.AppendAsync(DomainEventKind.SessionEnded, SessionIds.Of(memberId, session.Number), memberId, cancellationToken);
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>Ends the session, with what is pending confirmed as far as the allowance reaches; whoever had to be asked before has been.</summary>
    /// <returns>Whether it was ended here; otherwise somebody else changed the desk first, and the caller looks again.</returns>
    private Task<bool> EndAsync(Desk desk, StudySessionStatus status, DateTimeOffset at, CancellationToken cancellationToken) =>
        WriteEndedAsync(desk, SilenceClock.End(PendingRules.ConfirmWithinAllowance(desk, RulesAt(desk.Session!)), status, at), cancellationToken);

    /// <summary>Marks the session as ended, and settles it.</summary>
    private async Task<bool> WriteEndedAsync(Desk desk, Desk ended, CancellationToken cancellationToken)
    {
        if (await _desks.ReplaceAsync(ended, cancellationToken) is not { } written)
            return false;
        await _settlement.SettleAsync(written, RulesAt(written.Session!), cancellationToken);
        await _events.AppendAsync(StudyEvents.Between(desk, written), cancellationToken);
        return true;
    }

    /// <summary>The guarded write of an open desk, and what of it others may be waiting for. Null when somebody else was first.</summary>
    private async Task<Desk?> WriteAsync(Desk read, Desk next, CancellationToken cancellationToken)
    {
        var written = await _desks.ReplaceAsync(next, cancellationToken);
        if (written is not null)
            await _events.AppendAsync(StudyEvents.Between(read, written), cancellationToken);
        return written;
    }

    private Answered Answer(Desk desk, PresenceAnswer? presence, DateTimeOffset now)
    {
        if (desk.Session is not { } session)
            return PresenceClock.Answer(desk, presence, now);
        now = session.SeenAt > now ? session.SeenAt : now;
        return PresenceClock.Answer(PresenceClock.Lapse(desk, now, RulesAt(session)), presence, now);
    }

    /// <summary>The desk with what its answer settled, and with the check that follows it.</summary>
    /// <param name="beforeEnd">Whether its session is about to end, so that more pending time than the allowance reaches is to be proven first.</param>
    private Desk Ask(Answered answered, DateTimeOffset now, bool beforeEnd)
    {
        var wanted = answered.SecondTry ?? (beforeEnd ? PresenceClock.WantedBeforeEnd(answered.Desk, now, RulesAt(answered.Desk.Session!)) : null);
        return _proctor.Serve(answered.Desk, wanted, now);
    }

    /// <summary>Writes the presence checks that a call settled, missed or issued, if there were any.</summary>
    /// <returns>The desk as it is then; null when somebody else changed it first.</returns>
    private async Task<Desk?> WriteIfChangedAsync(Desk desk, Desk asked, CancellationToken cancellationToken) =>
        ReferenceEquals(asked, desk) ? desk : await WriteAsync(desk, asked, cancellationToken);

    private async Task<StudyOutcome> LateAsync(string memberId, int number, StudyBeat beat, CancellationToken cancellationToken)
    {
        var archived = await _sessions.FindAsync(memberId, number, cancellationToken) ?? throw ContentError.NotFound(nameof(StudySession));
        var last = Math.Max(archived.Session.Sequence, archived.LateSequence);
        var played = BeatChecks.Read(beat, last, archived.Session.DurationMilliseconds);
        if (archived.Ending.Status == StudySessionStatus.Superseded && beat.Sequence > last)
        {
            await _sessions.AddLateAsync(archived, beat.Sequence, played, Instant(), cancellationToken);
            archived = await _sessions.FindAsync(memberId, number, cancellationToken) ?? archived;
        }
        return await EndedAsync(archived, EndedError(archived), cancellationToken);
    }

    private async Task<StudyOutcome> EndedAsync(ArchivedSession archived, ContentError? error, CancellationToken cancellationToken) =>
        new(SessionView.Of(archived, RulesAt(archived.Session)), await _settlement.CreditsAsync(archived, cancellationToken), error);

    /// <summary>Returns the credits that an ended session posted.</summary>
    private async Task<IReadOnlyList<Credit>> CreditsOfAsync(string memberId, int number, CancellationToken cancellationToken) =>
        await _sessions.FindAsync(memberId, number, cancellationToken) is { } archived ? await _settlement.CreditsAsync(archived, cancellationToken) : [];

    private static ContentError EndedError(ArchivedSession archived) =>
        new(archived.Ending.Status == StudySessionStatus.Superseded ? ContentErrorCode.StudySessionSuperseded : ContentErrorCode.StudySessionClosed);

    private static ContentError Active(string memberId, DeskSession session) =>
        new(ContentErrorCode.StudySessionActive, session.CoursewareTitle)
        {
            Detail = new ActiveSession(SessionIds.Of(memberId, session.Number), session.CoursewareTitle, session.DeviceName, session.StartedAt),
        };

    private StudyOutcome Now(Desk desk, DateTimeOffset now, ContentError? error = null) => new(SessionView.Of(desk, now, RulesAt(desk.Session!)), [], error);

    private static ContentError Due(DeskCheck check) => new(ContentErrorCode.PresenceCheckDue) { Detail = check.Shown };

    private async Task<Dictionary<string, StudySession>> ViewsAsync(
        IReadOnlyDictionary<string, Desk> current,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var now = Instant();
        var open = current.Values.Where(desk => desk.Session is not null).ToDictionary(desk => SessionIds.Of(desk.Id, desk.Session!.Number));
        var views = ids.Where(open.ContainsKey).Distinct().ToDictionary(id => id, id => SessionView.Of(open[id], now, RulesAt(open[id].Session!)));
        foreach (var archived in await _sessions.FindAsync([.. ids.Where(id => !open.ContainsKey(id))], cancellationToken))
            views[archived.Id] = SessionView.Of(archived, RulesAt(archived.Session));
        return views;
    }

    /// <summary>The current time as precise as it is stored: a desk is the same whether it was written a moment ago or read.</summary>
    private DateTimeOffset Instant() => SchoolTime.Now(_time);

    private bool IsEarning(DeskSession session, DateTimeOffset now) => now - session.SeenAt <= (RulesAt(session)?.Lease ?? TimeSpan.Zero);

    private StudyRules? RulesOn(DateOnly day) => _policies.InForceOn(day)?.Study;

    private StudyRules? RulesAt(DeskSession session) => StudyClock.RulesAt(session, _time.GetUtcNow(), RulesOn);

    private static int NumberOf(string memberId, string sessionId) =>
        SessionIds.Parse(sessionId) is { } id && id.MemberId == memberId ? id.Number : throw ContentError.NotFound(nameof(StudySession));
}
