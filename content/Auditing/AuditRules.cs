namespace ELearning.Content;

/// <summary>
/// How little is kept of what was refused: whoever has no right somewhere must not be able to fill the log by trying. One short entry stands for all that the
/// same subject was refused of the same kind by the same field, with the same result, within a minute: how many things they named, and whose the first were.
/// </summary>
public static class AuditRules
{
    /// <summary>How many members an entry of refusals names at most.</summary>
    public const int MostOwners = 10;

    /// <summary>How many organisations, whose auditors read it, an entry of refusals names at most.</summary>
    public const int MostOrganisations = 32;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Organisations of several lineages, each from the top down: the highest of all first, for they cover the others.</summary>
    public static IReadOnlyList<string> HighestFirst(IEnumerable<IReadOnlyList<string>> lineages) =>
        [
            .. lineages
                .SelectMany(lineage => lineage.Select((id, depth) => (Id: id, Depth: depth)))
                .OrderBy(one => one.Depth)
                .Select(one => one.Id)
                .Distinct()
                .Take(MostOrganisations),
        ];

    /// <summary>The entries that stand for these refusals, each under the id by which a repetition within the minute finds it.</summary>
    internal static IReadOnlyList<AuditEntry> Counted(IEnumerable<AuditEntry> refused, DateTimeOffset now) =>
        [
            .. refused
                .GroupBy(entry => IdOf(entry, now))
                .Select(same =>
                    same.First() with
                    {
                        Id = same.Key,
                        At = now,
                        Count = same.Sum(entry => entry.Count ?? 1),
                        OwnerIds = [.. same.SelectMany(entry => entry.OwnerIds).Distinct().Take(MostOwners)],
                        Lineage = [.. same.SelectMany(entry => entry.Lineage).Distinct().Take(MostOrganisations)],
                    }
                ),
        ];

    private static string IdOf(AuditEntry entry, DateTimeOffset now) =>
        Ids.From("refused", entry.Subject, entry.Kind.ToString(), entry.Operation, entry.Result, $"{now.Ticks / Window.Ticks}");
}
