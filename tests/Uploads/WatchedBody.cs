using System.Buffers;
using System.IO.Pipelines;

namespace ELearning.Tests;

/// <summary>A body of which a test knows when its reader has taken everything so far and waits for more; no clock has to go for that.</summary>
internal sealed class WatchedBody(PipeReader inner) : PipeReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock gate = new();
    private readonly List<(long Taken, int Waits, TaskCompletionSource Reached)> watchers = [];
    private ReadOnlySequence<byte> shown;
    private long taken;
    private int waits;
    private bool isWaiting;

    /// <summary>A body of which nothing has come yet, and what it comes by.</summary>
    public static (WatchedBody Body, PipeWriter Line) Make()
    {
        var pipe = new Pipe();
        return (new WatchedBody(pipe.Reader), pipe.Writer);
    }

    /// <summary>How often the reader has begun to wait.</summary>
    public int Waits => Volatile.Read(ref waits);

    /// <summary>Over when the reader has taken so many bytes in all and waits for the next, for the time after <paramref name="after"/>.</summary>
    public Task WaitsAsync(long taken, int after = 0)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (isWaiting && this.taken >= taken && waits > after)
                reached.SetResult();
            else
                watchers.Add((taken, after, reached));
        }
        return reached.Task.WaitAsync(Patience);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result) && Show(result) is var _;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var pending = inner.ReadAsync(cancellationToken);
        if (!pending.IsCompleted)
        {
            lock (gate)
            {
                (waits, isWaiting) = (waits + 1, true);
                foreach (var watcher in watchers.Where(watcher => watcher.Taken <= taken && watcher.Waits < waits).ToList())
                {
                    watchers.Remove(watcher);
                    watcher.Reached.SetResult();
                }
            }
        }
        var read = await pending;
        lock (gate) isWaiting = false;
        return Show(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (gate) taken += shown.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private ReadResult Show(ReadResult result)
    {
        shown = result.Buffer;
        return result;
    }
}
