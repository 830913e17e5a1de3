using System.ComponentModel;

namespace ELearning.Content;

/// <summary>When a teacher can teach, and when they do: one document, so that no two bookings of it can overlap.</summary>
/// <param name="Id">The id of the teacher.</param>
public sealed record TeacherSchedule(string Id)
{
    /// <summary>The hours of each week at which the teacher is available; none: at any time.</summary>
    public IReadOnlyList<WeeklyHours> Weekly { get; init; } = [];

    /// <summary>Days on which that is otherwise; at most <see cref="ScheduleRules.MostExceptions"/>.</summary>
    public IReadOnlyList<SpecialDays> Exceptions { get; init; } = [];

    /// <summary>
    /// What the teacher is booked for, by their beginnings: from <see cref="ScheduleRules.MonthsBack"/> ago to <see cref="ScheduleRules.MonthsAhead"/> ahead.
    /// </summary>
    public IReadOnlyList<TeacherBooking> Bookings { get; init; } = [];

    /// <summary>The teacher into whom this one was merged: their schedule has what this one had. Null for one that stands for itself.</summary>
    public string? MovedTo { get; init; }

    /// <summary>Rises with each change; 0 where nothing was ever said or booked.</summary>
    public int Version { get; init; }
}

/// <summary>Hours of a day of the week, in Asia/Shanghai.</summary>
/// <param name="From">As <c>HH:mm</c>.</param>
/// <param name="To">As <c>HH:mm</c>, after <paramref name="From"/>; <c>24:00</c> for the end of the day.</param>
public sealed record WeeklyHours(Weekday Day, string From, string To);

/// <summary>Days on which a teacher is available from morning to night, or not at all, whatever the weekly hours say.</summary>
public sealed record SpecialDays(DateOnly From, DateOnly To, bool Available, string? Note = null);

/// <summary>A time for which a teacher is booked.</summary>
/// <param name="Key">Of what was booked; all times of one key are booked and released together.</param>
/// <param name="OrganisationId">Who booked it.</param>
/// <param name="Title">What it is for.</param>
public sealed record TeacherBooking(string Key, DateTimeOffset From, DateTimeOffset To, string OrganisationId, string Title)
{
    public bool Overlaps(DateTimeOffset from, DateTimeOffset to) => From < to && from < To;
}

/// <summary>From an instant on, until right before another.</summary>
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset To);

/// <summary>Times to book a teacher for.</summary>
/// <param name="Key">Of what is booked: the same key again books these times in the place of those before.</param>
/// <param name="OrganisationId">Who books.</param>
public sealed record BookTeacher(string TeacherId, string Key, IReadOnlyList<TimeRange> Times, string OrganisationId, string Title);

/// <param name="ExpectedVersion">The version of the schedule that was read; 0 where nothing was ever said or booked.</param>
public sealed record SetAvailability(string TeacherId, int ExpectedVersion, IReadOnlyList<WeeklyHours> Weekly, IReadOnlyList<SpecialDays> Exceptions);

/// <summary>Two that want the teacher at the same time: what stands in the way, and what it stands in the way of.</summary>
/// <param name="WantedTitle">What was to be entered.</param>
/// <param name="TakenBy">The name of the organisation that has the teacher booked.</param>
public sealed record BookingClash(string WantedTitle, DateTimeOffset WantedFrom, TeacherBooking Taken, string TakenBy);

[Description("A day of the week.")]
public enum Weekday
{
    [Description("Monday 「星期一」.")]
    Monday,

    [Description("Tuesday 「星期二」.")]
    Tuesday,

    [Description("Wednesday 「星期三」.")]
    Wednesday,

    [Description("Thursday 「星期四」.")]
    Thursday,

    [Description("Friday 「星期五」.")]
    Friday,

    [Description("Saturday 「星期六」.")]
    Saturday,

    [Description("Sunday 「星期日」.")]
    Sunday,
}
