using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed record StartStudySessionInput(string CoursewareId, string? ChapterId, bool? TakeOver, string? DeviceName, PresenceAnswer? Presence);

internal sealed class StartStudySessionInputType : InputType<StartStudySessionInput>
{
    public StartStudySessionInputType()
        : base("What to study.")
    {
        Field<NonNullGraphType<IdGraphType>>("coursewareId").Description("The courseware; the session starts on its published version.").OfNode("Courseware");
        Field<IdGraphType>("chapterId").Description("The chapter; left out, where the member left off.").OfNode("Chapter");
        Field(x => x.TakeOver, nullable: true).Description("Close another session that is earning.");
        Field(x => x.DeviceName, nullable: true).Description("How the device calls itself.");
        Field<PresenceAnswerInputType>("presence").Description("The answer to a check that is due.");
    }
}

internal sealed record RecordStudyProgressInput(
    string SessionId,
    int Sequence,
    double PositionSeconds,
    IReadOnlyList<PlayedSegment> Segments,
    PresenceAnswer? Presence
);

internal sealed class RecordStudyProgressInputType : InputType<RecordStudyProgressInput>
{
    public RecordStudyProgressInputType()
        : base("A heartbeat: what was played since the last one that was answered.")
    {
        Field<NonNullGraphType<IdGraphType>>("sessionId").Description("The session.").OfNode("StudySession");
        Field(x => x.Sequence).Description("From 1, strictly rising; gaps of up to 10,000 are allowed. The same number with the same body changes nothing.");
        Field(x => x.PositionSeconds).Description("Where the player is, in seconds of the chapter; from 0; what is beyond its end is cut.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PlayedSegmentInputType>>>>("segments").Description("What was played, in playing order.");
        Field<PresenceAnswerInputType>("presence").Description("The answer to a check that is due.");
    }
}

internal sealed record FinishStudySessionInput(string SessionId, PresenceAnswer? Presence);

internal sealed class FinishStudySessionInputType : InputType<FinishStudySessionInput>
{
    public FinishStudySessionInputType()
        : base("Which session to finish.")
    {
        Field<NonNullGraphType<IdGraphType>>("sessionId").Description("The session.").OfNode("StudySession");
        Field<PresenceAnswerInputType>("presence").Description("The answer to a check that is due.");
    }
}

internal sealed class PlayedSegmentInputType : InputType<PlayedSegment>
{
    public PlayedSegmentInputType()
        : base("A piece of the chapter that was played, in seconds of the media.")
    {
        Field(x => x.StartSeconds).Description("Where it begins, from 0.");
        Field(x => x.EndSeconds).Description("Where it ends, inside the chapter.");
    }
}

internal sealed class PresenceAnswerInputType : InputType<PresenceAnswer>
{
    public PresenceAnswerInputType()
        : base("An answer to a presence check.")
    {
        Field<NonNullGraphType<IdGraphType>>("checkId").Description("The check.").OfNode("PresenceCheck");
        Field(x => x.Answer).Description("One of its choices, exactly.");
    }
}
