using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>The study clock as content/README.md tells of it: boundaries of day and year, and everything a beat may not do.</summary>
public sealed class StudyClockTests
{
    [Fact]
    public void Dropped_time_can_be_earned_again_and_returns_the_ceiling()
    {
        var lesson = new Lesson().At(30, (0, 30)).At(60, (30, 60)).LosePending(RefusalReason.PresenceMissed);
        Assert.Equal((0, "60 PresenceMissed", 0), (lesson.Counted, lesson.Refused, lesson.Desk.Days.Sum(day => day.Milliseconds)));

        lesson.At(90, (0, 30));
        Assert.Equal((30, 30_000), (lesson.Counted, lesson.Desk.Days.Sum(day => day.Milliseconds)));
    }

    [Fact]
    public void What_was_confirmed_stays_when_pending_time_is_dropped()
    {
        var lesson = new Lesson().At(30, (0, 30)).Finish().At(60, (30, 60)).LosePending(RefusalReason.PresenceMissed);
        Assert.Equal((30, 30, 0, "0-30000"), (lesson.Counted, lesson.Confirmed, lesson.Pending, lesson.Session.Years[0].Counted.ToString()));
    }

    [Fact]
    public void Unspent_time_carries_over_up_to_one_lease()
    {
        var lesson = new Lesson().At(100).At(200);
        Assert.Equal(120, lesson.Bucket);
        lesson.At(230, (0, 150));
        Assert.Equal((120, 0, "30 Rate"), (lesson.Counted, lesson.Bucket, lesson.Refused));
    }

    [Fact]
    public void A_silence_of_exactly_one_lease_has_not_lapsed()
    {
        Assert.Equal("30 Rate", new Lesson().At(120, (0, 150)).Refused);
        Assert.Equal("30 LeaseLapsed", new Lesson().At(120.001, (0, 150)).Refused);
    }

    [Fact]
    public void Refused_content_is_paid_when_it_is_sent_again_with_new_time()
    {
        var lesson = new Lesson().At(30, (0, 60)).At(60, (30, 60));
        Assert.Equal((60, "30 Rate"), (lesson.Counted, lesson.Refused));
    }

    [Fact]
    public void Segments_are_paid_in_playing_order()
    {
        var lesson = new Lesson().At(30, (600, 620), (0, 40));
        Assert.Equal("0-10000 600000-620000", lesson.Session.Years[0].Counted.ToString());
    }

    [Fact]
    public void A_clock_that_goes_backwards_means_no_time_has_passed()
    {
        var lesson = new Lesson().At(60, (0, 60)).At(30, (60, 90));
        Assert.Equal((60, "30 Rate"), (lesson.Counted, lesson.Refused));
        lesson.At(90, (60, 90));
        Assert.Equal(90, lesson.Counted);
    }

    [Fact]
    public void Midnight_splits_the_seconds_between_the_days()
    {
        var lesson = new Lesson(start: At(2026, 3, 2, "23:59:20")).At(30, (0, 30)).At(60, (30, 60));
        Assert.Equal("2026-03-02 40, 2026-03-03 20", lesson.Parts);

        var page = new Lesson(start: At(2026, 3, 2, "23:59:50")).At(30, (0, 30));
        Assert.Equal("2026-03-02 10, 2026-03-03 20", page.Parts);
    }

    [Fact]
    public void A_silence_across_midnight_earns_on_the_day_its_lease_ran()
    {
        var lesson = new Lesson(start: At(2026, 3, 2, "23:57:00")).At(600, (0, 600));
        Assert.Equal(("2026-03-02 120", "480 LeaseLapsed"), (lesson.Parts, lesson.Refused));
    }

    [Fact]
    public void A_new_year_starts_with_nothing_counted()
    {
        // 0-60 was counted in the old year; from midnight on the same content earns in the new one.
        var lesson = new Lesson(chapterSeconds: 60, start: At(2026, 12, 31, "23:59:00")).At(60, (0, 60)).At(90, (0, 30)).At(120, (30, 60));
        Assert.Equal(("2026-12-31 60, 2027-01-01 60", ""), (lesson.Parts, lesson.Refused));
        Assert.Equal([2026, 2027], lesson.Session.Years.Select(content => content.Year));
    }

    [Fact]
    public void One_beat_across_the_year_is_split_and_no_played_second_counts_twice()
    {
        var lesson = new Lesson(start: At(2026, 12, 31, "23:59:50")).At(30, (0, 30));
        Assert.Equal("2026-12-31 10, 2027-01-01 20", lesson.Parts);
        Assert.Equal(["0-10000", "10000-30000"], lesson.Session.Years.Select(content => content.Counted.ToString()));
    }

    [Fact]
    public void Idle_time_of_an_exhausted_old_year_does_not_block_the_new_one()
    {
        var lesson = new Lesson(chapterSeconds: 60, start: At(2026, 12, 31, "23:55:00"));
        for (var second = 30; second <= 300; second += 30)
            lesson.At(second, (0, 60));
        lesson.At(330, (0, 30));
        Assert.Equal("2026-12-31 60, 2027-01-01 30", lesson.Parts);
    }

    [Fact]
    public void The_daily_ceiling_stops_the_count_and_the_next_day_opens_it()
    {
        var desk = new Desk { Id = "m1", Days = [new DayTotal(new DateOnly(2026, 3, 2), (8 * 2700 - 20) * 1000)] };
        var lesson = new Lesson(start: At(2026, 3, 2, "23:58:00"), desk: desk).At(30, (0, 30)).At(60, (30, 60)).At(110, (60, 110));
        Assert.Equal(
            ("2026-03-02 20", "90 DailyCeiling"),
            (lesson.Parts, string.Join(", ", lesson.Refused.Split(", ").Where(reason => reason.Contains("Ceiling"))))
        );
        lesson.At(140, (20, 50));
        Assert.Equal("2026-03-02 20, 2026-03-03 20", lesson.Parts);
    }

    [Fact]
    public void Content_faster_than_time_is_a_matter_of_rate_even_at_the_ceiling()
    {
        var desk = new Desk { Id = "m1", Days = [new DayTotal(new DateOnly(2026, 3, 2), 8 * 2700 * 1000)] };
        Assert.Equal("30 DailyCeiling, 60 Rate", new Lesson(desk: desk).At(30, (0, 90)).Refused);
    }

    [Fact]
    public void Days_before_any_policy_earn_nothing()
    {
        var lesson = new Lesson(start: At(2010, 1, 14, "23:59:50"), rulesOn: day => day >= new DateOnly(2010, 1, 15) ? Lesson.Rules : null).At(30, (0, 30));
        Assert.Equal(("2010-01-15 20", "10 NotCreditable"), (lesson.Parts, lesson.Refused));
    }

    [Fact]
    public void Each_day_follows_the_ceiling_of_its_own_policy()
    {
        var tight = Lesson.Rules with { DailyCeiling = TimeSpan.FromSeconds(5) };
        var lesson = new Lesson(start: At(2026, 3, 2, "23:59:50"), rulesOn: day => day.Day == 2 ? tight : Lesson.Rules).At(30, (0, 30));
        Assert.Equal(("2026-03-02 5, 2026-03-03 20", "5 DailyCeiling"), (lesson.Parts, lesson.Refused));
    }

    [Fact]
    public void Content_counted_before_this_session_is_refused_as_counted()
    {
        var lesson = new Lesson(before: IntervalSet.Of(new Interval(0, 20_000))).At(30, (0, 30));
        Assert.Equal((10, "20 AlreadyCounted"), (lesson.Counted, lesson.Refused));
    }

    [Fact]
    public void Sending_again_what_this_session_counted_is_no_reproach()
    {
        var lesson = new Lesson().At(30, (0, 30)).At(60, (0, 60));
        Assert.Equal((60, ""), (lesson.Counted, lesson.Refused));
    }

    [Fact]
    public void A_family_never_earns_more_than_its_longest_version()
    {
        var lesson = new Lesson(chapterSeconds: 100, longest: 100_000, elsewhere: 90_000).At(60, (0, 60));
        Assert.Equal((10, "50 AlreadyCounted"), (lesson.Counted, lesson.Refused));
    }

    [Fact]
    public void Too_many_pieces_are_refused_as_fragmented_and_closing_a_gap_still_earns()
    {
        var lesson = new Lesson(chapterSeconds: 20_000, rulesOn: _ => Lesson.Rules with { LargestIntervalCount = 3 });
        lesson.At(30, (0, 5), (10, 15), (20, 25), (30, 35));
        Assert.Equal((15, "5 Fragmented", 15), (lesson.Counted, lesson.Refused, lesson.Bucket));
        lesson.At(31, (5, 10));
        Assert.Equal("0-15000 20000-25000", lesson.Session.Years[0].Counted.ToString());
    }

    [Fact]
    public void The_same_number_with_another_body_is_a_conflict_and_a_lower_one_adds_nothing()
    {
        var lesson = new Lesson().Beat(30, 5, (0, 30));
        Assert.Equal(ContentErrorCode.SequenceConflict, Assert.Throws<ContentError>(() => lesson.Try(60, 5, (0, 31))).Code);
        Assert.False(lesson.Try(60, 4, (30, 60)).Changed);
    }

    [Theory]
    [InlineData(-1, 10, "segments[0].startSeconds", InputFault.OutOfRange)]
    [InlineData(0, 1800.6, "segments[0].endSeconds", InputFault.OutOfRange)]
    [InlineData(20, 10, "segments[0].endSeconds", InputFault.Reversed)]
    [InlineData(double.NaN, 10, "segments[0].startSeconds", InputFault.NotFinite)]
    [InlineData(0, double.PositiveInfinity, "segments[0].endSeconds", InputFault.NotFinite)]
    public void A_malformed_segment_is_refused_with_its_path(double start, double end, string field, InputFault fault)
    {
        var error = Assert.Throws<ContentError>(() => new Lesson().Try(30, 1, (start, end)));
        Assert.Equal((ContentErrorCode.InvalidInput, field, fault), (error.Code, error.Arguments[0], error.Arguments[1]));
    }

    [Fact]
    public void Overlapping_segments_are_refused_beyond_the_rounding_of_players()
    {
        var error = Assert.Throws<ContentError>(() => new Lesson().Try(60, 1, (0, 30), (20, 40)));
        Assert.Equal(("segments[1].startSeconds", InputFault.Duplicate), ((string)error.Arguments[0]!, (InputFault)error.Arguments[1]!));
        Assert.Equal((40, ""), (new Lesson().At(60, (0, 30), (29.8, 40)).Counted, new Lesson().At(60, (0, 30), (29.8, 40)).Refused));
    }

    [Fact]
    public void The_end_of_the_chapter_is_clipped_within_the_tolerance()
    {
        var lesson = new Lesson(chapterSeconds: 24).At(30, (0, 24.4));
        Assert.Equal((24, ""), (lesson.Counted, lesson.Refused));
    }

    [Fact]
    public void A_beat_holds_at_most_64_segments_and_its_number_starts_at_1()
    {
        var many = Enumerable.Range(0, 65).Select(i => ((double)i, i + 0.5)).ToArray();
        Assert.Equal("segments", Assert.Throws<ContentError>(() => new Lesson().Try(30, 1, many)).Arguments[0]);
        Assert.Equal("sequence", Assert.Throws<ContentError>(() => new Lesson().Try(30, 0)).Arguments[0]);
    }

    [Theory]
    [InlineData(0, 10_001)]
    [InlineData(0, int.MaxValue)]
    [InlineData(7, 10_008)]
    [InlineData(10_000, int.MaxValue)]
    public void A_number_far_ahead_is_refused_and_leaves_the_session_its_numbers(int last, int number)
    {
        var lesson = new Lesson();
        if (last > 0)
            lesson.Beat(30, last, (0, 30));
        var error = Assert.Throws<ContentError>(() => lesson.Try(60, number, (30, 60)));
        Assert.Equal(
            (ContentErrorCode.InvalidInput, "sequence", InputFault.OutOfRange, 1, last + 10_000),
            (error.Code, error.Arguments[0], error.Arguments[1], error.Arguments[2], error.Arguments[3])
        );
        Assert.True(lesson.Try(60, last + 10_000, (30, 60)).Changed);
    }

    [Theory]
    [InlineData(0, 10_000)]
    [InlineData(2_000_000_000, 2_000_010_000)]
    [InlineData(int.MaxValue - 10_000, int.MaxValue - 1)]
    [InlineData(int.MaxValue - 1, int.MaxValue - 1)]
    public void The_largest_number_leaves_room_for_the_one_after_it(int last, int largest) => Assert.Equal(largest, BeatChecks.LargestSequence(last));

    [Fact]
    public void A_position_beyond_the_end_is_cut_and_one_before_the_beginning_is_refused()
    {
        var lesson = new Lesson(chapterSeconds: 24);
        foreach (var position in new[] { 24.4, 31.5, 1e300 })
            Assert.Equal(
                24,
                StudyClock
                    .Advance(lesson.Desk, new StudyBeat(1, position, []), lesson.Session.SeenAt.AddSeconds(30), _ => Lesson.Rules)
                    .Desk.Session!.PositionSeconds
            );
        var error = Assert.Throws<ContentError>(() =>
            StudyClock.Advance(lesson.Desk, new StudyBeat(1, -0.1, []), lesson.Session.SeenAt.AddSeconds(30), _ => Lesson.Rules)
        );
        Assert.Equal("positionSeconds", error.Arguments[0]);
    }

    [Fact]
    public void Where_a_policy_has_ended_what_nobody_proved_is_still_held_to_its_rules()
    {
        var start = At(2026, 3, 2, "23:52:00");
        StudyRules? RulesOn(DateOnly day) => day <= new DateOnly(2026, 3, 2) ? Lesson.Rules : null;
        var lesson = new Lesson(start: start, rulesOn: RulesOn, draw: Presence.After(420));
        for (var second = 120; second <= 480; second += 120)
            lesson.At(second, (second - 120, second));
        Assert.NotNull(lesson.Desk.Check);
        // Of the new day, on which no policy is in force; then the check is over.
        lesson.At(520, (480, 520)).At(700);
        Assert.Equal(
            (300, 0, "180 PresenceMissed"),
            (lesson.Confirmed, lesson.Pending, string.Join(", ", lesson.Refused.Split(", ").Where(reason => reason.Contains("Presence"))))
        );
        Assert.Same(Lesson.Rules, StudyClock.RulesAt(lesson.Session, start.AddDays(3), RulesOn));
    }

    private static DateTimeOffset At(int year, int month, int day, string time) =>
        new(new DateOnly(year, month, day).ToDateTime(TimeOnly.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), SchoolTime.Offset);
}
