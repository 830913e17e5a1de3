namespace ELearning.Content;

/// <summary>The log of what happens, for those who listen; while the past is made up for the demonstration it is one that nobody hears.</summary>
internal interface IEvents
{
    /// <summary>Appends events, after the fact.</summary>
    /// <param name="happened">Without ids: the log gives them.</param>
    Task AppendAsync(IReadOnlyList<DomainEvent> happened, CancellationToken cancellationToken);

    Task AppendAsync(DomainEventKind kind, string subjectId, string? memberId, CancellationToken cancellationToken) =>
        AppendAsync([new("", kind, subjectId, memberId)], cancellationToken);
}
