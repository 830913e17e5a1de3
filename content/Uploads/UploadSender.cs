using System.IO.Pipelines;

namespace ELearning.Content;

/// <summary>
/// The body of one request that sends bytes of an upload. Each wait for bytes has an end of its own: a sender that falls silent is noticed, however much it
/// sent before.
/// </summary>
internal sealed class UploadSender : IDisposable
{
    /// <summary>
    /// A sender of whom nothing came for so long is silent: what it sent is saved, and nothing is held for it. Longer than the usual pauses of a poor network.
    /// </summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly PipeReader _body;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _waitsSince;
    private bool _waits,
        _holds,
        _wanted,
        _isOver;
    private TaskCompletionSource? _awaited;

    public UploadSender(PipeReader body, TimeProvider time)
    {
        (_body, _time) = (body, time);
        _timer = time.CreateTimer(static sender => ((UploadSender)sender!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => _waits ? _time.GetElapsedTime(_waitsSince) : TimeSpan.Zero;

    /// <summary>Whether somebody waits to send in this sender's place, not only to hear how far it is.</summary>
    public bool IsWanted => Volatile.Read(ref _wanted);

    /// <summary>What came, to be handed back by <see cref="Advance"/>; null when nothing came for so long.</summary>
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
                Answer();
                return read;
            }
            // Woken, by this wait's end or by one that was over as bytes came.
            _body.AdvanceTo(read.Buffer.Start);
            if (_time.GetElapsedTime(since) >= longest)
                return null;
        }
    }

    public void Advance(SequencePosition to) => _body.AdvanceTo(to);

    /// <summary>Waits for bytes and leaves them where they are.</summary>
    /// <returns>False when it has been silent for <paramref name="longest"/> in all.</returns>
    public async Task<bool> SpeaksAgainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        // What was saved in between took its time; the sender is heard out none the less.
        if (await ReadAsync(longest - Silence is var left && left > Breath ? left : Breath, cancellationToken) is not { } read)
            return false;
        _body.AdvanceTo(read.Buffer.Start);
        return true;
    }

    /// <summary>From here until it is disposed of, the sender holds the bytes of its upload.</summary>
    public IDisposable Hold()
    {
        lock (_gate)
            _holds = true;
        return new Holding(this);
    }

    /// <summary>Over when the sender has sent more, or holds nothing.</summary>
    /// <param name="wantsPlace">Whoever waits would send, or give the upload up.</param>
    public Task AnswersAsync(bool wantsPlace)
    {
        lock (_gate)
        {
            if (_holds && wantsPlace)
                Volatile.Write(ref _wanted, true);
            return _holds ? (_awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
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

    private void Answer()
    {
        Volatile.Write(ref _wanted, false);
        Interlocked.Exchange(ref _awaited, null)?.SetResult();
    }

    private sealed class Holding(UploadSender sender) : IDisposable
    {
        public void Dispose()
        {
            lock (sender._gate)
                sender._holds = false;
            sender.Answer();
        }
    }
}
