using ELearning.Content;

namespace ELearning.Tests;

/// <summary>
/// Somebody who really watches for two hours, on a bad network and with an ordinary life: 2 % of beats and of answers lost, up to 20 s of jitter, an outage of 25 s each hour, a
/// reload, a change of device, a quarter of an hour in a background tab whose timers run each 60 s, a tab closed for a day. Every check that reaches the screen is answered, after 2 to
/// 40 seconds of thought, one in fifty wrongly. What was not acknowledged is sent again; whoever comes back goes on from the last acknowledged position. Another one watches short
/// films alone and finishes each.
/// </summary>
internal sealed class HonestLearner(int seed, IStudyLine line, double wrong = 0.02)
{
    private const double End = 2 * 3600;
    private const double Lost = 0.02;
    private const double Jitter = 20;
    private const double Day = 86_400;
    private readonly Random random = new(seed);
    private double time;
    private double lastArrival;
    private double position;
    private double acknowledged;
    private double watchedBefore;
    private int sequence;
    private int film;
    private PresenceCheck? check;
    private PresenceAnswer? answer;
    private double answerAt;

    /// <summary>Unique content played, in seconds.</summary>
    public double Watched { get; private set; }

    /// <summary>Checks that reached the screen.</summary>
    public int Checks { get; private set; }

    /// <summary>How many of them were answered wrongly.</summary>
    public int Mistakes { get; private set; }

    /// <summary>One film of hours.</summary>
    public async Task WatchLongFilmAsync()
    {
        var background = random.NextDouble() * (End - 900);
        var outage = random.NextDouble() * 3500;
        Queue<double> arrivals = new(new[] { random.NextDouble() * End, random.NextDouble() * End }.Order()); // the reload and the other device
        var closes = 600 + (random.NextDouble() * (End - 1200));
        var (end, started, away) = (End, time, false);
        await ArriveAsync();
        while (time - started < end)
        {
            var wait = time > background && time < background + 900 ? 60 : 30;
            // An answer is sent at once; one that was lost goes along with the next beat.
            Play(check is not null && answerAt > time ? Math.Min(answerAt - time, wait) : wait);
            if (arrivals.TryPeek(out var arrival) && time > arrival)
            {
                arrivals.Dequeue();
                time += 10; // loading again
                await ArriveAsync();
                continue;
            }
            // The tab is closed, though not under a question; its last beat is sent, whose answer nobody sees, and its learner comes back on the next day.
            var leaves = !away && time > closes && check is null;
            await BeatAsync(!away && time % 3600 >= outage && time % 3600 < outage + 25);
            if (!leaves) continue;
            (away, time, end) = (true, time + Day, end + Day);
            await ArriveAsync();
        }
        await FinishAsync();
    }

    /// <summary>Films of half a minute to three minutes, each finished.</summary>
    public async Task WatchShortFilmsAsync()
    {
        for (; Watched < End; film++)
        {
            (position, acknowledged, watchedBefore) = (0, 0, Watched);
            await ArriveAsync();
            for (var left = random.Next(24, 180); left > 0; left -= 30)
            {
                Play(Math.Min(30, left));
                await BeatAsync(outage: false);
            }
            await FinishAsync();
            time += random.Next(5, 60);
        }
    }

    private void Play(double seconds)
    {
        time += seconds;
        position += seconds;
        Watched = Math.Max(Watched, watchedBefore + position);
    }

    private async Task ArriveAsync()
    {
        check = null;
        for (; ; )
        {
            time = Math.Max(time, check is null ? time : answerAt);
            while (random.NextDouble() < Lost) time += 5;
            lastArrival = Math.Max(lastArrival, time);
            var heard = await line.StartAsync(lastArrival, film, check is null ? null : answer);
            See(heard.Check);
            if (heard.Waits) continue;
            sequence = heard.NextSequence - 1;
            position = acknowledged;
            return;
        }
    }

    private async Task BeatAsync(bool outage)
    {
        sequence++;
        var arrival = Math.Max(lastArrival, time + (random.NextDouble() * Jitter));
        if (random.NextDouble() < Lost || outage) return;
        lastArrival = arrival;
        var heard = await line.BeatAsync(arrival, sequence, acknowledged, position, check is not null && time >= answerAt ? answer : null);
        if (random.NextDouble() < Lost) return;
        acknowledged = position;
        See(heard.Check);
    }

    /// <summary>Whoever is done waits for the last acknowledgement, and answers what is asked before the end.</summary>
    private async Task FinishAsync()
    {
        while (acknowledged < position || check is not null)
        {
            time = Math.Max(time + 5, answerAt);
            await BeatAsync(outage: false);
        }
        for (var waits = true; waits;)
        {
            time = lastArrival = Math.Max(lastArrival, Math.Max(time, check is null ? time : answerAt));
            var heard = await line.FinishAsync(lastArrival, check is null ? null : answer);
            waits = heard.Waits || random.NextDouble() < Lost;
            See(heard.Check);
        }
    }

    private void See(PresenceCheck? shown)
    {
        if (shown is not null && shown.Id != check?.Id)
        {
            answerAt = lastArrival + 2 + (random.NextDouble() * 38);
            Checks++;
            var mistaken = random.NextDouble() < wrong;
            if (mistaken) Mistakes++;
            var right = Presence.Right(shown);
            answer = mistaken ? right with { Answer = shown.Choices.First(choice => choice != right.Answer) } : right;
        }
        check = shown;
    }
}

/// <summary>The server as a client knows it; times are seconds from the start, never going back.</summary>
internal interface IStudyLine
{
    Task<Heard> StartAsync(double at, int film, PresenceAnswer? presence);

    Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence);

    Task<Heard> FinishAsync(double at, PresenceAnswer? presence);

    /// <summary>All seconds credited so far.</summary>
    Task<double> CreditedAsync();
}

/// <param name="Waits">Nothing was started or finished: the check has to be answered first.</param>
internal sealed record Heard(int NextSequence, PresenceCheck? Check, bool Waits = false);

/// <summary>The pure clocks alone, put together as the study desk does it, without a database.</summary>
/// <param name="questions">The courseware's own questions.</param>
internal sealed class ClockLine(int seed, IReadOnlyList<Question> questions) : IStudyLine
{
    private const double FilmSeconds = 3 * 3600;
    private readonly DateTimeOffset start = new(2026, 3, 2, 9, 0, 0, SchoolTime.Offset);
    private readonly PresenceDraw draw = Presence.Seeded(seed);
    private readonly Dictionary<int, IntervalSet> counted = [];
    private Proctor? asking;
    private Desk desk = new() { Id = "m1" };
    private int playing;
    private long credited;

    public string Refused { get; private set; } = "";

    public Task<Heard> StartAsync(double at, int film, PresenceAnswer? presence)
    {
        var now = Tidy(at);
        if (desk.Session is { } open)
        {
            var other = film != playing;
            var silent = SilenceClock.IsSilent(open, now, Lesson.Rules);
            if (Ask(presence, now, beforeEnd: other || silent) is { } waits) return Task.FromResult(waits);
            if (!other && !silent) return Task.FromResult(new Heard(desk.Session!.Sequence + 1, null));
            End(StudySessionStatus.Closed, now);
        }
        var before = counted.GetValueOrDefault(film, IntervalSet.Empty);
        desk = new Lesson(FilmSeconds, now, desk: desk, before: before, draw: draw).Desk;
        desk = desk with { Session = desk.Session! with { Questions = questions } };
        playing = film;
        return Task.FromResult(new Heard(1, desk.Check?.Shown));
    }

    public Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        var now = start.AddSeconds(at);
        var advanced = StudyClock.Advance(desk, new StudyBeat(sequence, to, to > from ? [new PlayedSegment(from, to)] : [], presence), now, _ => Lesson.Rules);
        desk = Proctor.Serve(advanced.Desk, advanced.Wanted, now);
        return Task.FromResult(new Heard(sequence + 1, desk.Check?.Shown));
    }

    public Task<Heard> FinishAsync(double at, PresenceAnswer? presence)
    {
        var now = Tidy(at);
        if (desk.Session is null) return Task.FromResult(new Heard(1, null));
        if (Ask(presence, now, beforeEnd: true) is { } waits) return Task.FromResult(waits);
        End(StudySessionStatus.Finished, now);
        return Task.FromResult(new Heard(1, null));
    }

    public Task<double> CreditedAsync() => Task.FromResult(credited / 1000.0);

    private Proctor Proctor => asking ??= Presence.Proctor(draw);

    private Heard? Ask(PresenceAnswer? presence, DateTimeOffset now, bool beforeEnd)
    {
        var answered = PresenceClock.Answer(PresenceClock.Lapse(desk, now, Lesson.Rules), presence, now);
        desk = Proctor.Serve(answered.Desk, answered.SecondTry ?? (beforeEnd ? PresenceClock.WantedBeforeEnd(answered.Desk, now, Lesson.Rules) : null), now);
        return desk.Check is { } due ? new Heard(desk.Session!.Sequence + 1, due.Shown, Waits: true) : null;
    }

    private DateTimeOffset Tidy(double at)
    {
        var now = start.AddSeconds(at);
        desk = SilenceClock.At(desk, now, Lesson.Rules);
        if (desk.Session?.Ending is not null) Settle();
        return now;
    }

    private void End(StudySessionStatus status, DateTimeOffset now)
    {
        desk = SilenceClock.End(PendingRules.ConfirmWithinAllowance(desk, Lesson.Rules), status, now);
        Settle();
    }

    private void Settle()
    {
        var session = desk.Session!;
        credited += session.Parts.Sum(part => part.ConfirmedMilliseconds);
        counted[playing] = session.Years[0].Counted;
        foreach (var refused in session.Refused) Refused += $"{refused.Milliseconds / 1000} {refused.Reason} ";
        desk = desk with { Session = null };
    }
}

/// <summary>The whole product, through the public API.</summary>
internal sealed class ApiLine(Classroom room, Learner learner, IReadOnlyList<string> films) : IStudyLine
{
    private readonly DateTimeOffset start = room.Time.GetUtcNow();
    private string session = "";

    public string Refused { get; private set; } = "";

    public async Task<Heard> StartAsync(double at, int film, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(start.AddSeconds(at));
        var seen = await learner.StartAsync(films[film], presence: Sent(presence));
        session = seen.Id ?? session;
        return Of(seen);
    }

    public async Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(start.AddSeconds(at));
        (double, double)[] played = to > from ? [(from, to)] : [];
        var seen = await learner.SendAsync(session, sequence, Sent(presence), played);
        Refused = seen.Refused;
        return Of(seen);
    }

    public async Task<Heard> FinishAsync(double at, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(start.AddSeconds(at));
        return Of(await learner.FinishAsync(session, Sent(presence)));
    }

    public async Task<double> CreditedAsync() => (await learner.CreditedAsync()).Sum();

    private static object? Sent(PresenceAnswer? presence) => presence is null ? null : new { checkId = presence.CheckId, answer = presence.Answer };

    private static Heard Of(Seen seen) => new(seen.NextSequence, seen.Check is not { } check ? null : new(check.Id, check.Prompt, check.Choices, check.DueAt), seen.Error == "PresenceCheckDueError");
}
