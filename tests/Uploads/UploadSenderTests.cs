using System.IO.Pipelines;
using ELearning.Content;
using Microsoft.Extensions.Time.Testing;

namespace ELearning.Tests.Uploads;

public sealed class UploadSenderTests
{
    [Fact]
    public async Task A_wake_that_comes_as_the_connection_ends_hurts_nobody()
    {
        var time = new FakeTimeProvider();
        var body = new EndedBody();
        using var sender = new UploadSender(body, time);
        var read = sender.ReadAsync(UploadSender.Breath, default);

        time.Advance(UploadSender.Breath); // runs the timer here: what it threw would be thrown
        body.End();

        await Assert.ThrowsAsync<IOException>(() => read.AsTask());
    }

    [Fact]
    public async Task After_its_end_a_sender_wakes_nobody()
    {
        var time = new FakeTimeProvider();
        var (body, line) = WatchedBody.Make();
        var sender = new UploadSender(body, time);
        var read = sender.ReadAsync(UploadSender.Breath, default);
        sender.Dispose();
        time.Advance(UploadSender.Breath);
        await line.WriteAsync(new byte[] { 1 });
        Assert.Equal(1, (await read)!.Value.Buffer.Length);
    }

    /// <summary>As Kestrel's body is once its client is gone.</summary>
    private sealed class EndedBody : PipeReader
    {
        private readonly TaskCompletionSource<ReadResult> _pending = new();

        public void End() => _pending.SetException(new IOException("The client is gone."));

        public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) => new(_pending.Task);

        public override bool TryRead(out ReadResult result)
        {
            result = default;
            return false;
        }

        public override void CancelPendingRead() => throw new TaskCanceledException("The request was aborted.");

        public override void AdvanceTo(SequencePosition consumed) => throw new NotSupportedException();

        public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) { }
    }
}
