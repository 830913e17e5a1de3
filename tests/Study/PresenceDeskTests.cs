using System.Diagnostics.Metrics;
using ELearning.Content;
using Microsoft.Extensions.DependencyInjection;
using MongoDB.Bson;
using MongoDB.Driver;
using Xunit.Abstractions;

namespace ELearning.Tests.Study;

/// <summary>Presence checks through the real stores: what start and finish do while one is outstanding, and what a check survives.</summary>
public sealed class PresenceDeskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_worked_timeline_ends_in_one_credit_of_270_seconds()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, start) = await StudyingAsync(host, 230);
        await room.SendAfterAsync(30, start.Id, 1, 0, 30);
        await room.SendAfterAsync(60, start.Id, 3, 30, 90);
        await room.SendAfterAsync(30, start.Id, 4, 90, 150);
        var fifth = (await room.SendAfterAsync(280, start.Id, 5, 120, 400)).Session!;
        Assert.Equal((240, 240, start.StartedAt.AddSeconds(580)), (fifth.VerifiedSeconds, fifth.PendingSeconds, fifth.PresenceCheck!.DueAt));

        // At 420 another device cannot take over, nor can this one finish; both are told the check.
        host.Time.Advance(TimeSpan.FromSeconds(20));
        var taking = await room.RefusedAsync(other => other.StartAsync("law", takeOver: true, device: "手机"));
        Assert.Equal(ContentErrorCode.PresenceCheckDue, taking.Code);
        Assert.Equivalent(fifth.PresenceCheck, taking.Detail);
        var finishing = await room.FinishAsync(start.Id);
        Assert.Equal(
            (ContentErrorCode.PresenceCheckDue, StudySessionStatus.Active, 0),
            (finishing.Error!.Code, finishing.Session!.Status, finishing.Credits.Count)
        );
        Assert.Equivalent(fifth.PresenceCheck, finishing.Error.Detail);

        host.Time.Advance(TimeSpan.FromSeconds(10));
        var sixth = (await room.SendAsync(start.Id, 6, 240, 270, Presence.Right(fifth.PresenceCheck))).Session!;
        Assert.Equal((270, 0, null), (sixth.VerifiedSeconds, sixth.PendingSeconds, sixth.PresenceCheck));
        host.Time.Advance(TimeSpan.FromSeconds(10));
        var credit = Assert.Single((await room.FinishAsync(start.Id)).Credits);
        Assert.Equal((270, 0.1m), (credit.Seconds, TrainingHours.Of(credit.Seconds, credit.Policy.SecondsPerHour)));
    }

    [Fact]
    public async Task A_start_elsewhere_goes_through_with_the_answer_or_when_the_check_is_over()
    {
        foreach (var (seconds, answers, credited) in new[] { (20, true, 360), (181, false, 300), (181, true, 300) })
        {
            await using var host = await ContentFixture.StartAsync();
            var (room, session) = await StudyingAsync(host, 350);
            var check = await CheckAsync(room, session, 360);
            host.Time.Advance(TimeSpan.FromSeconds(seconds));
            var taken = await room.TryStartAsync("law", takeOver: true, presence: answers ? Presence.Right(check) : null);
            Assert.Equal(("m1/2", credited), (taken.Session!.Id, (await room.LedgerAsync()).Sum(credit => credit.Seconds)));
            Assert.Equal(seconds > 180 && answers ? ContentErrorCode.PresenceCheckOver : null, taken.Error?.Code);
            Assert.Null(taken.Session.PresenceCheck);
        }
    }

    [Fact]
    public async Task A_refused_start_has_used_the_answer_up_all_the_same()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 230);
        var check = await CheckAsync(room, session, 240);
        Assert.Equal(ContentErrorCode.StudySessionActive, (await room.RefusedAsync(other => other.TryStartAsync("law", presence: Presence.Wrong(check)))).Code);
        var after = (await room.Desk.FindAsync([session.Id], default))[session.Id];
        Assert.Equal((0, null), (after.VerifiedSeconds, after.PresenceCheck));
    }

    [Fact]
    public async Task A_reload_brings_the_check_back_and_its_answer_the_session()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 230);
        var check = await CheckAsync(room, session, 240);
        var reloaded = await room.TryStartAsync("history");
        Assert.Equal((ContentErrorCode.PresenceCheckDue, session.Id), (reloaded.Error!.Code, reloaded.Session!.Id));
        Assert.Equivalent(check, reloaded.Error.Detail);
        var answered = await room.TryStartAsync("history", presence: Presence.Right(check));
        Assert.Equal((null, session.Id, 240, 0), (answered.Error, answered.Session!.Id, answered.Session.VerifiedSeconds, answered.Session.PendingSeconds));
    }

    [Fact]
    public async Task A_reload_after_the_due_time_finds_the_check_missed()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 350);
        await CheckAsync(room, session, 360);
        host.Time.Advance(TimeSpan.FromSeconds(181));
        var reloaded = await room.TryStartAsync("history");
        Assert.Equal(
            (null, 300, 0, 1500),
            (reloaded.Error, reloaded.Session!.VerifiedSeconds, reloaded.Session.PendingSeconds, reloaded.Session.RemainingSeconds)
        );
        Assert.Equal(0, reloaded.Session.UnprovenAllowanceSeconds);
        Assert.Equal([new Refusal(RefusalReason.PresenceMissed, 60)], reloaded.Session.Refusals);
    }

    [Theory]
    [InlineData(true, 240)]
    [InlineData(false, 0)]
    public async Task Finishing_with_the_answer_settles_the_check_and_the_session_in_one_go(bool right, int credited)
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 230);
        var check = await CheckAsync(room, session, 240);
        var answer = right ? Presence.Right(check) : Presence.Wrong(check);
        var finished = await room.FinishAsync(session.Id, answer);
        Assert.Equal((null, StudySessionStatus.Finished, credited), (finished.Error, finished.Session!.Status, finished.Credits.Sum(credit => credit.Seconds)));
        Assert.Equivalent(finished, await room.FinishAsync(session.Id, answer)); // its answer was lost
        var archived = await host.Get<SessionStore>().FindAsync("m1", 1, default);
        Assert.Equal(right ? PresenceOutcome.Passed : PresenceOutcome.Wrong, Assert.Single(archived!.Session.Checks).Outcome);
    }

    [Fact]
    public async Task Finishing_after_the_due_time_credits_what_was_proven_and_what_the_allowance_reaches()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 60, 360);
        var first = await CheckAsync(room, session, 60);
        await room.AnswerAsync(session.Id, 30, Presence.Right(first), 60, 90);
        PresenceCheck? second = null;
        for (var from = 90; from < 450; from += 120)
            second = (await room.BeatAsync(session.Id, 120, from, from + 120)).Session!.PresenceCheck;
        host.Time.Advance(TimeSpan.FromSeconds(181));
        var finished = await room.FinishAsync(session.Id, Presence.Right(second!));
        Assert.Equal(
            (ContentErrorCode.PresenceCheckOver, StudySessionStatus.Finished, 390),
            (finished.Error!.Code, finished.Session!.Status, finished.Credits.Single().Seconds)
        );
        Assert.Equal([new Refusal(RefusalReason.PresenceMissed, 60)], finished.Session.Refusals);
    }

    [Fact]
    public async Task A_check_survives_a_lost_answer_a_restart_and_a_change_of_process()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 230);
        var check = await CheckAsync(room, session, 240);
        Assert.Equivalent(check, (await room.SendAsync(session.Id, 2, 120, 240)).Session!.PresenceCheck); // the same beat again: its answer was lost

        await using var restarted = host.Another();
        var elsewhere = new StudyRoom(restarted);
        Assert.Equivalent(check, (await elsewhere.Desk.FindAsync([session.Id], default))[session.Id].PresenceCheck);
        host.Time.Advance(TimeSpan.FromSeconds(30));
        var answered = (await elsewhere.SendAsync(session.Id, 3, 240, 270, Presence.Right(check))).Session!;
        Assert.Equal((270, 0), (answered.VerifiedSeconds, answered.PendingSeconds));
        Assert.Equivalent(answered, (await room.SendAsync(session.Id, 3, 240, 270, Presence.Right(check))).Session); // through the first process again
    }

    [Fact]
    public async Task Two_processes_at_one_check_take_one_answer()
    {
        for (var round = 0; round < 5; round++)
        {
            await using var host = await ContentFixture.StartAsync();
            await using var other = host.Another();
            var (room, session) = await StudyingAsync(host, 60);
            var check = await CheckAsync(room, session, 60);
            host.Time.Advance(TimeSpan.FromSeconds(30));
            await Task.WhenAll(
                room.SendAsync(session.Id, 10, 60, 90, Presence.Wrong(check)),
                new StudyRoom(other).SendAsync(session.Id, 11, 60, 90, Presence.Right(check))
            );
            var desk = await host.Get<DeskStore>().ReadAsync("m1", default);
            var outcome = Assert.Single(desk.Session!.Checks).Outcome;
            Assert.Equal(outcome == PresenceOutcome.Passed ? 90 : 0, desk.Session.Parts.Sum(part => part.ConfirmedMilliseconds) / 1000);
        }
    }

    [Fact]
    public async Task The_next_check_waits_on_the_members_counted_time_through_all_sessions()
    {
        await using var host = await ContentFixture.StartAsync();
        var (room, session) = await StudyingAsync(host, 230);
        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await room.BeatAsync(session.Id, 70, i * 70, i * 70 + 70)).Session!.PresenceCheck);
            await room.FinishAsync(session.Id);
            session = await room.StartAsync("history");
        }
        Assert.NotNull((await room.BeatAsync(session.Id, 30, 210, 240)).Session!.PresenceCheck);
        Assert.Equal(240, (await room.LedgerAsync()).Sum(credit => credit.Seconds) + 30);
    }

    [Fact]
    public async Task A_coursewares_own_questions_are_asked_first_and_answers_are_never_shown()
    {
        await using var host = await ContentFixture.StartAsync();
        host.Draw = Presence.Every(60);
        var room = new StudyRoom(host);
        Question[] own = [new("第一章讲的是谁？", ["施琅", "俞大猷"], "俞大猷"), new("第一章讲的是哪里？", ["崇武", "深沪"], "崇武")];
        await room.PublishAsync("history", own, 1800);
        var session = await room.StartAsync("history");
        var asked = new List<PresenceCheck>();
        for (var i = 0; i < 3; i++)
        {
            var check = (await room.BeatAsync(session.Id, 60, i * 60, i * 60 + 60)).Session!.PresenceCheck!;
            asked.Add(check);
            var answer = own.SingleOrDefault(question => question.Prompt == check.Prompt)?.Answer ?? Presence.Right(check).Answer;
            Assert.Equal(i * 60 + 60, (await room.AnswerAsync(session.Id, 0, new PresenceAnswer(check.Id, answer), 0, 0)).Session!.VerifiedSeconds);
        }
        Assert.Equal(own.Select(question => question.Prompt).Order(), asked.Take(2).Select(check => check.Prompt).Order());
        Assert.Contains(QuestionBank.All, question => question.Prompt == asked[2].Prompt);
        await room.FinishAsync(session.Id);
        Assert.Empty((await host.Get<SessionStore>().FindAsync("m1", 1, default))!.Session.Questions);
    }

    [Fact]
    public async Task Every_beat_is_one_write_and_one_that_issues_or_settles_a_check_tells_so_besides_and_after_a_restart_one_read_comes_first()
    {
        await using var host = await ContentFixture.StartAsync();
        await using var other = host.Another();
        var (room, session) = await StudyingAsync(host, 60, 60, 60, 60, 60);
        object[] counted = [host.Get<IMeterFactory>(), other.Get<IMeterFactory>()];
        var commands = 0;
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (counted.Contains(instrument.Meter.Scope))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref commands, (int)count));
        meters.Start();
        PresenceCheck? check = null;
        for (var i = 0; i < 20; i++)
        {
            // Checks passed, answered wrongly, and missed because nobody answers for 200 seconds.
            commands = 0;
            var before = check?.Id;
            var answer =
                check is null || i % 3 == 2 ? null
                : i % 3 == 0 ? Presence.Right(check)
                : Presence.Wrong(check);
            check = (
                answer is null
                    ? await room.BeatAsync(session.Id, i % 3 == 2 ? 200 : 60, i * 60, i * 60 + 60)
                    : await room.AnswerAsync(session.Id, 60, answer, i * 60, i * 60 + 60)
            )
                .Session!
                .PresenceCheck;
            Assert.Equal(check?.Id == before ? 1 : 2, commands);
            commands = 0;
            await room.Desk.FindAsync([session.Id], default);
            Assert.Equal(1, commands);
        }

        // A process that was not the last at the desk reads it first, once.
        var restarted = new StudyRoom(other);
        commands = 0;
        await restarted.SendAfterAsync(30, session.Id, 1000, 1300, 1330);
        Assert.Equal(2, commands);
        await restarted.SendAfterAsync(30, session.Id, 1001, 1330, 1360);
        Assert.Equal(3, commands);
    }

    [Fact]
    public async Task The_desk_stays_small_after_a_day_of_scattered_watching()
    {
        await using var host = await ContentFixture.StartAsync();
        var questions = Enumerable
            .Range(0, 100)
            .Select(i => new Question(
                $"这一章的第{i}个要点讲的是哪一位先辈的故事？",
                ["第一位先辈的故事", "第二位先辈的故事", "第三位先辈的故事"],
                "第二位先辈的故事"
            ))
            .ToArray();
        host.Draw = Presence.Every(300); // far more often than by the policy
        var room = new StudyRoom(host);
        await room.PublishAsync("history", questions, 5 * 3600);
        var random = new Random(8);
        var largest = 0;
        // The first session leaves the chapter in as many pieces as it may; the second goes on among them for the rest of the day.
        var session = await room.StartAsync("history");
        PresenceCheck? check = null;
        for (var second = 0; second < 8 * 3600; second += 30)
        {
            if (second == 2 * 3600)
            {
                var finished = await room.FinishAsync(session.Id, Known(check));
                if (finished.Error?.Detail is PresenceCheck asked)
                    await room.FinishAsync(session.Id, Known(asked));
                (session, check) = (await room.StartAsync("history"), null);
            }
            // Everything an eager and restless learner does: pieces all over the chapter, some twice, some too fast.
            var length = second < 2 * 3600 ? 1.5 : 9;
            var from = Enumerable.Range(0, 4).Select(_ => random.Next(0, 5 * 3600 - 20)).ToArray();
            host.Time.Advance(TimeSpan.FromSeconds(30));
            PlayedSegment[] segments =
            [
                .. from.Where((start, i) => from.Take(i).All(other => Math.Abs(other - start) > 20))
                    .Select(start => new PlayedSegment(start + random.NextDouble(), start + length + random.NextDouble())),
            ];
            var answer = Known(check);
            check = (await room.Desk.RecordAsync("m1", session.Id, new StudyBeat(second + 1, from[0], segments, answer), default)).Session!.PresenceCheck;
            if (second % 600 == 0 || second > 7 * 3600)
                largest = Math.Max(largest, (await DeskAsync(host)).ToBson().Length);
        }
        var desk = await host.Get<DeskStore>().ReadAsync("m1", default);
        output.WriteLine(
            $"desk: {largest} bytes at most; {desk.Session!.Years[0].Counted.Count} intervals, {desk.Session.VerifiedMilliseconds / 1000} s counted, "
                + $"{desk.Session.Checks.Count} checks; parts of it: "
                + string.Join(
                    ", ",
                    (await DeskAsync(host))["session"].AsBsonDocument.Select(element => $"{element.Name} {new BsonDocument(element).ToBson().Length}")
                )
        );
        Assert.InRange(desk.Session.Checks.Count, 10, 64);
        Assert.InRange(desk.Session.Years[0].Counted.Count, 100, 512);
        Assert.InRange(largest, 1, 16 * 1024);

        static PresenceAnswer? Known(PresenceCheck? check) =>
            check is null ? null
            : check.Choices.Contains("第二位先辈的故事") ? new(check.Id, "第二位先辈的故事")
            : Presence.Right(check);
    }

    [Fact]
    public void A_record_is_stored_in_a_few_bytes_and_read_back_as_it_was()
    {
        DocumentMapping.Register();
        var issued = ContentFixture.Beginning;
        PresenceRecord[] records =
        [
            new(1, "00c0ffee", issued, issued.AddMinutes(3), issued.AddSeconds(7.25), "1921年", PresenceOutcome.Passed),
            new(70_000, "ffffffff", issued.AddDays(9000), issued.AddDays(9000).AddSeconds(20), issued.AddDays(9000), "错的答案 ✗", PresenceOutcome.Wrong),
            new(3, "00000000", issued, issued.AddMinutes(3), issued.AddSeconds(1), "", PresenceOutcome.Wrong),
            new(4, "12345678", issued, issued.AddMinutes(3), null, null, PresenceOutcome.Missed),
        ];
        var stored = new Lesson().Session with { Checks = records };
        Assert.Equal(records, MongoDB.Bson.Serialization.BsonSerializer.Deserialize<DeskSession>(stored.ToBson()).Checks);
        Assert.InRange(stored.ToBson().Length - new Lesson().Session.ToBson().Length, 1, 40 * records.Length);
    }

    private static async Task<(StudyRoom Room, StudySession Session)> StudyingAsync(ContentFixture host, params double[] checksAfter)
    {
        host.Draw = Presence.After(checksAfter);
        var room = new StudyRoom(host);
        await room.PublishAsync("history", 1800);
        await room.PublishAsync("law", 600);
        return (room, await room.StartAsync("history"));
    }

    /// <summary>Plays on until the check comes.</summary>
    private static async Task<PresenceCheck> CheckAsync(StudyRoom room, StudySession session, int seconds)
    {
        PresenceCheck? check = null;
        for (var from = 0; from < seconds; from += 120)
            check = (await room.BeatAsync(session.Id, Math.Min(120, seconds - from), from, Math.Min(from + 120, seconds))).Session!.PresenceCheck;
        return check!;
    }

    private static Task<BsonDocument> DeskAsync(ContentFixture host) =>
        host.Database.GetCollection<BsonDocument>("desks").Find(new BsonDocument("_id", "m1")).SingleAsync();
}
