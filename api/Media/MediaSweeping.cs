using ELearning.Content;

namespace ELearning.Api;

internal sealed class MediaSweeping(MediaSweeper sweeper, TimeProvider time, ILogger<MediaSweeping> logger) : Sweeping(MediaSweeper.Interval, time, logger)
{
    protected override async Task<string?> SweepAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is > 0 and var swept ? $"Removed {swept} deleted assets" : null;
}
