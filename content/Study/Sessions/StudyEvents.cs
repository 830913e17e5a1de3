namespace ELearning.Content;

/// <summary>What happened between two states of a desk that somebody may be waiting for; an ordinary beat is nothing. Pure.</summary>
internal static class StudyEvents
{
    public static IReadOnlyList<DomainEvent> Between(Desk before, Desk after)
    {
        if (after.Session is not { } session)
            return [];
        var id = SessionIds.Of(after.Id, session.Number);
        var happened = new List<DomainEvent>(3);
        if (before.Session?.Number != session.Number)
            happened.Add(Told(DomainEventKind.SessionStarted));
        if (before.Check is { } due && after.Check?.Number != due.Number && session.Ending is null)
            happened.Add(Told(DomainEventKind.PresenceCheckSettled));
        if (after.LastCheckNumber != before.LastCheckNumber && after.Check is not null)
            happened.Add(Told(DomainEventKind.PresenceCheckIssued));
        if (session.Ending is not null && before.Session?.Ending is null)
            happened.Add(Told(DomainEventKind.SessionEnded));
        return happened;

        DomainEvent Told(DomainEventKind kind) => new("", kind, id, after.Id);
    }
}
