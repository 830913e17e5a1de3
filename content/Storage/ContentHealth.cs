using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// The health of database and blobs, for readiness: whether they take writes now. A server that answers and has no primary, no room or a read-only disk is not
/// ready. However often the health is asked, it is looked at once in <see cref="Fresh"/>, and all who ask meanwhile share that look.
/// </summary>
public sealed class ContentHealth
{
    /// <summary>How old an answer may be.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly Look _database;
    private readonly Look _blobs;

    internal ContentHealth(HealthStore store, IBlobs blobs, TimeProvider time, ILogger<ContentHealth> logger) =>
        (_database, _blobs) = (new("database", store.WriteAsync, time, logger), new("blobs", blobs.ProveWritableAsync, time, logger));

    public Task<bool> DatabaseAsync(CancellationToken cancellationToken) => _database.AskAsync(cancellationToken);

    public Task<bool> BlobsAsync(CancellationToken cancellationToken) => _blobs.AskAsync(cancellationToken);

    private sealed class Look(string name, Func<CancellationToken, Task> write, TimeProvider time, ILogger logger)
    {
        private readonly Lock _gate = new();
        private Task<bool>? _last;
        private Task _writing = Task.CompletedTask;
        private long _lookedAt;

        /// <summary>Returns the outcome of the look under way, or of a new one. A caller may leave; the look goes on for the others.</summary>
        public Task<bool> AskAsync(CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                if (_last is null || (_last.IsCompleted && time.GetElapsedTime(_lookedAt) >= Fresh))
                    (_last, _lookedAt) = (Task.Run(WritesAsync, CancellationToken.None), time.GetTimestamp());
                return _last.WaitAsync(cancellationToken);
            }
        }

        private async Task<bool> WritesAsync()
        {
            // A disk that hangs keeps its thread; it is given one, not one more with each look.
            if (!_writing.IsCompleted)
                return false;
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                _writing = Task.Run(() => write(patience.Token), CancellationToken.None);
                await _writing.WaitAsync(patience.Token);
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
