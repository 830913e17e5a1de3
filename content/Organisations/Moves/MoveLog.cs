using System.Collections.Concurrent;

namespace ELearning.Content;

/// <summary>The log of moves as it was read at a moment. Immutable.</summary>
/// <param name="Entries">All of it, by number.</param>
/// <param name="Stored">The stored ancestors, and itself, of each organisation that an open move is of, comes from or goes to.</param>
internal sealed record MoveLog(IReadOnlyList<OrganisationMove> Entries, IReadOnlyDictionary<string, IReadOnlyList<string>> Stored)
{
    private readonly ConcurrentDictionary<DateOnly, MovedTree> _trees = [];

    public static MoveLog Empty { get; } = new([], new Dictionary<string, IReadOnlyList<string>>());

    /// <summary>The number of the last entry.</summary>
    public long Last => Entries.Count == 0 ? 0 : Entries[^1].Id;

    /// <summary>All moves, by number, without those called off.</summary>
    public IReadOnlyList<OrganisationMove> Moves { get; } = MovesOf(Entries);

    /// <summary>Those that stored ancestors may not have followed yet, and those ahead.</summary>
    public IReadOnlyList<OrganisationMove> Open { get; } = [.. MovesOf(Entries).Where(move => move.RetiredAt is null)];

    /// <summary>The move of an organisation that is ahead of a day; null for none.</summary>
    public OrganisationMove? Ahead(string organisationId, DateOnly day) => Open.FirstOrDefault(move => move.OrganisationId == organisationId && move.Day > day);

    /// <summary>What the open moves make of stored ancestors on a day.</summary>
    public MovedTree On(DateOnly day) =>
        Open.Count == 0 ? MovedTree.AsStored : _trees.GetOrAdd(day, _ => MovedTree.Of(Open.Where(move => move.Day <= day), Stored));

    /// <summary>The moves that were not in effect on a day and were on a later one.</summary>
    public IReadOnlyList<OrganisationMove> Between(DateOnly day, DateOnly later) => [.. Moves.Where(move => move.Day > day && move.Day <= later)];

    private static IReadOnlyList<OrganisationMove> MovesOf(IReadOnlyList<OrganisationMove> entries)
    {
        var calledOff = entries.Select(entry => entry.Cancels).OfType<long>().ToHashSet();
        return [.. entries.Where(entry => entry.Cancels is null && !calledOff.Contains(entry.Id))];
    }
}
