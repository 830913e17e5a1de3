using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>A session told as an entry of the member's log: when, what, how much of it counted, and why the rest did not.</summary>
internal sealed record StudyLogEntry(StudySession Session);

internal sealed class StudyLogEntryType : ObjectType<StudyLogEntry>
{
    public StudyLogEntryType()
        : base("One study session in the member's log: what counted on which day, and why the rest did not.")
    {
        Field<NonNullGraphType<StudySessionType>>("studySession").Description("The session itself.").From(source => source.Session);
        Field<CoursewareType, IDataLoaderResult<Courseware?>>("courseware")
            .Description("The courseware in the version that was studied.")
            .Resolve(ctx => ctx.Loader<CoursewareVersionLoader>().LoadAsync((ctx.Source.Session.CoursewareId, ctx.Source.Session.CoursewareVersion)));
        Field<ChapterType, IDataLoaderResult<CoursewareChapter?>>("chapter")
            .Description("The chapter that was played.")
            .Resolve(ctx =>
                ctx.Loader<CoursewareVersionLoader>()
                    .LoadAsync((ctx.Source.Session.CoursewareId, ctx.Source.Session.CoursewareVersion))
                    .Then(courseware => CoursewareChapter.Of(courseware, ctx.Source.Session.ChapterKey))
            );
        Field<NonNullGraphType<DateTimeScalar>>("from").Description("When it began.").From(source => source.Session.StartedAt);
        Field<NonNullGraphType<DateTimeScalar>>("to")
            .Description("When it ended, or was last heard of while it is open.")
            .From(source => source.Session.EndedAt ?? source.Session.LastSeenAt);
        Field<NonNullGraphType<EnumerationGraphType<StudySessionStatus>>>("status").Description("Whether it earns.").From(source => source.Session.Status);
        Field<NonNullGraphType<IntGraphType>>("countedSeconds").Description("Whole seconds counted in all.").From(source => source.Session.VerifiedSeconds);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StudyDayType>>>>("days")
            .Description("The same by day; each day becomes one credit.")
            .From(source => source.Session.Days);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<CreditType>>>, IDataLoaderResult<IReadOnlyList<Credit>>>("credits")
            .Description("What was posted for it; none while it is open.")
            .Resolve(ctx => ctx.Loader<CreditLoader>().LoadManyAsync(ctx.Source.Session.Days.Select(day => day.CreditId)));
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusalType>>>>("refusals")
            .Description("Seconds that were not counted, by reason.")
            .From(source => ExplainedRefusal.Of(source.Session));
    }
}

internal sealed class StudyDayType : ObjectType<StudyDay>
{
    public StudyDayType()
        : base("What a session counted on one day.")
    {
        Field(x => x.Date).Description("The day in Quanzhou.");
        Field(x => x.Seconds).Description("Whole seconds counted: pending and confirmed.");
    }
}

/// <summary>A reason with everything the session says of it.</summary>
internal sealed record ExplainedRefusal(Refusal Refusal, IReadOnlyList<RefusalOccurrence> Occurrences)
{
    public static IEnumerable<ExplainedRefusal> Of(StudySession session) =>
        session.Refusals.Select(refusal => new ExplainedRefusal(refusal, [.. session.Occurrences.Where(occurrence => occurrence.Reason == refusal.Reason)]));
}

internal sealed class RefusalType : ObjectType<ExplainedRefusal>
{
    public RefusalType()
        : base("Seconds that were not counted for one reason.")
    {
        Field<NonNullGraphType<EnumerationGraphType<RefusalReason>>>("reason").Description("Why.").From(source => source.Refusal.Reason);
        Field<NonNullGraphType<IntGraphType>>("seconds").Description("Whole seconds.").From(source => source.Refusal.Seconds);
        Field<NonNullGraphType<StringGraphType>>("explanation")
            .Description("What happened and what can be done, in words for the learner and in the language asked for.")
            .From(source => RefusalTexts.Explain(source.Refusal));
        Field<NonNullGraphType<IntGraphType>>("times")
            .Description("How many beats were refused for this reason.")
            .From(source => source.Occurrences.Sum(occurrence => occurrence.Times));
        Field<DateTimeScalar>("firstAt")
            .Description("Server time of the first refusal; null for sessions from before times were kept.")
            .From(source => source.Occurrences is [var first, ..] ? first.At : null);
        Field<DateTimeScalar>("lastAt")
            .Description("Server time of the last refusal.")
            .From(source => source.Occurrences is [.., var last] ? last.Until : null);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusalOccurrenceType>>>>("occurrences")
            .Description(
                "When it happened, oldest first; beats that followed each other are one, and where there were very many the oldest are. Their seconds "
                    + "add up to seconds."
            )
            .From(source => source.Occurrences);
    }
}

internal sealed class RefusalOccurrenceType : ObjectType<RefusalOccurrence>
{
    public RefusalOccurrenceType()
        : base("Seconds refused at one time.")
    {
        Field(x => x.At).Description("Server time of the beat, or of the first of those that followed each other.");
        Field(x => x.Until).Description("Server time of the last of them.");
        Field(x => x.Times).Description("How many beats.");
        Field(x => x.Seconds).Description("Whole seconds.");
        Field(x => x.FromSeconds).Description("Where the content begins, in seconds of the chapter.");
        Field(x => x.ToSeconds).Description("Where it ends; between the two there may be content that counted.");
    }
}
