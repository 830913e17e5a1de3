using CsCheck;
using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>What holds for every sequence of beats, honest or not.</summary>
public sealed class StudyClockProperties
{
    private sealed record Step(double Wait, int SequenceStep, (double, double)[] Segments);

    private static readonly Gen<Step> AnyStep =
        from wait in Gen.Frequency((8, Gen.Double[0, 60]), (1, Gen.Double[60, 400]), (1, Gen.Const(0.0)))
        from sequence in Gen.Frequency((8, Gen.Const(1)), (1, Gen.Int[2, 5]), (1, Gen.Int[-3, 0]))
        from segments in Gen.Select(Gen.Double[0, 900], Gen.Double[0, 90]).Array[0, 4]
        select new Step(wait, sequence, [.. segments.Select(segment => (segment.Item1, Math.Min(900, segment.Item1 + segment.Item2)))]);

    [Fact]
    public void Never_more_than_time_lived_and_never_more_than_content_played() =>
        AnyStep
            .Array[1, 30]
            .Sample(
                steps =>
                {
                    var lesson = new Lesson(chapterSeconds: 900, start: new DateTimeOffset(2026, 12, 31, 23, 50, 0, SchoolTime.Offset));
                    var (time, sequence) = (0.0, 0);
                    var played = IntervalSet.Empty;
                    foreach (var step in steps)
                    {
                        time += step.Wait;
                        var number = Math.Max(1, sequence + step.SequenceStep);
                        var before = lesson.Desk;
                        try
                        {
                            lesson.Beat(time, number, step.Segments);
                        }
                        catch (ContentError error) when (error.Code is ContentErrorCode.InvalidInput or ContentErrorCode.SequenceConflict)
                        {
                            Assert.Same(before, lesson.Desk);
                            continue;
                        }
                        if (number <= sequence)
                        {
                            Assert.Same(before, lesson.Desk);
                            continue;
                        }
                        sequence = number;
                        foreach (var (start, end) in step.Segments)
                            played = played.Union(IntervalSet.Of(new((long)Math.Round(start * 1000), (long)Math.Round(end * 1000))));
                        Assert.True(lesson.Bucket <= 120);
                        Assert.True(lesson.Counted <= time + 0.001, "more than wall clock");
                        Assert.True(lesson.Counted + lesson.Bucket <= time + 0.001, "bucket made of nothing");
                        foreach (var content in lesson.Session.Years)
                        {
                            Assert.Equal(0, content.Counted.Except(played).Length);
                            Assert.Equal(
                                content.Counted.Length,
                                lesson
                                    .Session.Parts.Where(part => part.Date.Year == content.Year)
                                    .Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds)
                            );
                        }
                        Assert.Equal(lesson.Session.VerifiedMilliseconds, lesson.Desk.Days.Sum(day => day.Milliseconds));
                    }
                },
                iter: 2000
            );

    [Fact]
    public void An_honest_learner_who_sends_again_what_was_lost_is_paid_in_full() =>
        Gen.Int[1, 40]
            .Array[5, 60]
            .Sample(waits =>
            {
                // Beats come at irregular intervals, some are lost; the next one carries what was not acknowledged. Nothing is silent for a whole lease.
                var lesson = new Lesson(chapterSeconds: 4000);
                var (time, acknowledged) = (0.0, 0.0);
                for (var i = 0; i < waits.Length; i++)
                {
                    time += waits[i];
                    if (waits[i] % 7 == 0 && time - acknowledged < 80 && i < waits.Length - 1)
                        continue;
                    lesson.At(time, (acknowledged, time));
                    acknowledged = time;
                }
                Assert.Equal((time, ""), (lesson.Counted, lesson.Refused));
            });

    [Fact]
    public void Refused_seconds_can_be_earned_again_until_the_whole_chapter_is_counted() =>
        Gen.Select(Gen.Double[1, 4], Gen.Int[5, 60])
            .Sample(
                (speed, interval) =>
                {
                    var lesson = new Lesson(chapterSeconds: 300);
                    var time = 0.0;
                    for (var round = 0; round < 10_000 && lesson.Counted < 300; round++)
                    {
                        for (var position = 0.0; position < 300; position += interval * speed)
                        {
                            time += interval;
                            lesson.At(time, (position, Math.Min(300, position + interval * speed)));
                        }
                    }
                    Assert.Equal(300, lesson.Counted);
                },
                iter: 100
            );

    [Fact]
    public void Interval_sets_agree_with_sets_of_single_milliseconds()
    {
        var set = Gen.Select(Gen.Int[0, 60], Gen.Int[0, 12])
            .Array[0, 8]
            .Select(pieces => pieces.Aggregate(IntervalSet.Empty, (all, piece) => all.Union(IntervalSet.Of(new(piece.Item1, piece.Item1 + piece.Item2)))));
        Gen.Select(set, set)
            .Sample(
                (left, right) =>
                {
                    var (a, b) = (Points(left), Points(right));
                    Assert.Equal(a.Union(b).Order(), Points(left.Union(right)));
                    Assert.Equal(a.Except(b).Order(), Points(left.Except(right)));
                    Assert.Equal(a.Intersect(b).Order(), Points(left.Intersect(right)));
                    Assert.Equal(left.Union(right), IntervalSet.FromEdges(left.Union(right).Edges));
                }
            );
        static List<long> Points(IntervalSet of) =>
            [.. of.Intervals.SelectMany(interval => Enumerable.Range((int)interval.Start, (int)interval.Length).Select(point => (long)point))];
    }
}
