using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class StudySessionType : ObjectType<StudySession>
{
    public StudySessionType()
        : base("An online study session (在线学习): one chapter, one member; the server alone counts the time.")
    {
        Node(session => session.Id, (ctx, id) => ctx.Loader<VisibleStudySessionLoader>().LoadAsync(id));
        Field(x => x.Status).Description("Whether it earns.");
        Field<MemberType, IDataLoaderResult<Member?>>("member")
            .Description("Who studies.")
            .Resolve(ctx => ctx.Loader<MemberLoader>().LoadAsync(ctx.Source.MemberId));
        Field<CoursewareType, IDataLoaderResult<Courseware?>>("courseware")
            .Description("The courseware in the version the session started on and keeps.")
            .Resolve(ctx => ctx.Loader<CoursewareVersionLoader>().LoadAsync((ctx.Source.CoursewareId, ctx.Source.CoursewareVersion)));
        Field<ChapterType, IDataLoaderResult<CoursewareChapter?>>("chapter")
            .Description("The chapter it plays.")
            .Resolve(ctx =>
                ctx.Loader<CoursewareVersionLoader>()
                    .LoadAsync((ctx.Source.CoursewareId, ctx.Source.CoursewareVersion))
                    .Then(courseware => CoursewareChapter.Of(courseware, ctx.Source.ChapterKey))
            );
        Field(x => x.PositionSeconds).Description("Where the player last was, in seconds of the chapter.");
        Field(x => x.HeartbeatSeconds).Description("How often the server asks for a beat.");
        Field(x => x.VerifiedSeconds).Description("Seconds counted in this session: pending and confirmed.");
        Field(x => x.PendingSeconds).Description("The part of verifiedSeconds not yet confirmed by a proof of presence.");
        Field(x => x.UnprovenAllowanceSeconds, nullable: true)
            .Description(
                "How many pending seconds are confirmed without a proof of presence until the next passed check, 0 to 300 by the policy of 2010: "
                    + "a session with more pending is asked before it ends. As of now, or of the end of an ended session; null where the policy asks "
                    + "for no proof, and for sessions that ended before it was recorded."
            );
        Field(x => x.RemainingSeconds).Description("The lesser of what the chapter can still earn this year and what the day allows.");
        Field(x => x.Coverage).Description("Counted part of the chapter this year, 0 to 1.");
        Field(x => x.NextSequence).Description("The least sequence number that the next beat may have.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusalType>>>>("refusals")
            .Description("Seconds that were not counted, by reason.")
            .From(source => ExplainedRefusal.Of(source));
        Field<PresenceCheckType>("presenceCheck")
            .Description("A check that is due now; repeated until it is answered or over.")
            .From(source => source.PresenceCheck);
        Field(x => x.DeviceName, nullable: true).Description("The device, as it named itself.");
        Field(x => x.StartedAt).Description("When it began.");
        Field(x => x.LastSeenAt).Description("When the server last heard of it.");
        Field(x => x.EndedAt, nullable: true).Description("When it ended; null while it is open.");
    }
}

internal sealed class PresenceCheckType : ObjectType<PresenceCheck>
{
    public PresenceCheckType()
        : base(
            "A question that shows somebody is there; one try, until it is due. A wrong answer to a question of the courseware's own brings one more "
                + "check, a plain one."
        )
    {
        Field<NonNullGraphType<IdGraphType>>("id").Description("Global id, opaque.").From(source => NodeId.Encode(Name, source.Id));
        Field(x => x.Prompt).Description("The question.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("choices")
            .Description("The answers to choose from.")
            .From(source => source.Choices);
        Field(x => x.DueAt).Description("Until when it can be answered.");
        Field<NonNullGraphType<IntGraphType>>("secondsLeft")
            .Description(
                "Whole seconds until dueAt by the server's clock as of this answer, rounded down, 0 or more: for a countdown on a machine whose own clock may "
                    + "be wrong. At 0 the time is over, or less than a second is left."
            )
            .Resolve(ctx => ctx.Source.SecondsLeft(ctx.Service<TimeProvider>().GetUtcNow()));
    }
}
