using System.ComponentModel;
using System.Reflection;
using ELearning.Content;
using GraphQL;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>
/// What the schema says of each <see cref="ContentErrorCode"/>: its text, its type's description and what it carries beside code and message.
/// </summary>
internal sealed class ContentErrors : IProductErrors
{
    public static ContentErrors Instance { get; } = new();

    public IReadOnlyList<string> OfEveryMutation { get; } =
    [nameof(ContentErrorCode.NotFound), nameof(ContentErrorCode.InvalidInput), nameof(ContentErrorCode.Conflict)];

    public TimeSpan RetryAfter => Outage.RetryAfter;

    public bool IsOutage(Exception exception) => Outage.IsBehind(exception);

    public string TextOf(string code, IReadOnlyList<object?> arguments) => ErrorTexts.Of(code, [.. arguments]);

    public string DescriptionOf(string name) => typeof(ContentErrorCode).GetField(name)!.GetCustomAttribute<DescriptionAttribute>()!.Description;

    public void AddFields(string name, ObjectGraphType<ExpectedError> type)
    {
        switch (Enum.Parse<ContentErrorCode>(name))
        {
            case ContentErrorCode.InvalidInput:
                type.Field<StringGraphType>("field")
                    .Description("The input field, a path where nested: `segments[0].endSeconds`.")
                    .From(source => source.Arguments.ElementAtOrDefault(0));
                break;
            case ContentErrorCode.DayFull:
                type.Field<DateScalar>("date").Description("The first day on which there is no room.").From(source => FullDays.DateOf(source));
                type.Field<IntGraphType>("leftSeconds").Description("Seconds that would fit on that day.").From(source => FullDays.LeftOf(source));
                break;
            case ContentErrorCode.OperationRefused:
                type.Field<StringGraphType>("fault")
                    .Description("The code with which a request with this document would be refused.")
                    .From(source => source.Arguments.ElementAtOrDefault(1));
                break;
            case ContentErrorCode.PresenceCheckDue:
                type.Field<PresenceCheckType>("presenceCheck").Description("The check to answer first.").From(source => source.Detail as PresenceCheck);
                break;
            case ContentErrorCode.TeacherBooked:
                type.Field<StringGraphType>("wantedTitle").Description("What was to be entered.").From(source => Clash(source)?.WantedTitle);
                type.Field<DateTimeScalar>("wantedFrom").Description("When it was to begin.").From(source => Clash(source)?.WantedFrom);
                type.Field<StringGraphType>("takenTitle").Description("What the teacher is booked for.").From(source => Clash(source)?.Taken.Title);
                type.Field<StringGraphType>("takenBy").Description("The organisation that booked the teacher.").From(source => Clash(source)?.TakenBy);
                type.Field<DateTimeScalar>("takenFrom").Description("When that begins.").From(source => Clash(source)?.Taken.From);
                type.Field<DateTimeScalar>("takenTo").Description("When that ends.").From(source => Clash(source)?.Taken.To);
                break;
            case ContentErrorCode.StudySessionActive:
                type.Field<StringGraphType>("title").Description("The courseware being studied.").Resolve(ctx => Active(ctx)?.CoursewareTitle);
                type.Field<StringGraphType>("deviceName")
                    .Description("The device it is studied on, as it named itself.")
                    .Resolve(ctx => Active(ctx)?.DeviceName);
                type.Field<IdGraphType>("sessionId")
                    .Description("Its StudySession: a client that began it itself can go on without asking.")
                    .Resolve(ctx => Active(ctx) is { } active ? NodeId.Encode("StudySession", active.SessionId) : null);
                type.Field<DateTimeScalar>("since").Description("When that session began.").Resolve(ctx => Active(ctx)?.Since);
                break;
        }
    }

    private static BookingClash? Clash(ExpectedError error) => error.Detail as BookingClash;

    private static ActiveSession? Active(IResolveFieldContext<ExpectedError> context) => context.Source.Detail as ActiveSession;
}
