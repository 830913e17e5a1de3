namespace ELearning.Content;

/// <summary>
/// A number that rises whenever what everybody reads has changed: published courseware, teachers, organisations. Copies in memory are kept under it, so that
/// none is given out after a change: in the process that made it at once, in others within <see cref="Lateness"/>.
/// </summary>
/// <remarks>
/// The change is written first and the number second. A process killed between the two has acknowledged nothing; a copy that was read before the change is then
/// given out until it is a minute old, as those who keep copies see to. Where the database cannot be reached no number is known and no copy is given out.
/// </remarks>
public sealed class CatalogueStamp
{
    /// <summary>How long a number is believed that was read from the database.</summary>
    public static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    /// <summary>From this age on the number is read again beside the request that asks for it, so that hardly any has to wait.</summary>
    private static readonly TimeSpan LookAgain = Lateness * 0.6;

    /// <summary>How long a read of the number may take: it is shared by many requests and ends with none of them.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string Id = "catalogue";

    private readonly StampStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Known? _known;
    private Task<long>? _look;
    private int _owed;

    internal CatalogueStamp(StampStore store, TimeProvider time) => (_store, _time) = (store, time);

    /// <summary>Returns the number, no older than <see cref="Lateness"/>.</summary>
    public ValueTask<long> CurrentAsync(CancellationToken cancellationToken)
    {
        Task<long> look;
        lock (_gate)
        {
            var age = _known is { } known ? _time.GetElapsedTime(known.At) : TimeSpan.MaxValue;
            var believed = age < Lateness && _owed == 0 ? _known?.Number : null;
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

    /// <summary>Raises the number, after a change was written and before it is acknowledged.</summary>
    internal async Task RaiseAsync()
    {
        try
        {
            await RaiseAsync(0);
        }
        catch (Exception)
        {
            lock (_gate)
            {
                _owed++;
            }
            throw;
        }
    }

    /// <summary>Reads the number, and first raises it where a change could not: then nobody knows whether it was.</summary>
    private async Task<long> LookAsync()
    {
        int owed;
        lock (_gate)
        {
            owed = _owed;
        }
        if (owed > 0)
            return await RaiseAsync(owed);
        using var patience = new CancellationTokenSource(Patience, _time);
        var begun = _time.GetTimestamp();
        return Note(await _store.ReadAsync(Id, patience.Token), begun);
    }

    /// <summary>Raises the number whether or not who made the change still waits: others must learn of it.</summary>
    private async Task<long> RaiseAsync(int owed)
    {
        using var patience = new CancellationTokenSource(Patience, _time);
        var begun = _time.GetTimestamp();
        var number = await _store.RaiseAsync(Id, patience.Token);
        lock (_gate)
        {
            _owed -= owed;
        }
        return Note(number, begun);
    }

    /// <summary>Notes a number that was true at a moment or later; a read that was overtaken tells nothing new.</summary>
    private long Note(long number, long at)
    {
        lock (_gate)
        {
            if (_known is null || number >= _known.Number)
                _known = new Known(number, Math.Max(at, _known?.At ?? at));
            return _known.Number;
        }
    }

    /// <param name="At">A timestamp of the clock before the number was read.</param>
    private sealed record Known(long Number, long At);
}
