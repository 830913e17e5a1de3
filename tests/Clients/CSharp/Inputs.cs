namespace ELearning.SampleClient;

internal sealed record StartInput(string CoursewareId, string? ChapterId = null, bool TakeOver = false);

internal sealed record BeatInput(
    string SessionId,
    int Sequence,
    double PositionSeconds,
    IReadOnlyList<PlayedSegment> Segments,
    PresenceAnswer? Presence = null
);

/// <summary>What was played since the last beat.</summary>
internal sealed record PlayedSegment(double StartSeconds, double EndSeconds);

internal sealed record PresenceAnswer(string CheckId, string Answer);

internal sealed record FinishInput(string SessionId);
