using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>
/// The worked timeline of the study clock in content/README.md, row by row: a chapter of 1,800 s, the next check drawn at 230 counted seconds.
/// </summary>
public sealed class TimelineTests
{
    [Fact]
    public void Every_number_is_as_printed()
    {
        var lesson = AtRow400();
        var check = lesson.Desk.Check!.Shown;
        Assert.Equal(580, lesson.SecondOf(check.DueAt));

        Assert.Null(lesson.Answer(430, Presence.Right(check), (240, 270)));
        Row(lesson, bucket: 0, counted: 270, pending: 0, confirmed: 270, "30 Rate, 160 LeaseLapsed");
        Assert.Null(lesson.Desk.Check);
        Assert.InRange(lesson.Desk.NextCheckAt!.Value, 270_001, long.MaxValue); // the next one is drawn

        lesson.Finish();
        Row(lesson, bucket: 0, counted: 270, pending: 0, confirmed: 270, "30 Rate, 160 LeaseLapsed");
        Assert.Equal("2026-03-02 270", lesson.Parts);
        Assert.Equal(0.1m, TrainingHours.Of(270, 2700));
    }

    [Fact]
    public void Row_440_instead_keeps_what_the_allowance_reaches()
    {
        var lesson = AtRow400();
        var answer = Presence.Right(lesson.Desk.Check!.Shown);
        Assert.Equal((240, 240, 300), (lesson.Look(580).VerifiedSeconds, lesson.Look(580).PendingSeconds, lesson.Look(580).UnprovenAllowanceSeconds));
        var late = lesson.Look(581);
        Assert.Equal((240, 0, 60, null), (late.VerifiedSeconds, late.PendingSeconds, late.UnprovenAllowanceSeconds, late.PresenceCheck));

        Assert.Equal(ContentErrorCode.PresenceCheckOver, lesson.Answer(581, answer, (240, 270))?.Code);
        Row(lesson, bucket: 90, counted: 270, pending: 30, confirmed: 240, "30 Rate, 160 LeaseLapsed"); // of the bucket of 120, 30 are spent
        Assert.Equal("0-270000", lesson.Session.Years[0].Counted.ToString());
        Assert.InRange(lesson.Desk.NextCheckAt!.Value, 270_001, long.MaxValue);
    }

    [Fact]
    public void Of_400_pending_a_missed_check_drops_the_last_100_and_they_can_be_earned_again()
    {
        var lesson = AtRow400().At(460, (240, 300)).At(560, (300, 400));
        Assert.Equal((400, 400), (lesson.Counted, lesson.Pending));
        lesson.At(581, (400, 410));
        Row(lesson, bucket: 11, counted: 310, pending: 10, confirmed: 300, "30 Rate, 160 LeaseLapsed, 100 PresenceMissed");
        Assert.Equal("0-300000 400000-410000", lesson.Session.Years[0].Counted.ToString());
        Assert.Equal(310_000, lesson.Desk.CountedOn(new DateOnly(2026, 3, 2)));
        lesson.At(681, (300, 400));
        Assert.Equal("0-410000", lesson.Session.Years[0].Counted.ToString());
    }

    [Fact]
    public void What_is_kept_without_a_proof_is_what_was_played_first()
    {
        var lesson = new Lesson(draw: Presence.Never);
        lesson.At(120, (600, 720)).At(240, (720, 800), (0, 40)).At(360, (40, 160)).Finish();
        Assert.Equal((360, 60, 300), (lesson.Counted, lesson.Pending, lesson.Confirmed));
        lesson.LosePending(RefusalReason.NotProven);
        Assert.Equal("0-100000 600000-800000", lesson.Session.Years[0].Counted.ToString());
    }

    [Fact]
    public void Until_it_is_due_the_check_is_repeated_in_every_answer_and_time_goes_on_counting()
    {
        var lesson = AtRow400();
        var check = lesson.Look(400).PresenceCheck;
        Assert.NotNull(check);
        for (var second = 430; second <= 580; second += 30)
        {
            lesson.At(second, (second - 160, second - 130));
            Assert.Equivalent(check, lesson.Look(second).PresenceCheck);
        }
        Assert.Equal((420, 420), (lesson.Counted, lesson.Pending));
        Assert.Null(lesson.Answer(580, Presence.Right(check)));
        Assert.Equal((420, 0, 420), (lesson.Counted, lesson.Pending, lesson.Confirmed));
    }

    [Fact]
    public void Across_midnight_10_belong_to_the_old_day_and_20_to_the_new()
    {
        var lesson = new Lesson(start: new DateTimeOffset(2026, 3, 2, 23, 59, 20, SchoolTime.Offset)).At(30, (0, 30)).At(60, (30, 60));
        Assert.Equal("2026-03-02 40, 2026-03-03 20", lesson.Parts); // of the second beat, 10 and 20
    }

    private static Lesson AtRow400()
    {
        var lesson = new Lesson(draw: Presence.After(230));
        Row(lesson, bucket: 0, counted: 0, pending: 0, confirmed: 0, "");

        lesson.Beat(30, 1, (0, 30));
        Row(lesson, bucket: 0, counted: 30, pending: 30, confirmed: 0, "");

        lesson.Beat(90, 3, (30, 90)); // #2 was lost on the way
        Row(lesson, bucket: 0, counted: 90, pending: 90, confirmed: 0, "");

        var repeated = lesson.Try(95, 3, (30, 90));
        Assert.False(repeated.Changed);
        Assert.Same(lesson.Desk, repeated.Desk);

        lesson.Beat(120, 4, (90, 150)); // played at 2×
        Row(lesson, bucket: 0, counted: 120, pending: 120, confirmed: 0, "30 Rate");
        Assert.Equal("0-120000", lesson.Session.Years[0].Counted.ToString());
        Assert.Null(lesson.Desk.Check);

        lesson.Beat(400, 5, (120, 400)); // after silence
        Row(lesson, bucket: 0, counted: 240, pending: 240, confirmed: 0, "30 Rate, 160 LeaseLapsed");
        Assert.Equal("0-240000", lesson.Session.Years[0].Counted.ToString());
        Assert.NotNull(lesson.Desk.Check);
        return lesson;
    }

    /// <summary>The bucket is what is left after the row's content was paid.</summary>
    private static void Row(Lesson lesson, double bucket, double counted, double pending, double confirmed, string refused) =>
        Assert.Equal((bucket, counted, pending, confirmed, refused), (lesson.Bucket, lesson.Counted, lesson.Pending, lesson.Confirmed, lesson.Refused));
}
