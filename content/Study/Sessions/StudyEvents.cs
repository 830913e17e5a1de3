namespace ELearning.Content;

/// <summary>The events between two states of a desk that somebody may be waiting for; an ordinary beat is none. Pure.</summary>
internal static class StudyEvents
{
    public static IReadOnlyList<DomainEvent> Between(Desk before, Desk after)
    {
        if (after.Session is not { } session)
            return [];
        var id = SessionIds.Of(after.Id, session.Number);
        var happened = new List<DomainEvent>(3);
        if (before.Session?.Number != session.Number)
            happened.Add(Event(DomainEventKind.SessionStarted));
        if (before.Check is { } due && after.Check?.Number != due.Number && session.Ending is null)
            happened.Add(Event(DomainEventKind.PresenceCheckSettled));
        if (after.LastCheckNumber != before.LastCheckNumber && after.Check is not null)
            happened.Add(Event(DomainEventKind.PresenceCheckIssued));
        if (session.Ending is not null && before.Session?.Ending is null)
            happened.Add(Event(DomainEventKind.SessionEnded));
        return happened;

        DomainEvent Event(DomainEventKind kind) => new("", kind, id, after.Id);
    }
}
