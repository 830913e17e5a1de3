using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Lets stored ancestors follow the moves that are in effect, organisations first, and retires a move when nothing names the old ones any more. Lists and
/// rights are right all the while (<see cref="MovedTree"/>); killed in the middle, the next round reads again and writes what is left.
/// </summary>
public sealed class MoveSweeper : LeasedSweep
{
    /// <summary>
    /// Longer than any request may take: by then nobody writes any more what was read of an organisation before it followed.
    /// </summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const int BatchSize = 100;

    private readonly MoveBook _moves;
    private readonly OrganisationStore _organisations;
    private readonly OrganisationTree _tree;
    private readonly LineageStore _lineages;

    internal MoveSweeper(
        MoveBook moves,
        OrganisationStore organisations,
        OrganisationTree tree,
        LineageStore lineages,
        Leases leases,
        TimeProvider time,
        ILogger<MoveSweeper> logger
    )
        : base("moves", TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), leases, time, logger) =>
        (_moves, _organisations, _tree, _lineages) = (moves, organisations, tree, lineages);

    private protected override string Done => "documents followed organisations that moved";

    private protected override async Task<bool> IsDueAsync(CancellationToken cancellationToken) =>
        InEffect(await _moves.LogAsync(cancellationToken)).Any(move => move.SettledAt is null || move.RewrittenAt is null || IsRipe(move));

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var log = await _moves.ReadAsync(cancellationToken);
        var tree = log.On(SchoolTime.Today(Time));
        var moves = InEffect(log);
        var ripe = moves.Where(IsRipe).ToList();

        // Whatever is written from now on takes its ancestors from the organisations.
        var (swept, isWhole) = await OrganisationsAsync(log, tree, cancellationToken);
        if (!isWhole)
            return swept;
        await _moves.NoteAsync(moves.Where(move => move.SettledAt is null), "settledAt", cancellationToken);

        foreach (var carrier in LineageStore.Carriers)
        {
            var (written, wasWhole) = await _lineages.FollowAsync(
                carrier,
                tree,
                ids => _tree.FindAsync(ids, cancellationToken),
                () => HoldLeaseAsync(cancellationToken),
                cancellationToken
            );
            (swept, isWhole) = (swept + written, isWhole && wasWhole);
        }
        if (!isWhole)
            return swept;
        await _moves.NoteAsync(moves.Where(move => move.RewrittenAt is null), "rewrittenAt", cancellationToken);
        await RetireAsync(ripe, log, tree, cancellationToken);
        return swept;
    }

    private async Task<(int Swept, bool IsWhole)> OrganisationsAsync(MoveLog log, MovedTree tree, CancellationToken cancellationToken)
    {
        var (swept, isWhole) = (0, true);
        await foreach (var batch in _organisations.NamingAsync(tree.Tops, BatchSize, cancellationToken))
        {
            if (!await HoldLeaseAsync(cancellationToken))
                return (swept, false);
            var stale = batch
                .Select(stored =>
                    (Stored: stored, Placed: log.Open.Where(move => move.OrganisationId == stored.Id).Aggregate(tree.Placed(stored), MoveRules.Noted))
                )
                .Where(pair => !ReferenceEquals(pair.Stored, pair.Placed))
                .Select(pair => pair.Placed)
                .ToList();
            var replaced = await _organisations.ReplaceManyAsync(stale, cancellationToken);
            (swept, isWhole) = (swept + replaced, isWhole && replaced == stale.Count);
        }
        return (swept, isWhole);
    }

    private async Task RetireAsync(List<OrganisationMove> ripe, MoveLog log, MovedTree tree, CancellationToken cancellationToken)
    {
        if (ripe.Count == 0)
            return;
        // Those that are left know what stands above them by what they were entered with.
        foreach (var left in log.Open.Except(ripe))
        {
            if (MoveRules.AboveAfter(left, tree) is { Count: > 0 } above)
                await _moves.AddAboveAsync(left, above, cancellationToken);
        }
        await _moves.NoteAsync(ripe, "retiredAt", cancellationToken);
    }

    private IReadOnlyList<OrganisationMove> InEffect(MoveLog log)
    {
        var today = SchoolTime.Today(Time);
        return [.. log.Open.Where(move => move.Day <= today)];
    }

    private bool IsRipe(OrganisationMove move) => move is { RewrittenAt: not null, SettledAt: { } settled } && settled + Patience <= Time.GetUtcNow();
}
