namespace ELearning.SampleClient;

/// <summary>What the issuer of development tokens answers.</summary>
internal sealed record Token(string AccessToken, int ExpiresIn);

/// <summary>An answer of GraphQL: data, or why there is none.</summary>
internal sealed record Answer<TData>(TData? Data, IReadOnlyList<RequestError>? Errors);

internal sealed record RequestError(string Message, ErrorExtensions Extensions);

internal sealed record ErrorExtensions(string Code);

/// <summary>An expected failure of a mutation.</summary>
internal sealed record PayloadError(string Code, string Message);

internal sealed record CatalogueData(CoursewarePage Courseware);

internal sealed record CoursewarePage(int TotalCount, PageInfo PageInfo, IReadOnlyList<Courseware> Nodes);

internal sealed record PageInfo(bool HasNextPage, string? EndCursor);

internal sealed record Courseware(
    string Id,
    string Title,
    string Summary,
    CoursewareKind Kind,
    decimal? CreditHours,
    DateTimeOffset PublishedAt,
    IReadOnlyList<Teacher> Teachers,
    IReadOnlyList<Chapter> Chapters
);

internal enum CoursewareKind
{
    Video,
    Audio,
    Document,
    Reader,
    Package,
}

internal sealed record Teacher(string Id, string Name, string Title);

/// <param name="DurationSeconds">Null where the chapter is nothing that plays.</param>
internal sealed record Chapter(string Id, string Title, double? DurationSeconds);

internal sealed record StartData(StartPayload StartStudySession);

internal sealed record StartPayload(StartedSession? StudySession, IReadOnlyList<PayloadError>? Errors);

internal sealed record StartedSession(
    string Id,
    StudySessionStatus Status,
    double PositionSeconds,
    int HeartbeatSeconds,
    int VerifiedSeconds,
    int NextSequence
);

internal enum StudySessionStatus
{
    Active,
    Idle,
    Finished,
    Closed,
    Superseded,
}

internal sealed record BeatData(BeatPayload RecordStudyProgress);

internal sealed record BeatPayload(PlayedSession? StudySession, IReadOnlyList<PayloadError>? Errors);

internal sealed record PlayedSession(
    string Id,
    StudySessionStatus Status,
    int VerifiedSeconds,
    int RemainingSeconds,
    double Coverage,
    PresenceCheck? PresenceCheck,
    IReadOnlyList<Refusal> Refusals
);

/// <summary>A question to put to the learner; the answer goes with the next beat.</summary>
internal sealed record PresenceCheck(string Id, string Prompt, IReadOnlyList<string> Choices, DateTimeOffset DueAt);

internal sealed record Refusal(string Reason, int Seconds);

internal sealed record FinishData(FinishPayload FinishStudySession);

internal sealed record FinishPayload(IReadOnlyList<Credit>? Credits, IReadOnlyList<PayloadError>? Errors);

/// <param name="Hours">学时, rounded down to 0.1; the seconds are exact.</param>
internal sealed record Credit(string Id, int Seconds, decimal Hours, int Year, string Form, DateTimeOffset PostedAt);
