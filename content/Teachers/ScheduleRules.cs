using System.Globalization;

namespace ELearning.Content;

/// <summary>The rules of a teacher's schedule: what may be said and booked, and what is free; pure.</summary>
internal static class ScheduleRules
{
    public const int MonthsBack = 3;
    public const int MonthsAhead = 18;
    public const int MostExceptions = 200;
    public const int MostBookings = 2_000;

    private const int MostHours = 50;
    private const int MostTimes = 100;
    private const int LongestText = 200;
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(24);

    /// <summary>
    /// The schedule with these times booked under their key, in the place of those that were. The very same again changes nothing.
    /// </summary>
    /// <param name="clash">Gets what stands in the way, where that is another booking.</param>
    public static TeacherSchedule Book(TeacherSchedule schedule, BookTeacher input, DateTimeOffset now, Action<TeacherBooking, TimeRange> clash)
    {
        var times = Checked(input, now);
        var others = schedule.Bookings.Where(booking => booking.Key != input.Key).ToList();
        foreach (var time in times)
        {
            if (others.FirstOrDefault(booking => booking.Overlaps(time.From, time.To)) is { } taken)
                clash(taken, time);
            // What was booked already stays booked, whatever was said of the hours since.
            if (
                !schedule.Bookings.Any(booking => booking.Key == input.Key && booking.From == time.From && booking.To == time.To)
                && !IsAvailable(schedule, time)
            )
                throw new ContentError(ContentErrorCode.TeacherUnavailable, time.From);
        }
        var booked = times.Select(time => new TeacherBooking(input.Key, time.From, time.To, input.OrganisationId, input.Title));
        return With(schedule, [.. others, .. booked], now);
    }

    /// <summary>The schedule without the times of a key.</summary>
    public static TeacherSchedule Release(TeacherSchedule schedule, string key, DateTimeOffset now) =>
        schedule.Bookings.All(booking => booking.Key != key) ? schedule : With(schedule, [.. schedule.Bookings.Where(booking => booking.Key != key)], now);

    /// <summary>The schedule with what another one has booked, too; what both have is there once.</summary>
    public static TeacherSchedule Join(TeacherSchedule schedule, TeacherSchedule moved, DateTimeOffset now, Action<TeacherBooking, TimeRange> clash)
    {
        var further = moved.Bookings.Except(schedule.Bookings).ToList();
        foreach (var booking in further)
        {
            if (schedule.Bookings.FirstOrDefault(there => there.Overlaps(booking.From, booking.To)) is { } taken)
                clash(taken, new(booking.From, booking.To));
        }
        return further.Count == 0 ? schedule : With(schedule, [.. schedule.Bookings, .. further], now);
    }

    /// <summary>The schedule with other hours and exceptions; what is booked stays, and no exception takes a day on which something is.</summary>
    /// <param name="clash">Gets what stands in the way.</param>
    public static TeacherSchedule Say(TeacherSchedule schedule, SetAvailability input, DateTimeOffset now, Action<TeacherBooking, TimeRange> clash)
    {
        if (schedule.Version != input.ExpectedVersion)
            throw new ContentError(ContentErrorCode.Conflict);
        if (input.Weekly.Count > MostHours)
            throw ContentError.Invalid("weekly", InputFault.TooMany, MostHours);
        for (var i = 0; i < input.Weekly.Count; i++)
        {
            InputChecks.Known($"weekly[{i}].day", input.Weekly[i].Day);
            if (MinuteOf(input.Weekly[i].From, $"weekly[{i}].from") >= MinuteOf(input.Weekly[i].To, $"weekly[{i}].to"))
                throw ContentError.Invalid($"weekly[{i}].to", InputFault.Reversed);
        }
        var today = SchoolTime.DayOf(now);
        var exceptions = new List<SpecialDays>();
        for (var i = 0; i < input.Exceptions.Count; i++)
        {
            var exception = input.Exceptions[i];
            if (exception.To < exception.From)
                throw ContentError.Invalid($"exceptions[{i}].to", InputFault.Reversed);
            var days = new TimeRange(SchoolTime.StartOf(exception.From), SchoolTime.StartOf(exception.To.AddDays(1)));
            if (!exception.Available && schedule.Bookings.FirstOrDefault(booking => booking.To > now && booking.Overlaps(days.From, days.To)) is { } taken)
                clash(taken, days);
            // What is over nobody asks for.
            if (exception.To >= today)
                exceptions.Add(exception with { Note = InputChecks.OptionalText($"exceptions[{i}].note", exception.Note, LongestText) });
        }
        if (exceptions.Count > MostExceptions)
            throw ContentError.Invalid("exceptions", InputFault.TooMany, MostExceptions);
        return With(
            schedule with
            {
                Weekly = [.. input.Weekly.OrderBy(hours => hours.Day).ThenBy(hours => hours.From, StringComparer.Ordinal)],
                Exceptions = [.. exceptions.OrderBy(exception => exception.From)],
            },
            schedule.Bookings,
            now
        );
    }

    /// <summary>Whether the whole of a time is within hours at which the teacher is available, booked or not.</summary>
    public static bool IsAvailable(TeacherSchedule schedule, TimeRange time)
    {
        var at = time.From;
        foreach (var open in Open(schedule, SchoolTime.DayOf(time.From), SchoolTime.DayOf(time.To)))
        {
            if (open.From <= at && open.To > at)
                at = open.To;
        }
        return at >= time.To;
    }

    /// <summary>When the teacher is available and not booked, from a day to another, in order.</summary>
    public static IEnumerable<TimeRange> Free(TeacherSchedule schedule, DateOnly from, DateOnly to)
    {
        foreach (var open in Open(schedule, from, to))
        {
            var at = open.From;
            foreach (var booking in schedule.Bookings.Where(booking => booking.Overlaps(open.From, open.To)))
            {
                if (booking.From > at)
                    yield return new(at, booking.From);
                if (booking.To > at)
                    at = booking.To;
            }
            if (at < open.To)
                yield return new(at, open.To);
        }
    }

    /// <summary>The hours of availability, in order; two that meet are two.</summary>
    private static IEnumerable<TimeRange> Open(TeacherSchedule schedule, DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var start = SchoolTime.StartOf(day);
            var exceptions = schedule.Exceptions.Where(exception => exception.From <= day && exception.To >= day).ToList();
            if (exceptions.Any(exception => !exception.Available))
                continue;
            if (exceptions.Count > 0 || schedule.Weekly.Count == 0)
                yield return new(start, start.AddDays(1));
            else
            {
                var weekday = (Weekday)(((int)day.DayOfWeek + 6) % 7);
                var reached = -1;
                foreach (var hours in schedule.Weekly.Where(hours => hours.Day == weekday))
                {
                    var (begin, end) = (Math.Max(reached, MinuteOf(hours.From, "from")), MinuteOf(hours.To, "to"));
                    if (begin < end)
                        yield return new(start.AddMinutes(begin), start.AddMinutes(end));
                    reached = Math.Max(reached, end);
                }
            }
        }
    }

    private static List<TimeRange> Checked(BookTeacher input, DateTimeOffset now)
    {
        InputChecks.Text("key", input.Key, LongestText);
        InputChecks.Text("title", input.Title, LongestText);
        if (input.Times.Count is 0 or > MostTimes)
            throw ContentError.Invalid("times", input.Times.Count == 0 ? InputFault.Required : InputFault.TooMany, MostTimes);
        var times = input.Times.OrderBy(time => time.From).ToList();
        for (var i = 0; i < times.Count; i++)
        {
            if (times[i].To <= times[i].From)
                throw ContentError.Invalid($"times[{i}].to", InputFault.Reversed);
            if (times[i].To - times[i].From > LongestTime)
                throw ContentError.Invalid($"times[{i}].to", InputFault.TooLong, "24 h");
            if (i > 0 && times[i].From < times[i - 1].To)
                throw ContentError.Invalid($"times[{i}].from", InputFault.Duplicate);
            if (times[i].To <= Oldest(now))
                throw ContentError.Invalid($"times[{i}].from", InputFault.InThePast, SchoolTime.DayOf(Oldest(now)));
            if (times[i].To > now.AddMonths(MonthsAhead))
                throw ContentError.Invalid($"times[{i}].to", InputFault.InTheFuture, SchoolTime.DayOf(now.AddMonths(MonthsAhead)));
        }
        return times;
    }

    /// <summary>The schedule with these bookings in order, less what is older than anybody asks for.</summary>
    private static TeacherSchedule With(TeacherSchedule schedule, IReadOnlyList<TeacherBooking> bookings, DateTimeOffset now)
    {
        var kept = bookings.Where(booking => booking.To > Oldest(now)).OrderBy(booking => booking.From).ToList();
        if (kept.Count > MostBookings)
            throw new ContentError(ContentErrorCode.HistoryFull, MostBookings);
        return kept.SequenceEqual(schedule.Bookings) ? schedule : schedule with { Bookings = kept };
    }

    private static DateTimeOffset Oldest(DateTimeOffset now) => now.AddMonths(-MonthsBack);

    /// <summary>Minutes from the beginning of the day.</summary>
    private static int MinuteOf(string time, string field) =>
        time == "24:00" ? 24 * 60
        : TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed) ? (parsed.Hour * 60) + parsed.Minute
        : throw ContentError.Invalid(field, InputFault.Malformed);
}
