using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>What holds of presence for every history: a book kept beside the clock, by the words of content/README.md alone.</summary>
public sealed class PresenceProperties
{
    private enum Reply
    {
        None,
        Right,
        Wrong,
        Forged,
    }

    private sealed record Step(double Wait, double Plays, Reply Reply);

    private static readonly Gen<Step> AnyStep =
        from wait in Gen.Frequency((8, Gen.Double[1, 60]), (2, Gen.Double[60, 400]))
        from plays in Gen.Double[0, 60]
        from reply in Gen.Frequency((4, Gen.Const(Reply.None)), (3, Gen.Const(Reply.Right)), (1, Gen.Const(Reply.Wrong)), (1, Gen.Const(Reply.Forged)))
        select new Step(wait, plays, reply);

    [Fact]
    public void Only_what_was_proven_is_confirmed_and_nothing_that_was_missed_ever_is() =>
        Gen.Select(AnyStep.Array[1, 40], Gen.Double[1, 300].Array[1, 20])
            .Sample(
                (steps, draws) =>
                {
                    var lesson = new Lesson(chapterSeconds: 10_000, draw: Presence.After(draws));
                    var (time, position) = (0.0, 0.0);
                    var (confirmed, pending, missed, unproven, failed) = (0L, 0L, 0L, 0L, 0);
                    (double DueAt, PresenceCheck Shown)? check = null;
                    foreach (var step in steps)
                    {
                        time = Math.Round(time + step.Wait, 3);
                        var before = lesson.Desk.CountedMilliseconds;
                        if (check is { } over && Math.Round(time - over.DueAt, 3) > 0)
                        {
                            var kept = Math.Min(pending, Allowance - unproven);
                            (confirmed, unproven, missed) = (confirmed + kept, unproven + kept, missed + pending - kept);
                            (pending, check, failed) = (0, null, failed + 1);
                        }
                        var answer =
                            check is not { } open || step.Reply == Reply.None ? null
                            : step.Reply == Reply.Right ? Presence.Right(open.Shown)
                            : step.Reply == Reply.Wrong ? Presence.Wrong(open.Shown)
                            : Presence.Right(open.Shown) with { CheckId = open.Shown.Id + "x" };
                        (double, double)[] segments = [(position, position + step.Plays)];
                        if (answer is null)
                            lesson.At(time, segments);
                        else
                            lesson.Answer(time, answer, segments);
                        if (answer is not null && step.Reply == Reply.Wrong)
                            (missed, pending, check, failed) = (missed + pending, 0, null, failed + 1);
                        var refused = 0L;
                        if (failed >= FailedADay)
                            refused = Refused(lesson) - missed;
                        missed += refused;
                        if (failed >= FailedADay)
                            Assert.Equal(before, lesson.Desk.CountedMilliseconds);
                        pending += lesson.Desk.CountedMilliseconds - before;
                        if (answer is not null && step.Reply == Reply.Right)
                            (confirmed, pending, check, unproven) = (confirmed + pending, 0, null, 0);
                        if (check is null && lesson.Desk.Check is { } issued)
                        {
                            check = (lesson.SecondOf(issued.DueAt), issued.Shown);
                            Assert.Equal(time + 180, check.Value.DueAt, 0.002);
                        }
                        Assert.Equal(check?.Shown.Id, lesson.Desk.Check?.Id);
                        Assert.Equal(
                            (confirmed / 1000.0, pending / 1000.0, missed, unproven),
                            (lesson.Confirmed, lesson.Pending, Refused(lesson), lesson.Desk.UnprovenMilliseconds)
                        );
                        position = position + step.Plays > 9_900 ? 0 : position + step.Plays;
                    }
                    // Whatever may be credited was proven, or is within what nobody has to prove.
                    lesson.Finish();
                    Assert.Equal((confirmed + Math.Min(pending, Allowance - unproven)) / 1000.0, lesson.Confirmed);
                    Assert.InRange(lesson.Desk.UnprovenMilliseconds, 0, Allowance);
                },
                iter: 2000
            );

    private const long Allowance = 300_000;
    private const int FailedADay = 5;

    private static long Refused(Lesson lesson) =>
        lesson.Session.Refused.FirstOrDefault(refused => refused.Reason == RefusalReason.PresenceMissed)?.Milliseconds ?? 0;
}
