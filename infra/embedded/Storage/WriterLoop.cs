using System.Collections.Concurrent;

namespace ELearning.Embedded;

/// <summary>
/// The one writer thread. It takes all that is queued (at most <see cref="Group"/>), runs each operation in a savepoint, commits once, then
/// answers all of them: nothing is acknowledged before its commit, and one sync serves many.
/// </summary>
internal sealed class WriterLoop : IDisposable
{
    const int Group = 256;

    readonly BlockingCollection<Job> queue = [];
    readonly List<Job> group = new(Group);
    readonly WriteTransaction transaction;
    readonly Thread thread;
    volatile Catalog catalog;

    public WriterLoop(SqliteFile file)
    {
        transaction = new WriteTransaction(file);
        file.Execute("BEGIN");
        transaction.Begin(Catalog.Empty);
        file.Execute("COMMIT");
        catalog = transaction.Catalog;
        thread = new Thread(Loop) { IsBackground = true, Name = "embedded-writer" };
        thread.Start();
    }

    /// <summary>The catalog of the last commit.</summary>
    public Catalog Catalog => catalog;

    public Task<T> RunAsync<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken)
    {
        var job = new Job<T>(operation, cancellationToken);
        try
        {
            queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new MongoError(MongoErrorCode.Interrupted, "the embedded database is shutting down"));
        }

        return job.Task;
    }

    void Loop()
    {
        foreach (var first in queue.GetConsumingEnumerable())
        {
            try
            {
                transaction.File.Execute("BEGIN IMMEDIATE");
                transaction.Begin(catalog);
                for (var job = first; job is not null; job = group.Count < Group && queue.TryTake(out var next) ? next : null)
                {
                    group.Add(job);
                    transaction.RunInSavepoint(job.Run);
                }

                transaction.File.Execute("COMMIT");
                catalog = transaction.Catalog;
                foreach (var job in group)
                    job.Answer();
            }
            catch (Exception error)
            {
                // The commit itself failed (disk full, I/O): none of the group happened, and each is told so.
                if (group.Count == 0)
                    group.Add(first);
                foreach (var job in group)
                    job.Fail(error);
                RollBack();
            }

            group.Clear();
        }
    }

    void RollBack()
    {
        try
        {
            transaction.File.Execute("ROLLBACK");
        }
        catch (StorageException)
        {
            // SQLite has already rolled back by itself, as it does after some failures.
        }
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        transaction.File.Dispose();
        queue.Dispose();
    }

    abstract class Job
    {
        /// <summary>True when it may stay, false when its savepoint has to be rolled back.</summary>
        public abstract bool Run(WriteTransaction transaction);

        public abstract void Answer();

        public abstract void Fail(Exception error);
    }

    sealed class Job<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken) : Job
    {
        readonly TaskCompletionSource<T> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T? result;
        Exception? failure;

        public Task<T> Task => source.Task;

        public override bool Run(WriteTransaction transaction)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                result = operation(transaction);
                return true;
            }
            catch (Exception error)
            {
                failure = error;
                return false;
            }
        }

        public override void Answer()
        {
            if (failure is null)
                source.SetResult(result!);
            else
                source.SetException(failure);
        }

        public override void Fail(Exception error) => source.TrySetException(failure ?? error);
    }
}
