using ELearning.Content;

namespace ELearning.Api;

internal sealed class UploadSweeping(UploadSweeper sweeper, TimeProvider time, ILogger<UploadSweeping> logger) : Sweeping(UploadSweeper.Interval, time, logger)
{
    protected override async Task<string?> SweepAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is > 0 and var swept
            ? $"Brought {swept} uploads in order that were left undone, expired or named by nobody"
            : null;
}
