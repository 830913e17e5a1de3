namespace ELearning.Content;

/// <summary>Who is told that something happened: everybody who listens, or, where the past is written down, nobody.</summary>
internal interface IEvents
{
    /// <param name="happened">Their ids are given when they are kept.</param>
    Task TellAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken);

    Task TellAsync(DomainEventKind kind, string subjectId, string? memberId, CancellationToken cancellationToken) =>
        TellAsync([new("", kind, subjectId, memberId)], cancellationToken);
}
