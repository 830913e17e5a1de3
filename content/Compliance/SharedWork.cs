namespace ELearning.Content;

/// <summary>Work that several wait for: done once for all of them, and given up when the last of them has gone.</summary>
internal sealed class SharedWork<T>
    where T : class
{
    private readonly Func<Task> giveUp;
    private readonly Lock gate = new();
    private readonly Task<T> done;
    private volatile T? outcome;
    private int waiting;
    private bool givenUp;

    /// <param name="work">Begins at once, in nobody's name: it goes on when the first who wanted it goes.</param>
    public SharedWork(Func<CancellationToken, Task<T>> work)
    {
        // Without a timer there is nothing in it to be disposed.
        var gone = new CancellationTokenSource();
        giveUp = gone.CancelAsync;
        using (ExecutionContext.SuppressFlow())
        {
            done = Task.Run(async () => outcome = await work(gone.Token));
        }
    }

    /// <summary>What came of it; null while it is under way, and where nothing came of it.</summary>
    public T? Outcome => outcome;

    /// <summary>Nothing is under way any longer.</summary>
    public bool IsOver => done.IsCompleted;

    /// <summary>Whoever joins waits by <see cref="WaitAsync"/>, once.</summary>
    /// <returns>False where it is over without an outcome, or about to be: then it has to be done anew.</returns>
    public bool TryJoin()
    {
        lock (gate)
        {
            if (givenUp || done.IsFaulted || done.IsCanceled)
                return false;
            waiting++;
            return true;
        }
    }

    public async Task<T> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await done.WaitAsync(cancellationToken);
        }
        finally
        {
            if (IsLastToGo())
                await giveUp();
        }
    }

    private bool IsLastToGo()
    {
        lock (gate)
        {
            return givenUp = --waiting == 0 && !done.IsCompleted;
        }
    }
}
