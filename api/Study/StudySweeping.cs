using ELearning.Content;

namespace ELearning.Api;

internal sealed class StudySweeping(StudySweeper sweeper, TimeProvider time, ILogger<StudySweeping> logger) : Sweeping(StudySweeper.Interval, time, logger)
{
    protected override async Task<string?> SweepAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is > 0 and var swept ? $"Closed {swept} study sessions that had fallen silent" : null;
}
