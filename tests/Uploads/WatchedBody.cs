using System.Buffers;
using System.IO.Pipelines;

namespace ELearning.Tests.Uploads;

/// <summary>A body of which a test knows when its reader has taken everything so far and waits for more; no clock has to go for that.</summary>
internal sealed class WatchedBody(PipeReader inner) : PipeReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Lock _gate = new();
    private readonly List<(long Taken, int Waits, TaskCompletionSource Reached)> _watchers = [];
    private ReadOnlySequence<byte> _shown;
    private long _taken;
    private int _waits;
    private bool _isWaiting;

    /// <summary>A body of which nothing has come yet, and what it comes by.</summary>
    public static (WatchedBody Body, PipeWriter Line) Make()
    {
        var pipe = new Pipe();
        return (new WatchedBody(pipe.Reader), pipe.Writer);
    }

    /// <summary>How often the reader has begun to wait.</summary>
    public int Waits => Volatile.Read(ref _waits);

    /// <summary>Over when the reader has taken so many bytes in all and waits for the next, for the time after <paramref name="after"/>.</summary>
    public Task WaitsAsync(long taken, int after = 0)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isWaiting && _taken >= taken && _waits > after)
                reached.SetResult();
            else
                _watchers.Add((taken, after, reached));
        }
        return reached.Task.WaitAsync(Patience);
    }

    public override bool TryRead(out ReadResult result) => inner.TryRead(out result) && Show(result) is var _;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        var pending = inner.ReadAsync(cancellationToken);
        if (!pending.IsCompleted)
        {
            lock (_gate)
            {
                (_waits, _isWaiting) = (_waits + 1, true);
                foreach (var watcher in _watchers.Where(watcher => watcher.Taken <= _taken && watcher.Waits < _waits).ToList())
                {
                    _watchers.Remove(watcher);
                    watcher.Reached.SetResult();
                }
            }
        }
        var read = await pending;
        lock (_gate)
            _isWaiting = false;
        return Show(read);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        lock (_gate)
            _taken += _shown.Slice(0, consumed).Length;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);

    private ReadResult Show(ReadResult result)
    {
        _shown = result.Buffer;
        return result;
    }
}
