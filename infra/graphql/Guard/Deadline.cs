namespace ELearning.GraphQL;

/// <summary>
/// Cancels what is not done in time or wanted no longer, down to the commands that the database is working on. A change that was under way is completed by the
/// next call that needs it.
/// </summary>
/// <param name="end">Null where there is all the time.</param>
/// <param name="gone">When the client is gone.</param>
public sealed class Deadline(CancellationTokenSource? end, CancellationToken gone) : IDisposable
{
    private readonly CancellationTokenRegistration _going = end is null
        ? default
        : gone.UnsafeRegister(static end => ((CancellationTokenSource)end!).Cancel(), end);

    public CancellationToken Token { get; } = end?.Token ?? gone;

    /// <summary>The time is over, and the client is still there to be told.</summary>
    public bool IsOver => Token.IsCancellationRequested && !gone.IsCancellationRequested;

    public void Dispose()
    {
        _going.Dispose();
        end?.Dispose();
    }
}
