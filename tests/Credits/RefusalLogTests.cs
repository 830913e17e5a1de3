using CsCheck;
using ELearning.Content;
using ELearning.Tests.Study;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace ELearning.Tests.Credits;

/// <summary>When seconds were refused: nothing of it is lost, however much is refused.</summary>
public sealed class RefusalLogTests
{
    private static readonly Gen<(double Wait, double Start, double Length)[]> Beats = Gen.Select(
        Gen.Frequency((5, Gen.Double[0, 60]), (1, Gen.Double[60, 400])),
        Gen.Double[0, 850],
        Gen.Double[0, 200],
        (wait, start, length) => (wait, start, length)
    ).Array[1, 400];

    [Fact]
    public void Adjacent_beats_refused_for_the_same_reason_are_one_event()
    {
        var lesson = new Lesson();
        lesson.At(30, (0, 60)).At(60, (60, 120)).At(90, (120, 150)).At(120, (150, 190));

        Assert.Equal("60 RATE at 30-60 ×2 30-120, 10 RATE at 120-120 ×1 180-190", Shown(lesson));
    }

    [Fact]
    public void A_silence_and_what_was_never_proven_are_told_with_their_times()
    {
        var lesson = new Lesson();
        lesson.At(30, (0, 30)).At(330, (30, 330)).LosePending(RefusalReason.PresenceMissed);

        Assert.Equal("180 LEASELAPSED at 330-330 ×1 150-330, 150 PRESENCEMISSED at 330-330 ×1 0-150", Shown(lesson));
    }

    [Fact]
    public void However_much_is_refused_the_log_stays_small_and_adds_up_to_the_totals() =>
        Beats.Sample(
            beats =>
            {
                var lesson = new Lesson(chapterSeconds: 900, start: new DateTimeOffset(2026, 12, 31, 22, 0, 0, SchoolTime.Offset));
                var time = 0.0;
                foreach (var ((wait, start, length), i) in beats.Select((beat, i) => (beat, i)))
                {
                    lesson.At(time += wait, (start, Math.Min(900, start + length)));
                    if (i % 50 == 49)
                        lesson.LosePending(RefusalReason.PresenceMissed);
                }

                var (session, log) = (lesson.Session, lesson.Session.RefusalLog);
                Assert.True(log.Events.Count <= RefusalLog.Largest);
                Assert.Equal(log.Events.Select(refused => refused.At).Order(), log.Events.Select(refused => refused.At));
                Assert.Equal(
                    session.Refused.OrderBy(total => total.Reason).Select(total => (total.Reason, total.Milliseconds)),
                    log.Events.GroupBy(refused => refused.Reason)
                        .OrderBy(group => group.Key)
                        .Select(group => (group.Key, group.Sum(refused => refused.Milliseconds)))
                );
                Assert.Equal(
                    session.Refused.OrderBy(total => total.Reason).Select(total => (int)(total.Milliseconds / 1000)),
                    StudyLog
                        .Occurrences(log)
                        .GroupBy(refused => refused.Reason)
                        .OrderBy(group => group.Key)
                        .Select(group => group.Sum(refused => refused.Seconds))
                );
                Assert.All(session.Parts, part => Assert.Equal(part.Content.Length, part.ConfirmedMilliseconds + part.PendingMilliseconds));
                Assert.All(
                    session.Years,
                    year =>
                        Assert.Equal(
                            year.Counted.Except(year.Before),
                            session.Parts.Where(part => part.Date.Year == year.Year).Aggregate(IntervalSet.Empty, (all, part) => all.Union(part.Content))
                        )
                );
            },
            iter: 200
        );

    [Fact]
    public void A_log_and_a_set_of_intervals_are_read_as_they_were_written() =>
        Beats.Sample(
            beats =>
            {
                DocumentMapping.Register();
                var lesson = new Lesson(chapterSeconds: 900);
                var time = 0.0;
                foreach (var (wait, start, length) in beats)
                    lesson.At(time += wait, (start, Math.Min(900, start + length)));

                var stored = new StoredLesson(lesson.Session.RefusalLog, lesson.Session.Years[0].Counted).ToBson();
                var read = BsonSerializer.Deserialize<StoredLesson>(stored);

                Assert.Equal(lesson.Session.RefusalLog.Events.Select(Whole), read.Log.Events.Select(Whole));
                Assert.Equal(lesson.Session.Years[0].Counted, read.Counted);
                static RefusalEvent Whole(RefusalEvent refused) => refused with { At = Truncated(refused.At), Until = Truncated(refused.Until) };
                static DateTimeOffset Truncated(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
            },
            iter: 100
        );

    private static string Shown(Lesson lesson) =>
        string.Join(
            ", ",
            lesson.Session.RefusalLog.Events.Select(refused =>
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{refused.Milliseconds / 1000} {refused.Reason.ToString().ToUpperInvariant()} at {Since(refused.At)}-{Since(refused.Until)} "
                        + $"×{refused.Times} {refused.Start / 1000}-{refused.End / 1000}"
                )
            )
        );

    private static double Since(DateTimeOffset at) => (at - new DateTimeOffset(2026, 3, 2, 9, 0, 0, SchoolTime.Offset)).TotalSeconds;

    private sealed record StoredLesson(RefusalLog Log, IntervalSet Counted);
}
