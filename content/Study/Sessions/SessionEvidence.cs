namespace ELearning.Content;

/// <summary>The evidence of one day of an ended session: a fact of the session alone, so that whoever settles it writes the same.</summary>
internal static class SessionEvidence
{
    public static NewEvidence Of(string memberId, DeskSession session, SessionEnding ending, DayPart part, string? device) =>
        new(
            Study: new()
            {
                SessionId = SessionIds.Of(memberId, session.Number),
                Status = ending.Status,
                StartedAt = session.StartedAt,
                LastSeenAt = session.SeenAt,
                EndedAt = ending.At,
                Date = part.Date,
                CoursewareId = session.CoursewareId,
                CoursewareVersion = session.CoursewareVersion,
                CoursewareTitle = session.CoursewareTitle,
                ChapterKey = session.ChapterKey,
                DurationMilliseconds = session.DurationMilliseconds,
                MediaHash = session.MediaHash,
                ConfirmedMilliseconds = part.ConfirmedMilliseconds,
                Accepted = [.. part.Content.Intervals.Select(span => new ContentSpan(span.Start, span.End))],
                Refused = [.. session.Refused.OrderBy(refused => refused.Reason).Select(refused => new EvidenceRefusal(refused.Reason, refused.Milliseconds))],
                PresenceChecks = session.Checks,
                Device = device,
                Clients = session.Clients,
            }
        );
}
