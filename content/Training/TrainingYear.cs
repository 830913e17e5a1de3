namespace ELearning.Content;

/// <summary>
/// What a member's claims take of their days in one year: the one document by which all processes agree how much of a day is left. Online time is none of it.
/// </summary>
public sealed record TrainingYear : IOfMember
{
    /// <summary><c>memberId/year</c>.</summary>
    public required string Id { get; init; }

    public required string MemberId { get; init; }
    public required int Year { get; init; }

    /// <summary>One entry for each claim; at most <see cref="TrainingDayRules.MostSources"/> unless there were more before anybody counted.</summary>
    public IReadOnlyList<TakenTime> Taken { get; init; } = [];

    /// <summary>Grows with each change. A change is written only over the version that it was made from.</summary>
    public int Version { get; init; } = 1;
}

/// <summary>What one source takes of the year's days.</summary>
/// <param name="Shares">
/// As the source is, and as it may be in a moment: while a claim is amended its old and its new days are both taken, for whichever comes to stand has its room.
/// Of each day the larger share counts.
/// </param>
public sealed record TakenTime(CreditSource Source, IReadOnlyList<TakenShare> Shares);

/// <param name="Revision">The version of the source from which on it takes this.</param>
/// <param name="Spans">The days with their seconds.</param>
/// <param name="Mark">The same for sources of the same form and title: two that overlap are likely the same thing twice.</param>
/// <param name="At">When it was taken.</param>
public sealed record TakenShare(int Revision, IReadOnlyList<DaySpan> Spans, string Mark, DateTimeOffset At);
