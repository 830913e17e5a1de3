using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests;

/// <summary>
/// One history of beats drawn from a seed, honest and dishonest in any mixture: silences, floods, a server clock that goes backwards, numbers again and out of order, altered bodies,
/// malformed segments, double speed, presence checks answered rightly, wrongly, by forgery or not at all, midnight and New Year. After each beat it asks whether a rule was broken.
/// </summary>
internal sealed class RandomHistory
{
    private const int LargestDesk = 16 * 1024;
    private static readonly long Lease = (long)Lesson.Rules.Lease.TotalMilliseconds;
    private readonly int seed;
    private readonly Random random;
    private readonly StudyRules rules;
    private readonly Proctor proctor;
    private readonly DateTimeOffset start;
    private readonly long duration;
    private readonly double checkEvery;
    private Desk desk;
    private DateTimeOffset now;
    private DateTimeOffset latest;
    private StudyBeat? last;
    private double position;
    private IntervalSet everPlayed = IntervalSet.Empty;

    public RandomHistory(int seed)
    {
        (this.seed, random) = (seed, new Random(seed));
        checkEvery = random.Next(3) == 0 ? 1e6 : 10 + (random.NextDouble() * 200);
        proctor = Presence.Proctor(new(_ => TimeSpan.FromSeconds(checkEvery), random.Next));
        rules = Lesson.Rules with
        {
            LargestIntervalCount = random.Next(4) == 0 ? 4 : 512,
            DailyCeiling = TimeSpan.FromSeconds(random.Next(4) == 0 ? random.Next(1, 400) : 8 * 2700),
        };
        var seconds = random.Next(30, 3600);
        start = random.Next(4) switch
        {
            0 => new DateTimeOffset(2026, 3, 2, 23, 50, 0, SchoolTime.Offset).AddSeconds(random.Next(600)),
            1 => new DateTimeOffset(2026, 12, 31, 23, 50, 0, SchoolTime.Offset).AddSeconds(random.Next(600)),
            _ => new DateTimeOffset(2026, 3, 2, 9, 0, 0, SchoolTime.Offset),
        };
        duration = seconds * 1000L;
        var before = random.Next(4) == 0 ? IntervalSet.Of(new(random.Next(seconds) * 500L, duration)) : IntervalSet.Empty;
        desk = new Lesson(seconds, start, before: before, elsewhere: random.Next(6) == 0 ? random.Next(seconds) * 500L : 0).Desk with { NextCheckAt = null };
        if (random.Next(3) == 0) desk = desk with { Session = desk.Session! with { Questions = [new("第一章讲的是谁？", ["施琅", "俞大猷"], "俞大猷"), new("第一章讲的是哪里？", ["崇武", "深沪"], "崇武")] } };
        desk = proctor.Serve(desk, null, start);
        now = latest = start;
    }

    public int Beats { get; private set; }

    /// <summary>Plays it to its end; throws at the first rule broken.</summary>
    public void Play()
    {
        for (var beats = random.Next(4, 16); beats > 0; beats--) Step();
        Rule(desk.ToBson().Length <= LargestDesk, "the desk is too large");
        EarnAgain();
    }

    private void Step()
    {
        Beats++;
        now = now.AddMilliseconds(random.Next(20) switch
        {
            < 12 => random.Next(60_000),
            < 14 => 0,
            < 16 => random.Next(60_000, 130_000),
            < 19 => random.Next(130_000, 1_200_000),
            _ => -random.Next(60_000),
        });
        latest = now > latest ? now : latest;
        if (last is not null && random.Next(8) == 0)
        {
            Again(last);
            return;
        }
        var number = desk.Session!.Sequence + (random.Next(5) == 0 ? random.Next(2, 9) : 1);
        var beat = new StudyBeat(number, position, Segments(), Answer());
        var before = desk;
        Advanced advanced;
        try
        {
            advanced = Advance(beat);
        }
        catch (ContentError error)
        {
            Rule(error.Code == ContentErrorCode.InvalidInput, $"an unexpected {error.Code}");
            return;
        }
        desk = advanced.Desk;
        last = beat;
        Check(before, beat);
    }

    /// <summary>A beat as the desk takes it: the clock counts, and the proctor issues the check it wants.</summary>
    private Advanced Advance(StudyBeat beat)
    {
        var advanced = StudyClock.Advance(desk, beat, now, _ => rules);
        return advanced.Changed ? advanced with { Desk = proctor.Serve(advanced.Desk, advanced.Wanted, now) } : advanced;
    }

    /// <summary>The newest beat once more, altered, or an older number: nothing changes.</summary>
    private void Again(StudyBeat beat)
    {
        Rule(!Advance(beat).Changed, "a repeated beat changed something");
        if (beat.Sequence > 1) Rule(ReferenceEquals(Advance(beat with { Sequence = beat.Sequence - 1 }).Desk, desk), "a late beat changed something");
        try
        {
            Advance(beat with { PositionSeconds = beat.PositionSeconds > 1 ? 0 : 2 });
            Rule(false, "another body under the same number was taken");
        }
        catch (ContentError error)
        {
            Rule(error.Code == ContentErrorCode.SequenceConflict, $"an unexpected {error.Code}");
        }
    }

    private void Check(Desk before, StudyBeat beat)
    {
        var session = desk.Session!;
        // Never more than the wall clock: all that was ever counted, dropped or not, and what the bucket still holds were lived.
        var lived = (long)(latest - start).TotalMilliseconds;
        var bucket = session.Bucket.Sum(time => time.Milliseconds);
        Rule(bucket <= Lease, "the bucket holds more than a lease");
        Rule(desk.CountedMilliseconds + bucket <= lived, "more than the wall clock");
        var newly = desk.CountedMilliseconds - before.CountedMilliseconds;
        Rule(newly >= 0, "a beat counted backwards");

        // Never more than unique content, and only what was played.
        var played = BeatChecks.Read(beat, before.Session!.Sequence, duration).Aggregate(IntervalSet.Empty, (all, piece) => all.Union(IntervalSet.Of(piece)));
        everPlayed = everPlayed.Union(played);
        foreach (var year in session.Years)
        {
            var own = year.Counted.Except(year.Before);
            Rule(own.Except(everPlayed).Length == 0, "counted what was never played");
            Rule(own.Length == session.Parts.Where(part => part.Date.Year == year.Year).Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds), "counted content and counted time differ");
            Rule(year.Counted.Length + year.ElsewhereMilliseconds <= Math.Max(year.LongestMilliseconds, year.Before.Length + year.ElsewhereMilliseconds), "more than the longest version of the family");
            // Where the allowance ends within a piece, a missed check may leave one piece more.
            Rule(year.Counted.Count <= Math.Max(rules.LargestIntervalCount, year.Before.Count) + session.Checks.Count(kept => kept.Outcome == PresenceOutcome.Missed), "more pieces than allowed");
            Rule(year.Pending.Except(year.Counted).Length == 0, "pending but not counted");
        }

        // Pending and confirmed, days and ceiling.
        Rule(session.Years.Sum(year => year.Pending.Length) == session.PendingMilliseconds, "pending content and pending time differ");
        Rule(session.Parts.All(part => part.Content.Length == part.PendingMilliseconds + part.ConfirmedMilliseconds), "a day's content and time differ");
        foreach (var day in desk.Days)
        {
            Rule(day.Milliseconds == session.Parts.Where(part => part.Date == day.Date).Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds), "the day's total is not the sum of its parts");
            Rule(day.Milliseconds <= rules.DailyCeiling.TotalMilliseconds, "more than the daily ceiling");
        }

        // Every played millisecond was counted now, refused with a reason, or counted earlier in this very session.
        var seen = now > before.Session.SeenAt ? now : before.Session.SeenAt;
        var settled = PresenceClock.Answer(PresenceClock.Lapse(before, seen, rules), beat.Presence, seen).Desk;
        var counted = session.Years.Aggregate(IntervalSet.Empty, (all, year) => all.Union(year.Counted.Except(settled.Session!.ContentOf(year.Year).Counted)));
        Rule(newly == counted.Length, "counted time is not the newly counted content");
        var thisYear = session.ContentOf(SchoolTime.DayOf(seen).Year);
        var known = played.Except(counted).Intersect(thisYear.Counted.Except(thisYear.Before));
        var refused = session.Refused.Sum(time => time.Milliseconds) - settled.Session!.Refused.Sum(time => time.Milliseconds);
        Rule(played.Length == newly + refused + known.Length, "played content that is neither counted nor refused");
        foreach (var reason in session.Refused) Rule(reason.Milliseconds == session.RefusalLog.Events.Where(happened => happened.Reason == reason.Reason).Sum(happened => happened.Milliseconds), "the log of refusals does not add up");

        // Without a proof no more than the allowance is confirmed, and what it will reach is known beforehand.
        Rule(desk.UnprovenMilliseconds <= rules.UnprovenAllowance.TotalMilliseconds, "more than the allowance was confirmed without a proof");
        Rule(session.Years.Sum(year => year.WithinAllowance.Length) == Math.Min(session.PendingMilliseconds, PendingRules.AllowanceLeft(desk, rules)), "the allowance reaches other content than it should");
        Rule(session.Years.All(year => year.WithinAllowance.Except(year.Pending).Length == 0), "within the allowance but not pending");

        // A check is issued once so much is counted, with its full time, or as a second try with a minute at least, and settled once.
        Rule(desk.Check is not { } check || (check.DueAt - check.IssuedAt is var full && (full == TimeSpan.FromMinutes(3) || (full >= PresenceClock.SecondTry && full <= TimeSpan.FromMinutes(3)
            && session.Checks[^1].Outcome == PresenceOutcome.Wrong && !check.OfCourseware))), "a check without its time");
        Rule(desk.Check is not null || desk.CountedMilliseconds < desk.NextCheckAt, "a check that was not issued");
    }

    /// <summary>Whatever was refused or dropped can be earned on another day, by watching it with the clock running.</summary>
    private void EarnAgain()
    {
        now = new DateTimeOffset(SchoolTime.DayOf(latest).AddDays(1).ToDateTime(new TimeOnly(12, 0)), SchoolTime.Offset);
        Send();
        now = now.AddSeconds(120);
        Send();
        var year = desk.Session!.ContentOf(now.Year);
        var open = everPlayed.Except(year.Counted);
        var payable = Math.Min(Math.Min(open.Length, year.FamilyLeft), Math.Min(60_000, (long)rules.DailyCeiling.TotalMilliseconds - desk.CountedOn(SchoolTime.DayOf(now))));
        var again = open.Take(payable);
        if (rules.LargestIntervalCount < 512 || again.Count > BeatChecks.LargestSegmentCount) return;
        var before = desk.CountedMilliseconds;
        Send([.. again.Intervals.Select(piece => new PlayedSegment(piece.Start / 1000.0, piece.End / 1000.0))]);
        Rule(desk.CountedMilliseconds - before == payable, "refused or dropped content could not be earned again");

        void Send(params PlayedSegment[] segments)
        {
            var beat = new StudyBeat(desk.Session!.Sequence + 1, 0, segments);
            var from = desk;
            desk = Advance(beat).Desk;
            latest = now;
            Check(from, beat);
        }
    }

    private IReadOnlyList<PlayedSegment> Segments()
    {
        var end = duration / 1000.0;
        switch (random.Next(12))
        {
            case < 5: // honest: on from where the player was
                {
                    var from = position >= end ? 0 : position;
                    position = Math.Min(end, from + (random.NextDouble() * 60));
                    return [new(from, position)];
                }
            case < 7: // faster than time
                {
                    var from = random.NextDouble() * end;
                    return [new(from, position = Math.Min(end, from + (random.NextDouble() * 400)))];
                }
            case < 10: // pieces from everywhere, in any order; where they overlap the beat is refused
                return [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.NextDouble() * end).Select(from => new PlayedSegment(from, Math.Min(end, from + (random.NextDouble() * 20))))];
            case 10:
                return [new(0, end)];
            default:
                return random.Next(5) switch
                {
                    0 => [new(-5, 10)],
                    1 => [new(10, 5)],
                    2 => [new(0, double.NaN)],
                    3 => [new(double.NegativeInfinity, double.PositiveInfinity)],
                    _ => [new(end, end + 60)],
                };
        }
    }

    private PresenceAnswer? Answer() => desk.Check is { } check
        ? random.Next(10) switch
        {
            < 5 => new(check.Id, check.Answer),
            < 7 => new(check.Id, check.Choices.First(choice => choice != check.Answer)),
            7 => new("1.forged", check.Answer),
            _ => null,
        }
        : random.Next(20) == 0 ? new("1.forged", "1921年") : null;

    private void Rule(bool holds, string broken)
    {
        if (!holds) throw new BrokenRule($"seed {seed}, beat {Beats}: {broken}");
    }
}

internal sealed class BrokenRule(string message) : Exception(message);
