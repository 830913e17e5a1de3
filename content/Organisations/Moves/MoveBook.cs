namespace ELearning.Content;

/// <summary>
/// The log of moves, as every request needs it: from memory, no older than <see cref="Lateness"/>, and at once in the process that entered a move. Where the
/// database cannot be reached nothing is given out that is older: nobody may see what they lost.
/// </summary>
public sealed class MoveBook
{
    /// <summary>How long the log is believed that was read from the database.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    /// <summary>From this age on it is read again beside the request that asks for it, so that hardly any has to wait.</summary>
    private static readonly TimeSpan LookAgain = Lateness * 0.6;

    /// <summary>How long a read may take: it is shared by many requests and ends with none of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly MoveStore _store;
    private readonly OrganisationStore _organisations;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Known? _known;
    private Task<MoveLog>? _look;
    private int _writes;

    internal MoveBook(MoveStore store, OrganisationStore organisations, TimeProvider time) => (_store, _organisations, _time) = (store, organisations, time);

    /// <summary>What moves make of stored ancestors today.</summary>
    public async ValueTask<MovedTree> CurrentAsync(CancellationToken cancellationToken) => (await LogAsync(cancellationToken)).On(SchoolTime.Today(_time));

    /// <summary>The move of an organisation that is ahead; null for none.</summary>
    public async ValueTask<OrganisationMove?> AheadAsync(string organisationId, CancellationToken cancellationToken) =>
        (await LogAsync(cancellationToken)).Ahead(organisationId, SchoolTime.Today(_time));

    internal ValueTask<MoveLog> LogAsync(CancellationToken cancellationToken)
    {
        Task<MoveLog> look;
        lock (_gate)
        {
            var age = _known is { At: { } at } ? _time.GetElapsedTime(at) : TimeSpan.MaxValue;
            var believed = age < Lateness ? _known?.Log : null;
            if (believed is { } fresh && age < LookAgain)
                return new(fresh);
            if (_look is null or { IsCompleted: true })
            {
                // It outlives the request that began it and must not run in that one's name.
                using var alone = ExecutionContext.SuppressFlow();
                _look = Task.Run(LookAsync, CancellationToken.None);
            }
            if (believed is { } old)
                return new(old);
            look = _look;
        }
        return new(look.WaitAsync(cancellationToken));
    }

    /// <summary>The log as it is now: what a new entry is checked against.</summary>
    internal Task<MoveLog> ReadAsync(CancellationToken cancellationToken) => LookAsync().WaitAsync(cancellationToken);

    /// <summary>Adds an entry, which must have the number after the last.</summary>
    /// <returns>False when another was first.</returns>
    internal async Task<bool> AddAsync(OrganisationMove entry, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.AddAsync(entry, cancellationToken);
        }
        finally
        {
            // Whether or not it was written, and whoever still waits for that.
            Forget();
        }
    }

    /// <summary>Notes how far the rewriting of moves is.</summary>
    /// <param name="step">The element of <see cref="OrganisationMove"/> that says so.</param>
    internal async Task NoteAsync(IEnumerable<OrganisationMove> moves, string step, CancellationToken cancellationToken)
    {
        foreach (var move in moves)
        {
            await _store.NoteAsync(move.Id, step, _time.GetUtcNow(), cancellationToken);
        }
        Forget();
    }

    /// <inheritdoc cref="MoveStore.AddAboveAsync"/>
    internal Task AddAboveAsync(OrganisationMove move, IEnumerable<string> above, CancellationToken cancellationToken) =>
        _store.AddAboveAsync(move.Id, above, cancellationToken);

    private void Forget()
    {
        lock (_gate)
        {
            // A read that is under way may have begun before the write.
            (_known, _look, _writes) = (_known is null ? null : _known with { At = null }, null, _writes + 1);
        }
    }

    private async Task<MoveLog> LookAsync()
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        MoveLog? before;
        int writes;
        var begun = _time.GetTimestamp();
        lock (_gate)
        {
            (before, writes) = (_known?.Log, _writes);
        }
        var read = await _store.ReadAsync(before?.Last ?? 0, [.. (before?.Open ?? []).Select(move => move.Id)], patience.Token);
        var log = before is null || !IsSame(before, read) ? await JoinAsync(before ?? MoveLog.Empty, read, patience.Token) : before;
        lock (_gate)
        {
            // A read that was overtaken, by another or by a write, tells nothing new.
            if (writes == _writes && (_known is not { At: { } at } || at <= begun))
                _known = new(log, begun);
            return log;
        }
    }

    private static bool IsSame(MoveLog before, IReadOnlyList<OrganisationMove> read) =>
        read.Count == before.Open.Count
        && read.Zip(before.Open)
            .All(pair =>
                pair.First.Id == pair.Second.Id
                && pair.First.SettledAt == pair.Second.SettledAt
                && pair.First.RewrittenAt == pair.Second.RewrittenAt
                && pair.First.RetiredAt == pair.Second.RetiredAt
                && pair.First.Above.Count == pair.Second.Above.Count
            );

    private async Task<MoveLog> JoinAsync(MoveLog before, IReadOnlyList<OrganisationMove> read, CancellationToken cancellationToken)
    {
        var newer = read.ToDictionary(entry => entry.Id);
        var log = new MoveLog(
            [.. before.Entries.Where(entry => !newer.ContainsKey(entry.Id)).Concat(read).OrderBy(entry => entry.Id)],
            new Dictionary<string, IReadOnlyList<string>>()
        );
        string[] named = [.. log.Open.SelectMany(move => new[] { move.OrganisationId, move.FromId, move.ToId }).Distinct()];
        return log with { Stored = (await _organisations.FindAsync(named, cancellationToken)).ToDictionary(found => found.Id, found => found.Lineage) };
    }

    /// <param name="At">A timestamp of the clock before the log was read; null where something was written since.</param>
    private sealed record Known(MoveLog Log, long? At);
}
