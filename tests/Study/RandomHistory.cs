using ELearning.Content;
using MongoDB.Bson;

namespace ELearning.Tests.Study;

/// <summary>
/// One history of beats drawn from a seed, honest and dishonest in any mixture: silences, floods, a server clock that goes backwards, numbers again and out of
/// order, altered bodies, malformed segments, double speed, presence checks answered rightly, wrongly, by forgery or not at all, midnight and New Year. After
/// each beat it asks whether a rule was broken.
/// </summary>
internal sealed class RandomHistory
{
    private const int LargestDesk = 16 * 1024;
    private static readonly long Lease = (long)Lesson.Rules.Lease.TotalMilliseconds;
    private readonly int _seed;
    private readonly Random _random;
    private readonly StudyRules _rules;
    private readonly Proctor _proctor;
    private readonly DateTimeOffset _start;
    private readonly long _duration;
    private readonly double _checkEvery;
    private Desk _desk;
    private DateTimeOffset _now;
    private DateTimeOffset _latest;
    private StudyBeat? _last;
    private double _position;
    private IntervalSet _everPlayed = IntervalSet.Empty;

    public RandomHistory(int seed)
    {
        (_seed, _random) = (seed, new Random(seed));
        _checkEvery = _random.Next(3) == 0 ? 1e6 : 10 + (_random.NextDouble() * 200);
        _proctor = Presence.Proctor(new(_ => TimeSpan.FromSeconds(_checkEvery), _random.Next));
        _rules = Lesson.Rules with
        {
            LargestIntervalCount = _random.Next(4) == 0 ? 4 : 512,
            DailyCeiling = TimeSpan.FromSeconds(_random.Next(4) == 0 ? _random.Next(1, 400) : 8 * 2700),
        };
        var seconds = _random.Next(30, 3600);
        _start = _random.Next(4) switch
        {
            0 => new DateTimeOffset(2026, 3, 2, 23, 50, 0, SchoolTime.Offset).AddSeconds(_random.Next(600)),
            1 => new DateTimeOffset(2026, 12, 31, 23, 50, 0, SchoolTime.Offset).AddSeconds(_random.Next(600)),
            _ => new DateTimeOffset(2026, 3, 2, 9, 0, 0, SchoolTime.Offset),
        };
        _duration = seconds * 1000L;
        var before = _random.Next(4) == 0 ? IntervalSet.Of(new(_random.Next(seconds) * 500L, _duration)) : IntervalSet.Empty;
        _desk = new Lesson(seconds, _start, before: before, elsewhere: _random.Next(6) == 0 ? _random.Next(seconds) * 500L : 0).Desk with
        {
            NextCheckAt = null,
        };
        if (_random.Next(3) == 0)
            _desk = _desk with
            {
                Session = _desk.Session! with
                {
                    Questions = [new("第一章讲的是谁？", ["施琅", "俞大猷"], "俞大猷"), new("第一章讲的是哪里？", ["崇武", "深沪"], "崇武")],
                },
            };
        _desk = _proctor.Serve(_desk, null, _start);
        _now = _latest = _start;
    }

    public int Beats { get; private set; }

    /// <summary>Plays it to its end; throws at the first rule broken.</summary>
    public void Play()
    {
        for (var beats = _random.Next(4, 16); beats > 0; beats--)
            Step();
        Rule(_desk.ToBson().Length <= LargestDesk, "the desk is too large");
        EarnAgain();
    }

    private void Step()
    {
        Beats++;
        _now = _now.AddMilliseconds(
            _random.Next(20) switch
            {
                < 12 => _random.Next(60_000),
                < 14 => 0,
                < 16 => _random.Next(60_000, 130_000),
                < 19 => _random.Next(130_000, 1_200_000),
                _ => -_random.Next(60_000),
            }
        );
        _latest = _now > _latest ? _now : _latest;
        if (_last is not null && _random.Next(8) == 0)
        {
            Again(_last);
            return;
        }
        var number = _desk.Session!.Sequence + (_random.Next(5) == 0 ? _random.Next(2, 9) : 1);
        var beat = new StudyBeat(number, _position, Segments(), Answer());
        var before = _desk;
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
        _desk = advanced.Desk;
        _last = beat;
        Check(before, beat);
    }

    /// <summary>A beat as the desk takes it: the clock counts, and the proctor issues the check it wants.</summary>
    private Advanced Advance(StudyBeat beat)
    {
        var advanced = StudyClock.Advance(_desk, beat, _now, _ => _rules);
        return advanced.Changed ? advanced with { Desk = _proctor.Serve(advanced.Desk, advanced.Wanted, _now) } : advanced;
    }

    /// <summary>The newest beat once more, altered, or an older number: nothing changes.</summary>
    private void Again(StudyBeat beat)
    {
        Rule(!Advance(beat).Changed, "a repeated beat changed something");
        if (beat.Sequence > 1)
            Rule(ReferenceEquals(Advance(beat with { Sequence = beat.Sequence - 1 }).Desk, _desk), "a late beat changed something");
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
        var session = _desk.Session!;
        // Never more than the wall clock: all that was ever counted, dropped or not, and what the bucket still holds were lived.
        var lived = (long)(_latest - _start).TotalMilliseconds;
        var bucket = session.Bucket.Sum(time => time.Milliseconds);
        Rule(bucket <= Lease, "the bucket holds more than a lease");
        Rule(_desk.CountedMilliseconds + bucket <= lived, "more than the wall clock");
        var newly = _desk.CountedMilliseconds - before.CountedMilliseconds;
        Rule(newly >= 0, "a beat counted backwards");

        // Never more than unique content, and only what was played.
        var played = BeatChecks.Read(beat, before.Session!.Sequence, _duration).Aggregate(IntervalSet.Empty, (all, piece) => all.Union(IntervalSet.Of(piece)));
        _everPlayed = _everPlayed.Union(played);
        foreach (var year in session.Years)
        {
            var own = year.Counted.Except(year.Before);
            Rule(own.Except(_everPlayed).Length == 0, "counted what was never played");
            Rule(
                own.Length == session.Parts.Where(part => part.Date.Year == year.Year).Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds),
                "counted content and counted time differ"
            );
            Rule(
                year.Counted.Length + year.ElsewhereMilliseconds <= Math.Max(year.LongestMilliseconds, year.Before.Length + year.ElsewhereMilliseconds),
                "more than the longest version of the family"
            );
            // Where the allowance ends within a piece, a missed check may leave one piece more.
            Rule(
                year.Counted.Count
                    <= Math.Max(_rules.LargestIntervalCount, year.Before.Count) + session.Checks.Count(kept => kept.Outcome == PresenceOutcome.Missed),
                "more pieces than allowed"
            );
            Rule(year.Pending.Except(year.Counted).Length == 0, "pending but not counted");
        }

        // Pending and confirmed, days and ceiling.
        Rule(session.Years.Sum(year => year.Pending.Length) == session.PendingMilliseconds, "pending content and pending time differ");
        Rule(session.Parts.All(part => part.Content.Length == part.PendingMilliseconds + part.ConfirmedMilliseconds), "a day's content and time differ");
        foreach (var day in _desk.Days)
        {
            Rule(
                day.Milliseconds == session.Parts.Where(part => part.Date == day.Date).Sum(part => part.PendingMilliseconds + part.ConfirmedMilliseconds),
                "the day's total is not the sum of its parts"
            );
            Rule(day.Milliseconds <= _rules.DailyCeiling.TotalMilliseconds, "more than the daily ceiling");
        }

        // Every played millisecond was counted now, refused with a reason, or counted earlier in this very session.
        var seen = _now > before.Session.SeenAt ? _now : before.Session.SeenAt;
        var settled = PresenceClock.Answer(PresenceClock.Lapse(before, seen, _rules), beat.Presence, seen).Desk;
        var counted = session.Years.Aggregate(IntervalSet.Empty, (all, year) => all.Union(year.Counted.Except(settled.Session!.ContentOf(year.Year).Counted)));
        Rule(newly == counted.Length, "counted time is not the newly counted content");
        var thisYear = session.ContentOf(SchoolTime.DayOf(seen).Year);
        var known = played.Except(counted).Intersect(thisYear.Counted.Except(thisYear.Before));
        var refused = session.Refused.Sum(time => time.Milliseconds) - settled.Session!.Refused.Sum(time => time.Milliseconds);
        Rule(played.Length == newly + refused + known.Length, "played content that is neither counted nor refused");
        foreach (var reason in session.Refused)
            Rule(
                reason.Milliseconds == session.RefusalLog.Events.Where(happened => happened.Reason == reason.Reason).Sum(happened => happened.Milliseconds),
                "the log of refusals does not add up"
            );

        // Without a proof no more than the allowance is confirmed, and what it will reach is known beforehand.
        Rule(_desk.UnprovenMilliseconds <= _rules.UnprovenAllowance.TotalMilliseconds, "more than the allowance was confirmed without a proof");
        Rule(
            session.Years.Sum(year => year.WithinAllowance.Length) == Math.Min(session.PendingMilliseconds, PendingRules.AllowanceLeft(_desk, _rules)),
            "the allowance reaches other content than it should"
        );
        Rule(session.Years.All(year => year.WithinAllowance.Except(year.Pending).Length == 0), "within the allowance but not pending");

        // A check is issued once so much is counted, with its full time, or as a second try with a minute at least, and settled once.
        Rule(
            _desk.Check is not { } check
                || (
                    check.DueAt - check.IssuedAt is var full
                    && (
                        full == TimeSpan.FromMinutes(3)
                        || (
                            full >= PresenceClock.SecondTry
                            && full <= TimeSpan.FromMinutes(3)
                            && session.Checks[^1].Outcome == PresenceOutcome.Wrong
                            && !check.OfCourseware
                        )
                    )
                ),
            "a check without its time"
        );
        Rule(_desk.Check is not null || _desk.CountedMilliseconds < _desk.NextCheckAt, "a check that was not issued");
    }

    /// <summary>Whatever was refused or dropped can be earned on another day, by watching it with the clock running.</summary>
    private void EarnAgain()
    {
        _now = new DateTimeOffset(SchoolTime.DayOf(_latest).AddDays(1).ToDateTime(new TimeOnly(12, 0)), SchoolTime.Offset);
        Send();
        _now = _now.AddSeconds(120);
        Send();
        var year = _desk.Session!.ContentOf(_now.Year);
        var open = _everPlayed.Except(year.Counted);
        var payable = Math.Min(
            Math.Min(open.Length, year.FamilyLeft),
            Math.Min(60_000, (long)_rules.DailyCeiling.TotalMilliseconds - _desk.CountedOn(SchoolTime.DayOf(_now)))
        );
        var again = open.Take(payable);
        if (_rules.LargestIntervalCount < 512 || again.Count > BeatChecks.LargestSegmentCount)
            return;
        var before = _desk.CountedMilliseconds;
        Send([.. again.Intervals.Select(piece => new PlayedSegment(piece.Start / 1000.0, piece.End / 1000.0))]);
        Rule(_desk.CountedMilliseconds - before == payable, "refused or dropped content could not be earned again");

        void Send(params PlayedSegment[] segments)
        {
            var beat = new StudyBeat(_desk.Session!.Sequence + 1, 0, segments);
            var from = _desk;
            _desk = Advance(beat).Desk;
            _latest = _now;
            Check(from, beat);
        }
    }

    private IReadOnlyList<PlayedSegment> Segments()
    {
        var end = _duration / 1000.0;
        switch (_random.Next(12))
        {
            case < 5: // honest: on from where the player was
            {
                var from = _position >= end ? 0 : _position;
                _position = Math.Min(end, from + (_random.NextDouble() * 60));
                return [new(from, _position)];
            }
            case < 7: // faster than time
            {
                var from = _random.NextDouble() * end;
                return [new(from, _position = Math.Min(end, from + (_random.NextDouble() * 400)))];
            }
            case < 10: // pieces from everywhere, in any order; where they overlap the beat is refused
                return
                [
                    .. Enumerable
                        .Range(0, _random.Next(6))
                        .Select(_ => _random.NextDouble() * end)
                        .Select(from => new PlayedSegment(from, Math.Min(end, from + (_random.NextDouble() * 20)))),
                ];
            case 10:
                return [new(0, end)];
            default:
                return _random.Next(5) switch
                {
                    0 => [new(-5, 10)],
                    1 => [new(10, 5)],
                    2 => [new(0, double.NaN)],
                    3 => [new(double.NegativeInfinity, double.PositiveInfinity)],
                    _ => [new(end, end + 60)],
                };
        }
    }

    private PresenceAnswer? Answer() =>
        _desk.Check is { } check
            ? _random.Next(10) switch
            {
                < 5 => new(check.Id, check.Answer),
                < 7 => new(check.Id, check.Choices.First(choice => choice != check.Answer)),
                7 => new("1.forged", check.Answer),
                _ => null,
            }
        : _random.Next(20) == 0 ? new("1.forged", "1921年")
        : null;

    private void Rule(bool holds, string broken)
    {
        if (!holds)
            throw new BrokenRule($"seed {_seed}, beat {Beats}: {broken}");
    }
}

internal sealed class BrokenRule(string message) : Exception(message);
