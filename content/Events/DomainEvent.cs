namespace ELearning.Content;

/// <summary>
/// An event: something rare that nobody could foresee. It has ids only: whoever hears of it reads the thing itself, so that nothing stale and nothing secret is
/// passed on. An ordinary beat is no event.
/// </summary>
/// <param name="Id">Its position in the log: ids rise with the time of writing.</param>
/// <param name="SubjectId">The session, credit, member or courseware that the event is about.</param>
/// <param name="MemberId">The member whose that is; null where it is nobody's.</param>
public sealed record DomainEvent(string Id, DomainEventKind Kind, string SubjectId, string? MemberId);

public enum DomainEventKind
{
    /// <summary>A session began; a resumed one did not.</summary>
    SessionStarted,

    /// <summary>A session was finished, closed after silence, or superseded.</summary>
    SessionEnded,

    /// <summary>A presence check waits for its answer; the subject is the session.</summary>
    PresenceCheckIssued,

    /// <summary>A presence check waits no more, answered or missed, and the session goes on; the subject is the session.</summary>
    PresenceCheckSettled,

    /// <summary>An entry came into the ledger, a reversal included. Batches taken over from elsewhere are not told one by one.</summary>
    CreditPosted,

    /// <summary>A position, category, membership or the identity of a member changed; the subject is the member.</summary>
    MemberChanged,

    /// <summary>An import of a sheet has come further or ended; the subject is the import.</summary>
    ImportAdvanced,

    /// <summary>A version of a courseware family was published; the subject is the family.</summary>
    CoursewarePublished,
}

/// <summary>The filter of a listener: which events it wants.</summary>
/// <param name="Key">The id of a subject or of a member; null for all.</param>
public sealed record EventFilter(IReadOnlyCollection<DomainEventKind> Kinds, string? Key = null)
{
    public bool Matches(DomainEvent told) => Kinds.Contains(told.Kind) && (Key is null || told.SubjectId == Key || told.MemberId == Key);
}
