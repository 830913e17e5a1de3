using ELearning.Content;
using ELearning.Tests.Study.Attacks;

namespace ELearning.Tests.Study;

/// <summary>
/// Somebody who really watches for two hours, on a bad network and with an ordinary life: 2 % of beats and of answers lost, up to 20 s of jitter, an outage of
/// 25 s each hour, a reload, a change of device, a quarter of an hour in a background tab whose timers run each 60 s, a tab closed for a day. Every check that
/// reaches the screen is answered, after 2 to 40 seconds of thought, one in fifty wrongly. What was not acknowledged is sent again; whoever comes back goes on
/// from the last acknowledged position. Another one watches short films alone and finishes each.
/// </summary>
internal sealed class HonestLearner(int seed, IStudyLine line, double wrong = 0.02)
{
    private const double End = 2 * 3600;
    private const double Lost = 0.02;
    private const double Jitter = 20;
    private const double Day = 86_400;
    private readonly Random _random = new(seed);
    private double _time;
    private double _lastArrival;
    private double _position;
    private double _acknowledged;
    private double _watchedBefore;
    private int _sequence;
    private int _film;
    private PresenceCheck? _check;
    private PresenceAnswer? _answer;
    private double _answerAt;

    /// <summary>Unique content played, in seconds.</summary>
    public double Watched { get; private set; }

    /// <summary>Checks that reached the screen.</summary>
    public int Checks { get; private set; }

    /// <summary>How many of them were answered wrongly.</summary>
    public int Mistakes { get; private set; }

    /// <summary>One film of hours.</summary>
    public async Task WatchLongFilmAsync()
    {
        var background = _random.NextDouble() * (End - 900);
        var outage = _random.NextDouble() * 3500;
        Queue<double> arrivals = new(new[] { _random.NextDouble() * End, _random.NextDouble() * End }.Order()); // the reload and the other device
        var closes = 600 + (_random.NextDouble() * (End - 1200));
        var (end, started, away) = (End, _time, false);
        await ArriveAsync();
        while (_time - started < end)
        {
            var wait = _time > background && _time < background + 900 ? 60 : 30;
            // An answer is sent at once; one that was lost goes along with the next beat.
            Play(_check is not null && _answerAt > _time ? Math.Min(_answerAt - _time, wait) : wait);
            if (arrivals.TryPeek(out var arrival) && _time > arrival)
            {
                arrivals.Dequeue();
                _time += 10; // loading again
                await ArriveAsync();
                continue;
            }
            // The tab is closed, though not under a question; its last beat is sent, whose answer nobody sees, and its learner comes back on the next day.
            var leaves = !away && _time > closes && _check is null;
            await BeatAsync(!away && _time % 3600 >= outage && _time % 3600 < outage + 25);
            if (!leaves)
                continue;
            (away, _time, end) = (true, _time + Day, end + Day);
            await ArriveAsync();
        }
        await FinishAsync();
    }

    /// <summary>Films of half a minute to three minutes, each finished.</summary>
    public async Task WatchShortFilmsAsync()
    {
        for (; Watched < End; _film++)
        {
            (_position, _acknowledged, _watchedBefore) = (0, 0, Watched);
            await ArriveAsync();
            for (var left = _random.Next(24, 180); left > 0; left -= 30)
            {
                Play(Math.Min(30, left));
                await BeatAsync(outage: false);
            }
            await FinishAsync();
            _time += _random.Next(5, 60);
        }
    }

    private void Play(double seconds)
    {
        _time += seconds;
        _position += seconds;
        Watched = Math.Max(Watched, _watchedBefore + _position);
    }

    private async Task ArriveAsync()
    {
        _check = null;
        for (; ; )
        {
            _time = Math.Max(_time, _check is null ? _time : _answerAt);
            while (_random.NextDouble() < Lost)
                _time += 5;
            _lastArrival = Math.Max(_lastArrival, _time);
            var heard = await line.StartAsync(_lastArrival, _film, _check is null ? null : _answer);
            See(heard.Check);
            if (heard.Waits)
                continue;
            _sequence = heard.NextSequence - 1;
            _position = _acknowledged;
            return;
        }
    }

    private async Task BeatAsync(bool outage)
    {
        _sequence++;
        var arrival = Math.Max(_lastArrival, _time + (_random.NextDouble() * Jitter));
        if (_random.NextDouble() < Lost || outage)
            return;
        _lastArrival = arrival;
        var heard = await line.BeatAsync(arrival, _sequence, _acknowledged, _position, _check is not null && _time >= _answerAt ? _answer : null);
        if (_random.NextDouble() < Lost)
            return;
        _acknowledged = _position;
        See(heard.Check);
    }

    /// <summary>Whoever is done waits for the last acknowledgement, and answers what is asked before the end.</summary>
    private async Task FinishAsync()
    {
        while (_acknowledged < _position || _check is not null)
        {
            _time = Math.Max(_time + 5, _answerAt);
            await BeatAsync(outage: false);
        }
        for (var waits = true; waits; )
        {
            _time = _lastArrival = Math.Max(_lastArrival, Math.Max(_time, _check is null ? _time : _answerAt));
            var heard = await line.FinishAsync(_lastArrival, _check is null ? null : _answer);
            waits = heard.Waits || _random.NextDouble() < Lost;
            See(heard.Check);
        }
    }

    private void See(PresenceCheck? shown)
    {
        if (shown is not null && shown.Id != _check?.Id)
        {
            _answerAt = _lastArrival + 2 + (_random.NextDouble() * 38);
            Checks++;
            var mistaken = _random.NextDouble() < wrong;
            if (mistaken)
                Mistakes++;
            var right = Presence.Right(shown);
            _answer = mistaken ? right with { Answer = shown.Choices.First(choice => choice != right.Answer) } : right;
        }
        _check = shown;
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
    private readonly DateTimeOffset _start = new(2026, 3, 2, 9, 0, 0, SchoolTime.Offset);
    private readonly PresenceDraw _draw = Presence.Seeded(seed);
    private readonly Dictionary<int, IntervalSet> _counted = [];
    private Proctor? _asking;
    private Desk _desk = new() { Id = "m1" };
    private int _playing;
    private long _credited;

    public string Refused { get; private set; } = "";

    public Task<Heard> StartAsync(double at, int film, PresenceAnswer? presence)
    {
        var now = Tidy(at);
        if (_desk.Session is { } open)
        {
            var other = film != _playing;
            var silent = SilenceClock.IsSilent(open, now, Lesson.Rules);
            if (Ask(presence, now, beforeEnd: other || silent) is { } waits)
                return Task.FromResult(waits);
            if (!other && !silent)
                return Task.FromResult(new Heard(_desk.Session!.Sequence + 1, null));
            End(StudySessionStatus.Closed, now);
        }
        var before = _counted.GetValueOrDefault(film, IntervalSet.Empty);
        _desk = new Lesson(FilmSeconds, now, desk: _desk, before: before, draw: _draw).Desk;
        _desk = _desk with { Session = _desk.Session! with { Questions = questions } };
        _playing = film;
        return Task.FromResult(new Heard(1, _desk.Check?.Shown));
    }

    public Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        var now = _start.AddSeconds(at);
        var advanced = StudyClock.Advance(_desk, new StudyBeat(sequence, to, to > from ? [new PlayedSegment(from, to)] : [], presence), now, _ => Lesson.Rules);
        _desk = Proctor.Serve(advanced.Desk, advanced.Wanted, now);
        return Task.FromResult(new Heard(sequence + 1, _desk.Check?.Shown));
    }

    public Task<Heard> FinishAsync(double at, PresenceAnswer? presence)
    {
        var now = Tidy(at);
        if (_desk.Session is null)
            return Task.FromResult(new Heard(1, null));
        if (Ask(presence, now, beforeEnd: true) is { } waits)
            return Task.FromResult(waits);
        End(StudySessionStatus.Finished, now);
        return Task.FromResult(new Heard(1, null));
    }

    public Task<double> CreditedAsync() => Task.FromResult(_credited / 1000.0);

    private Proctor Proctor => _asking ??= Presence.Proctor(_draw);

    private Heard? Ask(PresenceAnswer? presence, DateTimeOffset now, bool beforeEnd)
    {
        var answered = PresenceClock.Answer(PresenceClock.Lapse(_desk, now, Lesson.Rules), presence, now);
        _desk = Proctor.Serve(answered.Desk, answered.SecondTry ?? (beforeEnd ? PresenceClock.WantedBeforeEnd(answered.Desk, now, Lesson.Rules) : null), now);
        return _desk.Check is { } due ? new Heard(_desk.Session!.Sequence + 1, due.Shown, Waits: true) : null;
    }

    private DateTimeOffset Tidy(double at)
    {
        var now = _start.AddSeconds(at);
        _desk = SilenceClock.At(_desk, now, Lesson.Rules);
        if (_desk.Session?.Ending is not null)
            Settle();
        return now;
    }

    private void End(StudySessionStatus status, DateTimeOffset now)
    {
        _desk = SilenceClock.End(PendingRules.ConfirmWithinAllowance(_desk, Lesson.Rules), status, now);
        Settle();
    }

    private void Settle()
    {
        var session = _desk.Session!;
        _credited += session.Parts.Sum(part => part.ConfirmedMilliseconds);
        _counted[_playing] = session.Years[0].Counted;
        foreach (var refused in session.Refused)
            Refused += $"{refused.Milliseconds / 1000} {refused.Reason} ";
        _desk = _desk with { Session = null };
    }
}

/// <summary>The whole product, through the public API.</summary>
internal sealed class ApiLine(Classroom room, Learner learner, IReadOnlyList<string> films) : IStudyLine
{
    private readonly DateTimeOffset _start = room.Time.GetUtcNow();
    private string _session = "";

    public string Refused { get; private set; } = "";

    public async Task<Heard> StartAsync(double at, int film, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(_start.AddSeconds(at));
        var seen = await learner.StartAsync(films[film], presence: Sent(presence));
        _session = seen.Id ?? _session;
        return Of(seen);
    }

    public async Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(_start.AddSeconds(at));
        (double, double)[] played = to > from ? [(from, to)] : [];
        var seen = await learner.SendAsync(_session, sequence, Sent(presence), played);
        Refused = seen.Refused;
        return Of(seen);
    }

    public async Task<Heard> FinishAsync(double at, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(_start.AddSeconds(at));
        return Of(await learner.FinishAsync(_session, Sent(presence)));
    }

    public async Task<double> CreditedAsync() => (await learner.CreditedAsync()).Sum();

    private static object? Sent(PresenceAnswer? presence) => presence is null ? null : new { checkId = presence.CheckId, answer = presence.Answer };

    private static Heard Of(Seen seen) =>
        new(
            seen.NextSequence,
            seen.Check is not { } check ? null : new(check.Id, check.Prompt, check.Choices, check.DueAt),
            seen.Error == "PresenceCheckDueError"
        );
}
