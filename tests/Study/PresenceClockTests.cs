using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>Presence checks on the desk: one answer each, nothing else settles them, and what they settle.</summary>
public sealed class PresenceClockTests
{
    [Fact]
    public void A_wrong_answer_uses_the_check_up_and_drops_what_was_pending()
    {
        var lesson = new Lesson(draw: Presence.After(60)).At(30, (0, 30)).At(60, (30, 60));
        var check = lesson.Desk.Check!.Shown;
        Assert.Null(lesson.Answer(90, Presence.Wrong(check), (60, 90)));
        Assert.Equal((30, 30, "60 PresenceMissed", null), (lesson.Counted, lesson.Pending, lesson.Refused, lesson.Desk.Check));
        Assert.Equal(30_000, lesson.Desk.Days.Sum(day => day.Milliseconds)); // the ceiling is returned

        Assert.Equal(ContentErrorCode.PresenceCheckOver, lesson.Answer(120, Presence.Right(check), (90, 120))?.Code);
        Assert.Equal((60, 60), (lesson.Counted, lesson.Pending));
    }

    [Fact]
    public void An_answer_is_one_of_the_choices_exactly()
    {
        foreach (var change in new Func<string, string>[] { answer => answer + " ", answer => "", answer => answer + new string('。', 9000) })
        {
            var lesson = new Lesson(draw: Presence.After(60)).At(60, (0, 60));
            var right = Presence.Right(lesson.Desk.Check!.Shown);
            lesson.Answer(90, right with { Answer = change(right.Answer) });
            Assert.Equal((0, PresenceOutcome.Wrong), (lesson.Counted, lesson.Session.Checks.Single().Outcome));
            Assert.InRange(lesson.Session.Checks.Single().Answer!.Length, 0, 64);
        }
    }

    [Theory]
    [InlineData(10, 180)] // of the three minutes enough are left
    [InlineData(150, 210)] // a minute from now is later
    public void A_wrong_answer_to_the_coursewares_own_question_brings_a_plain_one(double after, double dueAt)
    {
        var lesson = new Lesson(draw: Presence.After(60));
        lesson.Ask(Presence.Own(3));
        lesson.At(60, (0, 60));
        var own = lesson.Desk.Check!;
        Assert.True(own.OfCourseware);
        Assert.Null(lesson.Answer(60 + after, Presence.Wrong(own.Shown), (60, 65)));
        var plain = lesson.Desk.Check!;
        Assert.Equal((2, false, 60 + dueAt), (plain.Number, plain.OfCourseware, lesson.SecondOf(plain.DueAt)));
        Assert.Equal((65, 65, ""), (lesson.Counted, lesson.Pending, lesson.Refused));

        Assert.Null(lesson.Answer(60 + after + 20, Presence.Right(plain.Shown)));
        Assert.Equal((65, null, null), (lesson.Confirmed, lesson.Desk.Check, lesson.Desk.FailedChecks));
        Assert.Equal([PresenceOutcome.Wrong, PresenceOutcome.Passed], lesson.Session.Checks.Select(kept => kept.Outcome));
    }

    [Fact]
    public void A_second_wrong_answer_drops_what_is_pending_and_both_are_one_failed_check()
    {
        var lesson = new Lesson(draw: Presence.After(60));
        lesson.Ask(Presence.Own(3));
        lesson.At(60, (0, 60));
        lesson.Answer(70, Presence.Wrong(lesson.Desk.Check!.Shown));
        lesson.Answer(80, Presence.Wrong(lesson.Desk.Check!.Shown));
        Assert.Equal((0, "60 PresenceMissed", null), (lesson.Counted, lesson.Refused, lesson.Desk.Check));
        Assert.Equal(new FailedChecks(new DateOnly(2026, 3, 2), 1), lesson.Desk.FailedChecks);
    }

    [Fact]
    public void A_check_missed_before_midnight_is_a_failure_of_that_day_whenever_it_is_found()
    {
        var lesson = new Lesson(start: new DateTimeOffset(2026, 3, 2, 23, 55, 0, SchoolTime.Offset), draw: Presence.After(60)).At(60, (0, 60)).At(600);
        Assert.Equal(new FailedChecks(new DateOnly(2026, 3, 2), 1), lesson.Desk.FailedChecks);
    }

    [Fact]
    public void What_a_check_confirmed_is_safe_from_the_next_one()
    {
        var lesson = new Lesson(draw: Presence.After(60, 60)).At(60, (0, 60));
        lesson.Answer(90, Presence.Right(lesson.Desk.Check!.Shown), (60, 90));
        lesson.At(180, (90, 180));
        lesson.Answer(190, Presence.Wrong(lesson.Desk.Check!.Shown));
        Assert.Equal((90, 90, "90 PresenceMissed"), (lesson.Counted, lesson.Confirmed, lesson.Refused));
    }

    [Fact]
    public void The_next_check_is_drawn_after_the_beat_that_settled_the_last()
    {
        var lesson = new Lesson(draw: Presence.After(60, 100)).At(60, (0, 60));
        lesson.Answer(90, Presence.Right(lesson.Desk.Check!.Shown), (60, 90));
        Assert.Equal(190_000, lesson.Desk.NextCheckAt);
        lesson.At(180, (90, 180));
        Assert.Null(lesson.Desk.Check);
        lesson.At(190, (180, 190));
        Assert.Equal(2, lesson.Desk.Check!.Number);
    }

    [Fact]
    public void The_same_beat_again_answers_nothing_twice_and_another_body_is_a_conflict()
    {
        var lesson = new Lesson(draw: Presence.After(60)).At(60, (0, 60));
        var check = lesson.Desk.Check!.Shown;
        lesson.Answer(90, Presence.Right(check), (60, 90));
        var again = lesson.Try(95, 2, Presence.Right(check), (60, 90));
        Assert.Equal((false, null), (again.Changed, again.Error));
        Assert.Equal(ContentErrorCode.SequenceConflict, Assert.Throws<ContentError>(() => lesson.Try(95, 2, Presence.Wrong(check), (60, 90))).Code);
        Assert.Equal(ContentErrorCode.SequenceConflict, Assert.Throws<ContentError>(() => lesson.Try(95, 2, (60, 90))).Code);
    }

    [Fact]
    public void A_late_or_malformed_beat_does_not_use_the_check_up()
    {
        var lesson = new Lesson(draw: Presence.After(60)).At(30, (0, 30)).At(60, (30, 60));
        var check = lesson.Desk.Check!.Shown;
        Assert.False(lesson.Try(70, 1, Presence.Wrong(check)).Changed);
        Assert.Throws<ContentError>(() => lesson.Try(70, 3, Presence.Wrong(check), (double.NaN, 60)));
        Assert.Null(lesson.Answer(80, Presence.Right(check)));
        Assert.Equal(60, lesson.Confirmed);
    }

    [Fact]
    public void Ids_of_other_checks_members_keys_and_made_up_ones_settle_nothing()
    {
        var lesson = new Lesson(draw: Presence.After(60)).At(60, (0, 60));
        var check = lesson.Desk.Check!.Shown;
        var stranger = new Lesson(desk: new Desk { Id = "m2" }, draw: Presence.After(60)).At(60, (0, 60)).Desk.Check!.Shown;
        var second = 60;
        foreach (
            var id in new[]
            {
                stranger.Id,
                "",
                "1",
                "1.",
                check.Id[..^1],
                check.Id + "A",
                check.Id.ToUpperInvariant(),
                check.Id.Replace("1.", "2.", StringComparison.Ordinal),
                new string('1', 9000),
            }
        )
        {
            var error = lesson.Answer(++second, Presence.Right(check) with { CheckId = id }, (second - 1, second));
            Assert.Equal((ContentErrorCode.PresenceCheckOver, check.Id), (error?.Code, lesson.Desk.Check?.Id));
        }
        Assert.Equal((69, 69), (lesson.Counted, lesson.Pending)); // the beats themselves count as they would without an answer
        Assert.NotEqual(stranger.Id, check.Id);
    }

    [Fact]
    public void Ids_differ_by_member_number_due_time_and_key()
    {
        var ids = new[] { ("m1", 0, 0, (byte)1), ("m2", 0, 0, (byte)1), ("m1", 1, 0, (byte)1), ("m1", 0, 1, (byte)1), ("m1", 0, 0, (byte)2) }.Select(of =>
        {
            var (member, number, second, key) = of;
            var desk = new Lesson(desk: new Desk { Id = member, LastCheckNumber = number }).At(60, (0, 60)).Desk with { NextCheckAt = 0 };
            var now = new DateTimeOffset(2026, 3, 2, 9, 2, second, SchoolTime.Offset);
            return Presence.Proctor(Presence.Never, key).Serve(desk, PresenceClock.Wanted(desk, now, Lesson.Rules), now).Check!.Id;
        });
        Assert.Distinct(ids);
    }

    [Fact]
    public void Every_issue_answer_and_latency_is_kept()
    {
        var lesson = new Lesson(draw: Presence.Every(60)).At(60, (0, 60));
        var first = lesson.Desk.Check!;
        lesson.Answer(67.25, Presence.Right(first.Shown));
        lesson.At(130, (60, 130));
        lesson.Answer(140, Presence.Wrong(lesson.Desk.Check!.Shown));
        lesson.At(260, (130, 250)).At(441);
        Assert.Equal(
            ["1 60 67.25 Passed 7.25", "2 130 140 Wrong 10", "3 260  Missed "],
            lesson.Session.Checks.Select(kept =>
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{kept.Number} {lesson.SecondOf(kept.IssuedAt)} {(kept.AnsweredAt is { } at ? lesson.SecondOf(at) : null)} {kept.Outcome} "
                        + $"{kept.Latency?.TotalSeconds}"
                )
            )
        );
        Assert.All(lesson.Session.Checks, kept => Assert.Equal(180, (kept.DueAt - kept.IssuedAt).TotalSeconds));
        Assert.Equal((first.Question, first.Answer), (lesson.Session.Checks[0].Question, lesson.Session.Checks[0].Answer));
    }

    [Fact]
    public void A_session_keeps_at_most_64_records_and_their_numbers_say_what_is_missing()
    {
        var lesson = new Lesson(chapterSeconds: 20_000, draw: Presence.Every(60));
        for (var i = 1; i <= 140; i++)
        {
            if (lesson.Desk.Check is { } check)
                lesson.Answer(i * 100, Presence.Right(check.Shown));
            else
                lesson.At(i * 100, (i * 60, i * 60 + 60));
        }
        Assert.Equal((64, 7, 70), (lesson.Session.Checks.Count, lesson.Session.Checks[0].Number, lesson.Session.Checks[^1].Number));
    }

    [Fact]
    public void Choices_are_the_questions_own_in_any_order_and_questions_do_not_come_again_soon()
    {
        var lesson = new Lesson(chapterSeconds: 20_000, draw: Presence.Every(60));
        var places = new HashSet<int>();
        var asked = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            lesson.At(i * 120 + 60, (i * 60, i * 60 + 60));
            var check = lesson.Desk.Check!.Shown;
            var question = QuestionBank.All.Single(question => question.Prompt == check.Prompt);
            Assert.Equal(question.Choices.Order(), check.Choices.Order());
            places.Add(check.Choices.ToList().IndexOf(question.Answer));
            Assert.DoesNotContain(check.Prompt, asked.TakeLast(8));
            asked.Add(check.Prompt);
            lesson.Answer(i * 120 + 61, Presence.Right(check));
        }
        Assert.Equal(4, places.Count);
    }

    [Fact]
    public void A_policy_without_checks_issues_none()
    {
        var calm = Presence.Proctor(Presence.After(1));
        var desk = new Desk { Id = "m1" };
        Assert.Same(desk, calm.Serve(desk, null, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))); // before any policy
        Assert.Null(
            PresenceClock.Wanted(
                desk with
                {
                    CountedMilliseconds = 1000,
                    NextCheckAt = 1,
                },
                new DateTimeOffset(2026, 3, 2, 9, 0, 0, SchoolTime.Offset),
                Lesson.Rules with
                {
                    PresenceChecksPerHour = 0,
                }
            )
        );
    }

    [Fact]
    public void The_moment_is_drawn_around_the_mean_and_never_more_than_three_times_it()
    {
        var mean = TimeSpan.FromSeconds(900);
        var drawn = Enumerable.Range(0, 100_000).Select(_ => PresenceDraw.Unforeseeable.Next(mean).TotalSeconds).ToList();
        Assert.All(drawn, seconds => Assert.InRange(seconds, 90, 2700));
        Assert.InRange(drawn.Average(), 885, 915);
        // However long one has waited, the next minute is as likely as any other.
        Assert.InRange(Hazard(300) / Hazard(1200), 0.85, 1.15);

        double Hazard(double from) => drawn.Count(seconds => seconds >= from && seconds < from + 60) / (double)drawn.Count(seconds => seconds >= from);
    }

    [Fact]
    public void The_policy_asks_three_times_an_hour()
    {
        TimeSpan? mean = null;
        _ = new Lesson(draw: PresenceDraw.Unforeseeable with { Next = of => (mean = of).Value });
        Assert.Equal(TimeSpan.FromSeconds(900), mean);
    }

    [Fact]
    public void The_bank_holds_enough_sound_questions()
    {
        Assert.InRange(QuestionBank.All.Count, 30, 1000);
        Assert.Distinct(QuestionBank.All.Select(question => question.Key));
        Assert.All(
            QuestionBank.All,
            question =>
            {
                Assert.Contains(question.Answer, question.Choices);
                Assert.Distinct(question.Choices);
                Assert.Equal(4, question.Choices.Count);
            }
        );
    }
}
