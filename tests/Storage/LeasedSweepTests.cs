using ELearning.Content;
using Microsoft.Extensions.Logging;

namespace ELearning.Tests.Storage;

/// <summary>What every sweep keeps to, on things of the test's own.</summary>
public sealed class LeasedSweepTests : IAsyncLifetime
{
    private const int Batch = 100;
    private List<string> _log = [];
    private readonly List<int> _due = [.. Enumerable.Range(1, 3 * Batch)];
    private readonly List<int> _tried = [];
    private ContentFixture _content = null!;

    public async Task InitializeAsync() => _content = await ContentFixture.StartAsync();

    public Task DisposeAsync() => _content.DisposeAsync().AsTask();

    [Fact]
    public async Task What_cannot_be_mended_does_not_hide_the_rest_and_is_tried_once()
    {
        Assert.Equal(_due.Count - 150, await SweepAsync(thing => thing > 150 ? Task.FromResult(true) : throw new InvalidOperationException($"no {thing}")));
        Assert.Equal(Enumerable.Range(1, 150), _due);
        Assert.Equal(Enumerable.Range(1, 3 * Batch), _tried);
        Assert.Equal(150, _log.Count);
    }

    [Fact]
    public async Task A_wait_that_was_given_up_is_the_fault_of_one_thing_alone()
    {
        Assert.Equal(_due.Count - 1, await SweepAsync(thing => thing == 2 ? throw new TaskCanceledException() : Task.FromResult(true)));
        Assert.Equal([2], _due);
    }

    [Fact]
    public async Task A_sweep_that_is_stopped_ends()
    {
        using var stopping = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            SweepAsync(
                async thing =>
                {
                    if (thing == 2)
                        await stopping.CancelAsync();
                    stopping.Token.ThrowIfCancellationRequested();
                    return true;
                },
                stopping.Token
            )
        );
        Assert.Equal([1, 2], _tried);
    }

    [Fact]
    public async Task A_sweep_whose_lease_another_process_has_goes_on_with_nothing()
    {
        var swept = await SweepAsync(async thing =>
        {
            if (thing == 3)
            {
                _content.Time.Advance(Mending.Lease);
                Assert.True(await _content.Get<Leases>().TakeAsync(Mending.Work, "another", _content.Time.GetUtcNow(), Mending.Lease, default));
            }
            return true;
        });
        Assert.Equal((3, 3), (swept, _tried.Count));
    }

    private async Task<int> SweepAsync(Func<int, Task<bool>> mend, CancellationToken stopping = default)
    {
        using var log = new RecordingLog();
        _log = log.Lines;
        using var logging = new LoggerFactory([log]);
        var sweep = new Mending(
            _due,
            async thing =>
            {
                _tried.Add(thing);
                return await mend(thing) && _due.Remove(thing);
            },
            _content.Get<Leases>(),
            _content.Time,
            logging.CreateLogger<Mending>()
        );
        return await sweep.SweepAsync(stopping);
    }

    private sealed class Mending(List<int> due, Func<int, Task<bool>> mend, Leases leases, TimeProvider time, ILogger logger)
        : LeasedSweep(Work, TimeSpan.FromMinutes(1), Lease, leases, time, logger)
    {
        public const string Work = "mending";
        public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

        private protected override string Done => "things were mended";

        private protected override Task<int> RoundAsync(CancellationToken cancellationToken) =>
            MendAsync(
                Batch,
                passed => Task.FromResult<IReadOnlyList<int>>([.. due.Skip(passed).Take(Batch)]),
                thing => TryAsync("thing", $"{thing}", () => mend(thing), cancellationToken),
                cancellationToken
            );
    }
}
