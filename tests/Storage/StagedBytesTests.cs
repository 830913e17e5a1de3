using ELearning.Content;

namespace ELearning.Tests.Storage;

/// <summary>What both places do with parts of any size, and with a writer that is interrupted.</summary>
public sealed class StagedBytesTests
{
    [Fact]
    public async Task Small_parts_are_put_by_the_bufferful_and_the_rest_when_they_are_to_be_durable()
    {
        await using var staged = new Puts();
        await staged.ContinueAsync(100, 1, default);
        foreach (var part in new byte[][] { [1], [2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12, 13], [] })
        {
            await staged.WriteAsync(new(part), default);
        }
        Assert.Equal(["100: 1 2 3 4", "104: 5 6 7 8", "108: 9 10 11 12"], staged.Written);
        Assert.Equal(113, await staged.FlushAsync(default));
        Assert.Equal(["112: 13"], staged.Written[3..]);
        Assert.Equal(113, await staged.FlushAsync(default));
        Assert.Equal(4, staged.Written.Count);
    }

    [Fact]
    public async Task What_an_interrupted_write_left_behind_is_put_whole_and_counted()
    {
        await using var staged = new Puts { Interrupted = true };
        await staged.ContinueAsync(0, 1, default);
        await staged.WriteAsync(new([1, 2]), default);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await staged.WriteAsync(new([3, 4, 5, 6]), default));
        Assert.Equal(4, await staged.FlushAsync(default)); // no boundary of what was put may lie beyond what is acknowledged
        Assert.Equal(["0: 1 2 3 4"], staged.Written);
    }

    private sealed class Puts() : StagedBytes(bufferSize: 4)
    {
        public List<string> Written { get; } = [];

        public bool Interrupted { get; set; }

        protected override Task BeginAsync(long offset, long turn, CancellationToken cancellationToken) => Task.CompletedTask;

        protected override Task PutAsync(ReadOnlyMemory<byte> bytes, long offset, CancellationToken cancellationToken)
        {
            if (Interrupted)
            {
                Interrupted = false;
                throw new OperationCanceledException();
            }
            Written.Add($"{offset}: {string.Join(' ', bytes.ToArray())}");
            return Task.CompletedTask;
        }

        protected override Task MakeDurableAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        protected override ValueTask LetGoAsync() => ValueTask.CompletedTask;
    }
}
