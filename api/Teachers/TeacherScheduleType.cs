using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>A schedule as it is shown: whose it is, and for which days.</summary>
internal sealed record ShownSchedule(Teacher Teacher, TeacherSchedule Schedule, DateOnly From, DateOnly To)
{
    public IEnumerable<ShownBooking> Bookings =>
        Schedule
            .Bookings.Where(booking => booking.Overlaps(SchoolTime.StartOf(From), SchoolTime.StartOf(To.AddDays(1))))
            .Select(booking => new ShownBooking(Teacher, booking));
}

internal sealed record ShownBooking(Teacher Teacher, TeacherBooking Booking);

internal sealed class TeacherScheduleType : ObjectType<ShownSchedule>
{
    public TeacherScheduleType()
        : base("When a teacher can teach, and when they do.")
    {
        Field<NonNullGraphType<IntGraphType>>("version")
            .Description("Rises with each change, also with each booking; what setAvailability expects.")
            .From(source => source.Schedule.Version);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WeeklyHoursType>>>>("weekly")
            .Description("The hours of each week at which the teacher is available; none: at any time.")
            .From(source => source.Schedule.Weekly);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SpecialDaysType>>>>("exceptions")
            .Description("Days on which that is otherwise.")
            .Resolve(ctx =>
                ctx.Rights().SeesBookingsOf(ctx.Source.Teacher)
                    ? ctx.Source.Schedule.Exceptions
                    : ctx.Source.Schedule.Exceptions.Select(exception => exception with { Note = null })
            );
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TeacherBookingType>>>>("bookings")
            .Description("What the teacher is booked for on the days asked for.")
            .From(source => source.Bookings);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<TimeRangeType>>>>("free")
            .Description("When the teacher is available and not booked on the days asked for.")
            .From(source => TeacherSchedules.Free(source.Schedule, source.From, source.To));
        this.RequireRoleExceptFor([], Rights.Schedules);
    }
}

internal sealed class WeeklyHoursType : ObjectType<WeeklyHours>
{
    public WeeklyHoursType()
        : base("Hours of a day of the week, in Asia/Shanghai.")
    {
        Field(x => x.Day).Description("The day.");
        Field(x => x.From).Description("As `HH:mm`.");
        Field(x => x.To).Description("As `HH:mm`; `24:00` for the end of the day.");
    }
}

internal sealed class SpecialDaysType : ObjectType<SpecialDays>
{
    public SpecialDaysType()
        : base("Days on which the weekly hours of a teacher do not hold.")
    {
        Field(x => x.From).Description("First day.");
        Field(x => x.To).Description("Last day.");
        Field(x => x.Available).Description("Whether the teacher is available the whole day, or not at all.");
        Field<StringGraphType>("note").Description("Why; null where nothing is said, and for who does not keep the teacher.").From(source => source.Note);
    }
}

internal sealed class TeacherBookingType : ObjectType<ShownBooking>
{
    public TeacherBookingType()
        : base("A time for which a teacher is booked.")
    {
        Field<NonNullGraphType<DateTimeScalar>>("from").Description("When it begins.").From(source => source.Booking.From);
        Field<NonNullGraphType<DateTimeScalar>>("to").Description("When it ends.").From(source => source.Booking.To);
        Field<StringGraphType>("title")
            .Description("What it is for; null for who only engages the teacher jointly.")
            .Resolve(ctx => ctx.Rights().SeesBookingsOf(ctx.Source.Teacher) ? ctx.Source.Booking.Title : null);
        Field<OrganisationType, IDataLoaderResult<Organisation?>>("organisation")
            .Description("Who booked it; null for who only engages the teacher jointly.")
            .Resolve(ctx =>
                ctx.Rights().SeesBookingsOf(ctx.Source.Teacher)
                    ? ctx.Loader<OrganisationLoader>().LoadAsync(ctx.Source.Booking.OrganisationId)
                    : LoaderResults.Ready<Organisation?>(null)
            );
    }
}

internal sealed class TimeRangeType : ObjectType<TimeRange>
{
    public TimeRangeType()
        : base("From an instant on, until right before another.")
    {
        Field(x => x.From).Description("The first instant.");
        Field(x => x.To).Description("The instant right after the last.");
    }
}

internal sealed class WeeklyHoursInputType : InputType<WeeklyHours>
{
    public WeeklyHoursInputType()
        : base("Hours of a day of the week, in Asia/Shanghai.")
    {
        Field(x => x.Day).Description("The day.");
        Field(x => x.From).Description("As `HH:mm`.");
        Field(x => x.To).Description("As `HH:mm`, after `from`; `24:00` for the end of the day.");
    }
}

internal sealed class SpecialDaysInputType : InputType<SpecialDays>
{
    public SpecialDaysInputType()
        : base("Days on which the weekly hours of a teacher do not hold.")
    {
        Field(x => x.From).Description("First day.");
        Field(x => x.To).Description("Last day; what is over already is left out.");
        Field(x => x.Available).Description("Whether the teacher is available the whole day, or not at all.");
        Field(x => x.Note, nullable: true).Description("Why, at most 200 characters.");
    }
}

internal sealed class SetAvailabilityInputType : InputType<SetAvailability>
{
    public SetAvailabilityInputType()
        : base("When a teacher is available.")
    {
        Field<NonNullGraphType<IdGraphType>>("teacherId").Description("The teacher.").OfNode("Teacher");
        Field(x => x.ExpectedVersion).Description("The `version` of the schedule that was read; another one by now is a ConflictError.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<WeeklyHoursInputType>>>>("weekly")
            .Description("The hours of each week, at most 50; none: at any time.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SpecialDaysInputType>>>>("exceptions")
            .Description("Days on which that is otherwise, at most 200.");
    }
}
