using System.IO.Pipelines;

namespace ELearning.Content;

/// <summary>
/// The body of one request that sends bytes of an upload. Each wait for bytes has an end of its own: a sender that falls silent is noticed, however much it sent before.
/// </summary>
internal sealed class UploadSender : IDisposable
{
    /// <summary>A sender of whom nothing came for so long is silent: what it sent is saved, and nothing is held for it. Longer than the usual pauses of a poor network.</summary>
    internal static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly PipeReader body;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private long waitsSince;
    private bool waits, holds, wanted, isOver;
    private TaskCompletionSource? awaited;

    public UploadSender(PipeReader body, TimeProvider time)
    {
        (this.body, this.time) = (body, time);
        timer = time.CreateTimer(static sender => ((UploadSender)sender!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How long nothing has come.</summary>
    public TimeSpan Silence => waits ? time.GetElapsedTime(waitsSince) : TimeSpan.Zero;

    /// <summary>Whether somebody waits to send in this sender's place, not only to hear how far it is.</summary>
    public bool IsWanted => Volatile.Read(ref wanted);

    /// <summary>What came, to be handed back by <see cref="Advance"/>; null when nothing came for so long.</summary>
    public async ValueTask<ReadResult?> ReadAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        if (!waits) (waits, waitsSince) = (true, since);
        while (true)
        {
            if (!body.TryRead(out var read))
            {
                timer.Change(longest - time.GetElapsedTime(since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
                read = await body.ReadAsync(cancellationToken);
            }
            if (!read.Buffer.IsEmpty || read.IsCompleted)
            {
                waits = false;
                Answer();
                return read;
            }
            // Woken, by this wait's end or by one that was over as bytes came.
            body.AdvanceTo(read.Buffer.Start);
            if (time.GetElapsedTime(since) >= longest) return null;
        }
    }

    public void Advance(SequencePosition to) => body.AdvanceTo(to);

    /// <summary>Waits for bytes and leaves them where they are.</summary>
    /// <returns>False when it has been silent for <paramref name="longest"/> in all.</returns>
    public async Task<bool> SpeaksAgainAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        // What was saved in between took its time; the sender is heard out none the less.
        if (await ReadAsync(longest - Silence is var left && left > Breath ? left : Breath, cancellationToken) is not { } read) return false;
        body.AdvanceTo(read.Buffer.Start);
        return true;
    }

    /// <summary>From here until it is disposed of, the sender holds the bytes of its upload.</summary>
    public IDisposable Hold()
    {
        lock (gate) holds = true;
        return new Holding(this);
    }

    /// <summary>Over when the sender has sent more, or holds nothing.</summary>
    /// <param name="wantsPlace">Whoever waits would send, or give the upload up.</param>
    public Task AnswersAsync(bool wantsPlace)
    {
        lock (gate)
        {
            if (holds && wantsPlace) Volatile.Write(ref wanted, true);
            return holds ? (awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;
        }
    }

    public void Dispose()
    {
        // The body may be another request's from now on; no late wake may reach it.
        lock (gate) isOver = true;
        timer.Dispose();
    }

    private void Wake()
    {
        lock (gate)
        {
            if (isOver) return;
            try
            {
                body.CancelPendingRead();
            }
            catch (Exception)
            {
                // The connection has ended, of which whoever reads hears; thrown from a timer it would end the process.
            }
        }
    }

    private void Answer()
    {
        Volatile.Write(ref wanted, false);
        Interlocked.Exchange(ref awaited, null)?.SetResult();
    }

    private sealed class Holding(UploadSender sender) : IDisposable
    {
        public void Dispose()
        {
            lock (sender.gate) sender.holds = false;
            sender.Answer();
        }
    }
}
