namespace ELearning.Content;

/// <summary>Work that several wait for: done once for all of them, and given up when the last of them has gone.</summary>
internal sealed class SharedWork<T>
    where T : class
{
    private readonly Func<Task> _giveUp;
    private readonly Lock _gate = new();
    private readonly Task<T> _done;
    private volatile T? _outcome;
    private int _waiting;
    private bool _givenUp;

    /// <param name="work">Begins at once, in nobody's name: it goes on when the first who wanted it goes.</param>
    public SharedWork(Func<CancellationToken, Task<T>> work)
    {
        // Without a timer there is nothing in it to be disposed.
        var gone = new CancellationTokenSource();
        _giveUp = gone.CancelAsync;
        using (ExecutionContext.SuppressFlow())
        {
            _done = Task.Run(async () => _outcome = await work(gone.Token));
        }
    }

    /// <summary>The outcome of the work; null while it is under way, and where it failed.</summary>
    public T? Outcome => _outcome;

    /// <summary>Whether the work has ended.</summary>
    public bool IsOver => _done.IsCompleted;

    /// <summary>Joins those who wait for the work; a caller who has joined waits by <see cref="WaitAsync"/>, once.</summary>
    /// <returns>False where it is over without an outcome, or about to be: then it has to be done anew.</returns>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_givenUp || _done.IsFaulted || _done.IsCanceled)
                return false;
            _waiting++;
            return true;
        }
    }

    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _done.WaitAsync(cancellationToken);
        }
        finally
        {
            if (IsLastToGo())
                await _giveUp();
        }
    }

    private bool IsLastToGo()
    {
        lock (_gate)
        {
            return _givenUp = --_waiting == 0 && !_done.IsCompleted;
        }
    }
}
