using ELearning.Content;

namespace ELearning.Tests.Study;

/// <summary>A member at the desk in a chapter, without database: beats go in, figures come out. Times are seconds from the start of the session.</summary>
internal sealed class Lesson
{
    private readonly DateTimeOffset _start;
    private readonly Func<DateOnly, StudyRules?> _rulesOn;
    private readonly Proctor _proctor;
    private int _sequence;

    public Lesson(
        double chapterSeconds = 1800,
        DateTimeOffset? start = null,
        Func<DateOnly, StudyRules?>? rulesOn = null,
        Desk? desk = null,
        IntervalSet? before = null,
        long? longest = null,
        long elsewhere = 0,
        PresenceDraw? draw = null
    )
    {
        _proctor = Presence.Proctor(draw ?? Presence.Never);
        _start = start ?? new DateTimeOffset(2026, 3, 2, 9, 0, 0, SchoolTime.Offset);
        _rulesOn = rulesOn ?? (_ => Rules);
        var duration = (long)(chapterSeconds * 1000);
        Desk = (desk ?? new Desk { Id = "m1" }) with
        {
            Session = new DeskSession
            {
                Number = 1,
                CoursewareId = "history",
                CoursewareVersion = 1,
                CoursewareTitle = "党的历史",
                ChapterKey = "one",
                MediaHash = "hash",
                DurationMilliseconds = duration,
                VersionMilliseconds = longest ?? duration,
                StartedAt = _start,
                SeenAt = _start,
                Years =
                [
                    new YearContent
                    {
                        Year = SchoolTime.DayOf(_start).Year,
                        Before = before ?? IntervalSet.Empty,
                        Counted = before ?? IntervalSet.Empty,
                        LongestMilliseconds = longest ?? duration,
                        ElsewhereMilliseconds = elsewhere,
                    },
                ],
            },
        };
        Desk = _proctor.Serve(Desk, PresenceClock.Wanted(Desk, _start, Rules), _start);
    }

    public static StudyRules Rules { get; } =
        new(
            TimeSpan.FromSeconds(30),
            TimeSpan.FromSeconds(120),
            TimeSpan.FromMinutes(15),
            TimeSpan.FromHours(72),
            3,
            TimeSpan.FromMinutes(3),
            TimeSpan.FromSeconds(300),
            5,
            TimeSpan.FromSeconds(8 * 2700),
            512
        );

    public Desk Desk { get; private set; }

    public DeskSession Session => Desk.Session!;

    public double Pending => Session.PendingMilliseconds / 1000.0;

    public double Confirmed => Session.Parts.Sum(part => part.ConfirmedMilliseconds) / 1000.0;

    public double Counted => Session.VerifiedMilliseconds / 1000.0;

    public double Bucket => Session.Bucket.Sum(time => time.Milliseconds) / 1000.0;

    public string Refused => string.Join(", ", Session.Refused.Select(refused => $"{refused.Milliseconds / 1000.0} {refused.Reason}"));

    public string Parts =>
        string.Join(", ", Session.Parts.Select(part => $"{part.Date:yyyy-MM-dd} {(part.PendingMilliseconds + part.ConfirmedMilliseconds) / 1000.0}"));

    /// <summary>A beat with the next number.</summary>
    public Lesson At(double seconds, params (double Start, double End)[] segments) => Beat(seconds, ++_sequence, segments);

    public Lesson Beat(double seconds, int number, params (double Start, double End)[] segments)
    {
        _sequence = Math.Max(_sequence, number);
        Desk = Try(seconds, number, segments).Desk;
        return this;
    }

    public Advanced Try(double seconds, int number, params (double Start, double End)[] segments) => Try(seconds, number, null, segments);

    /// <summary>A beat as the desk takes it: the clock counts, and the proctor issues the check it wants.</summary>
    public Advanced Try(double seconds, int number, PresenceAnswer? presence, params (double Start, double End)[] segments)
    {
        var beat = new StudyBeat(number, 0, [.. segments.Select(segment => new PlayedSegment(segment.Start, segment.End))], presence);
        var advanced = StudyClock.Advance(Desk, beat, _start.AddSeconds(seconds), _rulesOn);
        return advanced.Changed ? advanced with { Desk = _proctor.Serve(advanced.Desk, advanced.Wanted, _start.AddSeconds(seconds)) } : advanced;
    }

    /// <summary>A beat with the next number and an answer; gives the error that came along.</summary>
    public ContentError? Answer(double seconds, PresenceAnswer presence, params (double Start, double End)[] segments)
    {
        var advanced = Try(seconds, ++_sequence, presence, segments);
        Desk = advanced.Desk;
        return advanced.Error;
    }

    public void Take(Advanced advanced) => Desk = advanced.Desk;

    /// <summary>The desk as a look at it finds it.</summary>
    public StudySession Look(double seconds) => SessionView.Of(Desk, _start.AddSeconds(seconds), Rules);

    public double SecondOf(DateTimeOffset instant) => (instant - _start).TotalSeconds;

    /// <summary>The courseware has questions of its own.</summary>
    public void Ask(IReadOnlyList<Question> questions) => Desk = Desk with { Session = Session with { Questions = questions } };

    /// <summary>Somebody proves to be there.</summary>
    public Lesson Prove()
    {
        Desk = PendingRules.Prove(Desk);
        return this;
    }

    /// <summary>The session ends without a proof: what the allowance reaches is confirmed.</summary>
    public Lesson Finish()
    {
        Desk = PendingRules.ConfirmWithinAllowance(Desk, Rules);
        return this;
    }

    public Lesson LosePending(RefusalReason reason)
    {
        Desk = PendingRules.Drop(Desk, reason, Session.SeenAt);
        return this;
    }
}
