using System.Collections.Concurrent;

namespace ELearning.Embedded;

/// <summary>
/// The one writer thread. It takes all that is queued (at most <see cref="Group"/>), runs each operation in a savepoint, commits once, then
/// answers all of them: nothing is acknowledged before its commit, and one sync serves many.
/// </summary>
internal sealed class WriterLoop : IDisposable
{
    private const int Group = 256;

    private readonly BlockingCollection<Job> _queue = [];
    private readonly List<Job> _group = new(Group);
    private readonly WriteTransaction _transaction;
    private readonly Thread _thread;
    private volatile Catalog _catalog;

    public WriterLoop(SqliteFile file)
    {
        _transaction = new WriteTransaction(file);
        file.Execute("BEGIN");
        _transaction.Begin(Catalog.Empty);
        file.Execute("COMMIT");
        _catalog = _transaction.Catalog;
        _thread = new Thread(Loop) { IsBackground = true, Name = "embedded-writer" };
        _thread.Start();
    }

    /// <summary>The catalog of the last commit.</summary>
    public Catalog Catalog => _catalog;

    public Task<T> RunAsync<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken)
    {
        var job = new Job<T>(operation, cancellationToken);
        try
        {
            _queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new MongoError(MongoErrorCode.Interrupted, "the embedded database is shutting down"));
        }

        return job.Task;
    }

    private void Loop()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            try
            {
                _transaction.File.Execute("BEGIN IMMEDIATE");
                _transaction.Begin(_catalog);
                for (var job = first; job is not null; job = _group.Count < Group && _queue.TryTake(out var next) ? next : null)
                {
                    _group.Add(job);
                    _transaction.RunInSavepoint(job.Run);
                }

                _transaction.File.Execute("COMMIT");
                _catalog = _transaction.Catalog;
                foreach (var job in _group)
                    job.Answer();
            }
            catch (Exception error)
            {
                // The commit itself failed (disk full, I/O): none of the group happened, and each is told so.
                if (_group.Count == 0)
                    _group.Add(first);
                foreach (var job in _group)
                    job.Fail(error);
                RollBack();
            }

            _group.Clear();
        }
    }

    private void RollBack()
    {
        try
        {
            _transaction.File.Execute("ROLLBACK");
        }
        catch (StorageException)
        {
            // SQLite has already rolled back by itself, as it does after some failures.
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _transaction.File.Dispose();
        _queue.Dispose();
    }

    private abstract class Job
    {
        /// <summary>Runs the operation; false when its savepoint has to be rolled back.</summary>
        public abstract bool Run(WriteTransaction transaction);

        public abstract void Answer();

        public abstract void Fail(Exception error);
    }

    private sealed class Job<T>(Func<WriteTransaction, T> operation, CancellationToken cancellationToken) : Job
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _result;
        private Exception? _failure;

        public Task<T> Task => _source.Task;

        public override bool Run(WriteTransaction transaction)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                _result = operation(transaction);
                return true;
            }
            catch (Exception error)
            {
                _failure = error;
                return false;
            }
        }

        public override void Answer()
        {
            if (_failure is null)
                _source.SetResult(_result!);
            else
                _source.SetException(_failure);
        }

        public override void Fail(Exception error) => _source.TrySetException(_failure ?? error);
    }
}
