using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Whether what the content rests on takes writes now; for readiness. A server that answers and has no primary, no room or a read-only disk is not ready. Asked as often as anybody likes, it looks
/// once in <see cref="Fresh"/>, and all who ask meanwhile share that look.
/// </summary>
public sealed class ContentHealth
{
    /// <summary>How old an answer may be.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Look database;
    private readonly Look blobs;

    internal ContentHealth(HealthStore store, IBlobs blobs, TimeProvider time, ILogger<ContentHealth> logger) =>
        (database, this.blobs) = (new("database", store.WriteAsync, time, logger), new("blobs", blobs.ProveWritableAsync, time, logger));

    public Task<bool> DatabaseAsync(CancellationToken cancellationToken) => database.AskAsync(cancellationToken);

    public Task<bool> BlobsAsync(CancellationToken cancellationToken) => blobs.AskAsync(cancellationToken);

    private sealed class Look(string name, Func<CancellationToken, Task> write, TimeProvider time, ILogger logger)
    {
        private readonly Lock gate = new();
        private Task<bool>? last;
        private Task writing = Task.CompletedTask;
        private long lookedAt;

        /// <summary>Whoever asked may leave; the look goes on for the others.</summary>
        public Task<bool> AskAsync(CancellationToken cancellationToken)
        {
            lock (gate)
            {
                if (last is null || (last.IsCompleted && time.GetElapsedTime(lookedAt) >= Fresh))
                    (last, lookedAt) = (Task.Run(WritesAsync, CancellationToken.None), time.GetTimestamp());
                return last.WaitAsync(cancellationToken);
            }
        }

        private async Task<bool> WritesAsync()
        {
            // A disk that hangs keeps its thread; it is given one, not one more with each look.
            if (!writing.IsCompleted) return false;
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                writing = Task.Run(() => write(patience.Token), CancellationToken.None);
                await writing.WaitAsync(patience.Token);
                return true;
            }
            catch (Exception fault)
            {
                logger.LogWarning(fault, "The {Store} cannot be written", name);
                return false;
            }
        }
    }
}
