using ELearning.Content;

namespace ELearning.Api;

internal sealed class RetentionSweeping(RetentionSweeper sweeper, TimeProvider time, ILogger<RetentionSweeping> logger)
    : Sweeping(RetentionSweeper.Interval, time, logger)
{
    protected override async Task<string?> SweepAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is > 0 and var swept ? $"Dropped {swept} documents that were kept as long as they are kept" : null;
}
