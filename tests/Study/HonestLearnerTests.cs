using Xunit.Abstractions;

namespace ELearning.Tests;

/// <summary>The other side of the clock: an honest learner on a bad network loses next to nothing.</summary>
public sealed class HonestLearnerTests(ITestOutputHelper output)
{
    private const double Reload = 45 * 60;
    private const double OtherDevice = 80 * 60;
    private const double BackgroundFrom = 60 * 60;
    private const double BackgroundTo = 75 * 60;
    private const double End = 2 * 3600;

    /// <summary>
    /// Two hours at normal speed: 2 % of beats and of answers lost, up to 20 s of jitter, an outage of 25 s each hour, a reload, a change of device, a quarter of an
    /// hour in a background tab whose timer runs each 60 s. What was not acknowledged is sent again; after reload and change the player goes on from the last acknowledged position.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20260310)]
    public void Bad_networks_cost_an_honest_learner_at_most_two_percent(int seed)
    {
        var random = new Random(seed);
        var lesson = new Lesson(chapterSeconds: 3 * 3600);
        var (position, acknowledged, sequence, watched) = (0.0, 0.0, 0, 0.0);
        var (time, lastArrival) = (0.0, 0.0);
        bool reloaded = false, moved = false;
        while (time < End)
        {
            var wait = time is > BackgroundFrom and < BackgroundTo ? 60 : 30;
            time += wait;
            position += wait;
            watched = Math.Max(watched, position);
            if ((!reloaded && time > Reload) || (!moved && time > OtherDevice))
            {
                (reloaded, moved) = (true, time > OtherDevice);
                time += 10; // loading again
                position = acknowledged;
                sequence = lesson.Session.Sequence; // a start resumes the session and names the next number
                continue;
            }
            sequence++;
            var arrival = Math.Max(lastArrival, time + random.NextDouble() * 20);
            var outage = time % 3600 is > 1800 and < 1825;
            if (random.NextDouble() < 0.02 || outage) continue;
            lesson.Beat(lastArrival = arrival, sequence, (acknowledged, position));
            if (random.NextDouble() >= 0.02) acknowledged = position;
        }
        lesson.Beat(Math.Max(lastArrival, time + 1), sequence + 1, (acknowledged, position)).Finish();

        output.WriteLine($"seed {seed}: {lesson.Confirmed:0} of {watched:0} s credited, {lesson.Confirmed / watched:P2}; refused: {(lesson.Refused.Length == 0 ? "nothing" : lesson.Refused)}");
        Assert.InRange(lesson.Confirmed / watched, 0.98, 1);
    }
}
