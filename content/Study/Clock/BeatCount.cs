namespace ELearning.Content;

/// <summary>The counting of one beat: pays its content from the bucket and says of the rest why it was refused.</summary>
internal sealed class BeatCount(
    Desk desk,
    DeskSession session,
    IReadOnlyList<BucketTime> bucket,
    DateTimeOffset now,
    Func<DateOnly, StudyRules?> rulesOn,
    StudyRules? rules
)
{
    private readonly Dictionary<DateOnly, long> _days = desk.Days.ToDictionary(day => day.Date, day => day.Milliseconds);
    private readonly Dictionary<int, YearContent> _years = session.Years.ToDictionary(content => content.Year);
    private readonly List<DayPart> _parts = [.. session.Parts];
    private readonly List<BucketTime> _unspent = [];
    private readonly List<(RefusalReason Reason, IntervalSet Content)> _refused = [];
    private readonly int _largestIntervalCount = rules?.LargestIntervalCount ?? 0;
    private List<Interval> _rest = [];

    /// <summary>How many more of the milliseconds counted would be confirmed without a proof.</summary>
    private long _allowance = Math.Max(0, PendingRules.AllowanceLeft(desk, rules) - session.PendingMilliseconds);
    private IntervalSet _fragmented = IntervalSet.Empty;
    private long _ceilingBlocked;
    private long _presenceBlocked;
    private long _policyBlocked;
    private long _counted;

    /// <summary>Oldest time first, content in playing order.</summary>
    public void Take(IReadOnlyList<Interval> played)
    {
        _rest = [.. played];
        foreach (var time in bucket)
        {
            var ceiling = (long?)rulesOn(time.Date)?.DailyCeiling.TotalMilliseconds;
            var day = _days.GetValueOrDefault(time.Date);
            var over = PresenceClock.IsOver(desk, time.Date, rules);
            var payable = over ? 0 : Math.Min(time.Milliseconds, Math.Max(0, (ceiling ?? 0) - day));
            var content = _years.GetValueOrDefault(time.Date.Year) ?? session.ContentOf(time.Date.Year);
            var part = _parts.FirstOrDefault(part => part.Date == time.Date) ?? new DayPart(time.Date, 0, 0);
            var earned = part.Content;
            var spent = Spend(payable, ref content, ref earned);
            if (spent > 0)
            {
                _years[time.Date.Year] = content;
                _days[time.Date] = day + spent;
                _counted += spent;
                _parts.RemoveAll(other => other.Date == time.Date);
                _parts.Add(part with { PendingMilliseconds = part.PendingMilliseconds + spent, Content = earned });
            }
            if (ceiling is null)
                _policyBlocked += time.Milliseconds;
            else if (over)
                _presenceBlocked += time.Milliseconds;
            else if (spent == payable)
                _ceilingBlocked += time.Milliseconds - payable;
            if (spent < time.Milliseconds)
                _unspent.Add(time with { Milliseconds = time.Milliseconds - spent });
        }
    }

    /// <summary>
    /// The rest: content counted before this session is ALREADY_COUNTED, and so is all content once the family has earned its whole length. Content counted by
    /// this very session is no refusal: clients send again what was not acknowledged.
    /// </summary>
    public void Refuse(int year, bool silent)
    {
        var content = _years.GetValueOrDefault(year) ?? session.ContentOf(year);
        var left = _rest.Aggregate(IntervalSet.Empty, (set, piece) => set.Union(IntervalSet.Of(piece)));
        Refuse(RefusalReason.AlreadyCounted, left.Intersect(content.Before));
        left = left.Except(content.Counted);
        if (content.FamilyLeft == 0)
        {
            Refuse(RefusalReason.AlreadyCounted, left);
            return;
        }
        Refuse(RefusalReason.Fragmented, left.Intersect(_fragmented));
        var open = left.Except(_fragmented);
        var byPolicy = open.Take(_policyBlocked);
        open = open.Except(byPolicy);
        var byPresence = open.Take(_presenceBlocked);
        open = open.Except(byPresence);
        var byCeiling = open.Take(_ceilingBlocked);
        Refuse(RefusalReason.NotCreditable, byPolicy);
        Refuse(RefusalReason.PresenceMissed, byPresence);
        Refuse(RefusalReason.DailyCeiling, byCeiling);
        Refuse(silent ? RefusalReason.LeaseLapsed : RefusalReason.Rate, open.Except(byCeiling));
    }

    public Desk Result(int sequence, string bodyHash, double positionSeconds) =>
        desk with
        {
            // Only today and yesterday can still pay or be given back.
            Days =
            [
                .. _days.Where(day => day.Key >= SchoolTime.DayOf(now).AddDays(-1)).OrderBy(day => day.Key).Select(day => new DayTotal(day.Key, day.Value)),
            ],
            CountedMilliseconds = desk.CountedMilliseconds + _counted,
            Session = _refused.Aggregate(session, (refusing, piece) => Refusals.Add(refusing, piece.Reason, piece.Content.Length, piece.Content, now)) with
            {
                SeenAt = now,
                Bucket = _unspent,
                Sequence = sequence,
                BodyHash = bodyHash,
                PositionSeconds = Math.Min(positionSeconds, session.DurationMilliseconds / 1000.0),
                Years = [.. _years.Values.OrderBy(content => content.Year)],
                Parts = [.. _parts.OrderBy(part => part.Date)],
            },
        };

    private long Spend(long payable, ref YearContent content, ref IntervalSet earned)
    {
        var left = payable;
        var next = new List<Interval>(_rest.Count);
        foreach (var piece in _rest)
        {
            var remaining = IntervalSet.Of(piece);
            foreach (var free in remaining.Except(content.Counted).Intervals)
            {
                var length = Math.Min(free.Length, Math.Min(left, content.FamilyLeft));
                if (length == 0)
                    break;
                var taken = IntervalSet.Of(new Interval(free.Start, free.Start + length));
                var counted = content.Counted.Union(taken);
                var pending = content.Pending.Union(taken);
                var day = earned.Union(taken);
                if (
                    counted.Count > Math.Max(_largestIntervalCount, content.Counted.Count)
                    || pending.Count > Math.Max(_largestIntervalCount, content.Pending.Count)
                    || day.Count > Math.Max(_largestIntervalCount, earned.Count)
                )
                {
                    _fragmented = _fragmented.Union(taken);
                    continue;
                }
                var within = IntervalSet.Of(new Interval(free.Start, free.Start + Math.Min(length, _allowance)));
                _allowance -= within.Length;
                content = content with { Counted = counted, Pending = pending, WithinAllowance = content.WithinAllowance.Union(within) };
                earned = day;
                remaining = remaining.Except(taken);
                left -= length;
            }
            next.AddRange(remaining.Intervals);
        }
        _rest = next;
        return payable - left;
    }

    private void Refuse(RefusalReason reason, IntervalSet content) => _refused.Add((reason, content));
}
