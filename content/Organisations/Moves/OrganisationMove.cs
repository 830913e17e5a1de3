namespace ELearning.Content;

/// <summary>
/// An entry of the log of moves: from a day on an organisation, with all below it, stands below another one. Entries are numbered without gaps and never taken
/// out: who stood where on a day is told by them for ever. What a move ahead was called off by is an entry, too.
/// </summary>
public sealed record OrganisationMove
{
    /// <summary>The number in the log: each entry was checked against all before it.</summary>
    public required long Id { get; init; }

    /// <summary>The top of what moves.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>Below which it stood until then.</summary>
    public required string FromId { get; init; }

    /// <summary>Below which it stands from then on.</summary>
    public required string ToId { get; init; }

    /// <summary>The first day in the new place.</summary>
    public required DateOnly Day { get; init; }

    public required string Reason { get; init; }

    /// <summary>The token subject of who entered it.</summary>
    public required string By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Every organisation above the top in either place: what documents stored before and after name as its ancestors.</summary>
    public IReadOnlyList<string> Above { get; init; } = [];

    /// <summary>From when on there were records where it stood, stated by itself from then on: a move does not move that. Null where nobody said so.</summary>
    public DateOnly? RecordsFrom { get; init; }

    /// <summary>The number of the move ahead that this entry calls off; null for a move.</summary>
    public long? Cancels { get; init; }

    /// <summary>When the stored ancestors of all organisations followed; null until then.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>When all else that stores ancestors had followed for the first time; null until then.</summary>
    public DateTimeOffset? RewrittenAt { get; init; }

    /// <summary>When nothing was left that names the old ancestors, and lists need not think of the move any more; null until then.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}

/// <param name="ParentId">Below which it goes.</param>
/// <param name="From">The first day there, today or later.</param>
public sealed record MoveOrganisation(string OrganisationId, string ParentId, DateOnly From, string Reason);

/// <summary>Calls off the move of an organisation that is still ahead.</summary>
public sealed record CancelMove(string OrganisationId, string Reason);
