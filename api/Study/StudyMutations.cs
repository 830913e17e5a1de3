using ELearning.Content;
using GraphQL.Types;

namespace ELearning.Api;

/// <summary>Studying always acts for the caller's own member: nothing in an input says for whom.</summary>
internal static class StudyMutations
{
    public static void AddTo(Mutation mutation)
    {
        mutation
            .Mutation<StartStudySessionInputType, StudyOutcome>(
                "startStudySession",
                "Starts studying a chapter, or resumes the open session of it. Where this ends another session that has more pending than "
                    + "unprovenAllowanceSeconds, or resumes one after a long silence, a presence check is issued first."
            )
            .Field<StudySessionType>("studySession", "The session as it is now.", outcome => outcome.Session)
            .Field<ListGraphType<NonNullGraphType<CreditType>>>(
                "credits",
                "What the session that this start replaced posted; empty where it replaced none.",
                outcome => outcome.Credits
            )
            .Errors(
                ContentErrorCode.StudySessionActive,
                ContentErrorCode.PresenceCheckDue,
                ContentErrorCode.PresenceCheckOver,
                ContentErrorCode.ChapterNotCreditable,
                ContentErrorCode.CoursewareRetired
            )
            .AlsoErrors(outcome => outcome.Error)
            .RequireRole(Rights.Studying)
            .Resolve<StartStudySessionInput>(
                (input, ctx) =>
                    ctx.Service<StudyDesk>()
                        .StartAsync(
                            ctx.OwnMemberId(),
                            new StartStudy(input.CoursewareId, ChapterKey(input), input.TakeOver ?? false, input.DeviceName, input.Presence)
                            {
                                Client = ctx.ClientTrace(),
                            },
                            ctx.CancellationToken
                        )
            );

        mutation
            .Mutation<RecordStudyProgressInputType, StudyOutcome>("recordStudyProgress", "A heartbeat: tells what was played; the server says what it counted.")
            .Field<StudySessionType>("studySession", "The session as it is now.", outcome => outcome.Session)
            .Errors(
                ContentErrorCode.SequenceConflict,
                ContentErrorCode.StudySessionClosed,
                ContentErrorCode.StudySessionSuperseded,
                ContentErrorCode.PresenceCheckOver
            )
            .AlsoErrors(outcome => outcome.Error)
            .RequireRole(Rights.Studying)
            .Cost(FieldCosts.OfObject)
            .KeepsItsOwnRecord()
            .Resolve<RecordStudyProgressInput>(
                (input, ctx) =>
                    ctx.Service<StudyDesk>()
                        .RecordAsync(
                            ctx.OwnMemberId(),
                            input.SessionId,
                            new StudyBeat(input.Sequence, input.PositionSeconds, input.Segments, input.Presence) { Client = ctx.ClientTrace() },
                            ctx.CancellationToken
                        )
            );

        mutation
            .Mutation<FinishStudySessionInputType, StudyOutcome>(
                "finishStudySession",
                "Ends a session and posts what it earned; twice posts once. Where more is pending than unprovenAllowanceSeconds, a presence check is "
                    + "issued first: answer it by presence and finish again."
            )
            .Field<StudySessionType>("studySession", "The session as it is now.", outcome => outcome.Session)
            .Field<ListGraphType<NonNullGraphType<CreditType>>>("credits", "What was posted, one for each day.", outcome => outcome.Credits)
            .Errors(
                ContentErrorCode.StudySessionClosed,
                ContentErrorCode.StudySessionSuperseded,
                ContentErrorCode.PresenceCheckDue,
                ContentErrorCode.PresenceCheckOver
            )
            .AlsoErrors(outcome => outcome.Error)
            .RequireRole(Rights.Studying)
            .Resolve<FinishStudySessionInput>(
                (input, ctx) => ctx.Service<StudyDesk>().FinishAsync(ctx.OwnMemberId(), input.SessionId, input.Presence, ctx.CancellationToken)
            );
    }

    private static string? ChapterKey(StartStudySessionInput input)
    {
        if (input.ChapterId is null)
            return null;
        return CoursewareChapter.TrySplit(input.ChapterId, out var coursewareId, out var key) && coursewareId == input.CoursewareId
            ? key
            : throw ContentError.NotFound("Chapter");
    }
}
