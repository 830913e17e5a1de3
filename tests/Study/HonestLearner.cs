using ELearning.Content;

namespace ELearning.Tests;

/// <summary>
/// Somebody who really watches for two hours, on a bad network and with an ordinary life: 2 % of beats and of answers lost, up to 20 s of jitter, an outage of 25 s each hour, a
/// reload, a change of device, a quarter of an hour in a background tab whose timers run each 60 s. Every check that reaches the screen is answered, after 2 to 40 seconds of thought.
/// What was not acknowledged is sent again; after reload and change the player goes on from the last acknowledged position.
/// </summary>
internal sealed class HonestLearner(int seed, IStudyLine line)
{
    private const double End = 2 * 3600;
    private const double Lost = 0.02;
    private const double Jitter = 20;
    private readonly Random random = new(seed);
    private double time;
    private double lastArrival;
    private double position;
    private double acknowledged;
    private int sequence;
    private PresenceCheck? check;
    private double answerAt;

    /// <summary>Unique content played, in seconds.</summary>
    public double Watched { get; private set; }

    /// <summary>Checks that reached the screen.</summary>
    public int Checks { get; private set; }

    public async Task StudyAsync()
    {
        var background = random.NextDouble() * (End - 900);
        var outage = random.NextDouble() * 3500;
        Queue<double> arrivals = new(new[] { random.NextDouble() * End, random.NextDouble() * End }.Order()); // the reload and the other device
        await ArriveAsync();
        while (time < End)
        {
            var wait = time > background && time < background + 900 ? 60 : 30;
            // An answer is sent at once; one that was lost goes along with the next beat.
            Play(check is not null && answerAt > time ? Math.Min(answerAt - time, wait) : wait);
            if (arrivals.TryPeek(out var arrival) && time > arrival)
            {
                arrivals.Dequeue();
                time += 10; // loading again
                await ArriveAsync();
                position = acknowledged;
                continue;
            }
            await BeatAsync(time % 3600 >= outage && time % 3600 < outage + 25);
        }
        // Whoever is done waits for the last acknowledgement before closing the page.
        while (acknowledged < position || check is not null)
        {
            time = Math.Max(time + 5, answerAt);
            await BeatAsync(outage: false);
        }
    }

    private void Play(double seconds)
    {
        time += seconds;
        position += seconds;
        Watched = Math.Max(Watched, position);
    }

    private async Task ArriveAsync()
    {
        while (random.NextDouble() < Lost) time += 5;
        lastArrival = Math.Max(lastArrival, time);
        var heard = await line.StartAsync(lastArrival);
        sequence = heard.NextSequence - 1;
        See(heard.Check);
    }

    private async Task BeatAsync(bool outage)
    {
        sequence++;
        var arrival = Math.Max(lastArrival, time + (random.NextDouble() * Jitter));
        if (random.NextDouble() < Lost || outage) return;
        lastArrival = arrival;
        var heard = await line.BeatAsync(arrival, sequence, acknowledged, position, check is not null && time >= answerAt ? Presence.Right(check) : null);
        if (random.NextDouble() < Lost) return;
        acknowledged = position;
        See(heard.Check);
    }

    private void See(PresenceCheck? shown)
    {
        if (shown is not null && shown.Id != check?.Id)
        {
            answerAt = lastArrival + 2 + (random.NextDouble() * 38);
            Checks++;
        }
        check = shown;
    }
}

/// <summary>The server as a client knows it; times are seconds from the start, never going back.</summary>
internal interface IStudyLine
{
    Task<Heard> StartAsync(double at);

    Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence);

    /// <returns>The seconds credited.</returns>
    Task<double> FinishAsync();
}

internal sealed record Heard(int NextSequence, PresenceCheck? Check);

/// <summary>The pure clock alone.</summary>
internal sealed class ClockLine(Lesson lesson) : IStudyLine
{
    public string Refused => lesson.Refused;

    public Task<Heard> StartAsync(double at) => Task.FromResult(new Heard(lesson.Session.Sequence + 1, lesson.Look(at).PresenceCheck));

    public Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        (double, double)[] played = to > from ? [(from, to)] : [];
        lesson.Take(lesson.Try(at, sequence, presence, played));
        return StartAsync(at);
    }

    public Task<double> FinishAsync() => Task.FromResult(lesson.Finish().Confirmed);
}

/// <summary>The whole product, through the public API.</summary>
internal sealed class ApiLine(Classroom room, Learner learner) : IStudyLine
{
    private readonly DateTimeOffset start = room.Time.GetUtcNow();
    private string session = "";

    public string Refused { get; private set; } = "";

    public async Task<Heard> StartAsync(double at)
    {
        room.Time.SetUtcNow(start.AddSeconds(at));
        var seen = await learner.StartAsync();
        session = seen.Id!;
        return Of(seen);
    }

    public async Task<Heard> BeatAsync(double at, int sequence, double from, double to, PresenceAnswer? presence)
    {
        room.Time.SetUtcNow(start.AddSeconds(at));
        (double, double)[] played = to > from ? [(from, to)] : [];
        var seen = await learner.SendAsync(session, sequence, presence is null ? null : new { checkId = presence.CheckId, answer = presence.Answer }, played);
        Refused = seen.Refused;
        return Of(seen);
    }

    public async Task<double> FinishAsync() => await learner.FinishAsync(session) is { Error: null } finished ? finished.Verified : 0;

    private static Heard Of(Seen seen) => new(seen.NextSequence, seen.Check is not { } check ? null : new(check.Id, check.Prompt, check.Choices, check.DueAt));
}
