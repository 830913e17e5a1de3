using System.IO.Pipelines;

namespace ELearning.Content;

/// <summary>
/// The body of one request that sends bytes of an upload. It bounds each wait for bytes by itself: a sender that falls silent is noticed, however much it sent
/// before.
/// </summary>
internal sealed class UploadSender : IDisposable
{
    /// <summary>
    /// How long nothing has to come until a sender is silent: then what it sent is saved and its upload is free. Longer than the usual pauses of a poor
    /// network.
    /// </summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly PipeReader _body;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _waitsSince;
    private bool _waits,
        _holds,
        _mustMakeWay,
        _isOver;
    private TaskCompletionSource? _waiting;

    public UploadSender(PipeReader body, TimeProvider time)
    {
        (_body, _time) = (body, time);
        _timer = time.CreateTimer(static sender => ((UploadSender)sender!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long nothing has come; zero while bytes come.</summary>
    public TimeSpan Silence => _waits ? _time.GetElapsedTime(_waitsSince) : TimeSpan.Zero;

    /// <summary>Whether another request waits to write in this sender's place, and not only to hear how far it is.</summary>
    public bool MustMakeWay => Volatile.Read(ref _mustMakeWay);

    /// <summary>Returns the bytes that came, to be handed back by <see cref="Advance"/>; null when none came for <paramref name="longest"/>.</summary>
    public async ValueTask<ReadResult?> ReadAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        if (!_waits)
            (_waits, _waitsSince) = (true, since);
        while (true)
        {
            if (!_body.TryRead(out var read))
            {
                _timer.Change(longest - _time.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                read = await _body.ReadAsync(cancellationToken);
            }
            if (!read.Buffer.IsEmpty || read.IsCompleted)
            {
                _waits = false;
                ReleaseWaiting();
                return read;
            }
            // Woken, by this wait's end or by one that was over as bytes came.
            _body.AdvanceTo(read.Buffer.Start);
            if (_time.GetElapsedTime(since) >= longest)
                return null;
        }
    }

    /// <summary>Hands back what was read, up to here.</summary>
    public void Advance(SequencePosition to) => _body.AdvanceTo(to);

    /// <summary>Waits for bytes and leaves them unread.</summary>
    /// <returns>False when nothing has come for <paramref name="longest"/> in all.</returns>
    public async Task<bool> WaitForBytesAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        // What was saved in between took its time; the sender is heard out none the less.
        if (await ReadAsync(longest - Silence is var left && left > Breath ? left : Breath, cancellationToken) is not { } read)
            return false;
        _body.AdvanceTo(read.Buffer.Start);
        return true;
    }

    /// <summary>Marks the sender as holding the bytes of its upload until the result is disposed of: whoever asks for the upload meanwhile waits.</summary>
    public IDisposable Hold()
    {
        lock (_gate)
            _holds = true;
        return new Holding(this);
    }

    /// <summary>Completes when the sender has sent more, or does not hold the bytes of its upload any more.</summary>
    /// <param name="makeWay">Whether whoever waits would write in this sender's place.</param>
    public Task WaitForProgressAsync(bool makeWay)
    {
        lock (_gate)
        {
            if (_holds && makeWay)
                Volatile.Write(ref _mustMakeWay, true);
            return _holds ? (_waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    public void Dispose()
    {
        // The body may be another request's from now on; no late wake may reach it.
        lock (_gate)
            _isOver = true;
        _timer.Dispose();
    }

    private void Wake()
    {
        lock (_gate)
        {
            if (_isOver)
                return;
            try
            {
                _body.CancelPendingRead();
            }
            catch (Exception)
            {
                // The connection has ended, of which whoever reads hears; thrown from a timer it would end the process.
            }
        }
    }

    private void ReleaseWaiting()
    {
        Volatile.Write(ref _mustMakeWay, false);
        Interlocked.Exchange(ref _waiting, null)?.SetResult();
    }

    private sealed class Holding(UploadSender sender) : IDisposable
    {
        public void Dispose()
        {
            lock (sender._gate)
                sender._holds = false;
            sender.ReleaseWaiting();
        }
    }
}
