using ELearning.Content;

namespace ELearning.Api;

internal sealed class CoursewareSweeping(CoursewareSweeper sweeper, TimeProvider time, ILogger<CoursewareSweeping> logger)
    : Sweeping(CoursewareSweeper.Interval, time, logger)
{
    protected override async Task<string?> SweepAsync(CancellationToken cancellationToken) =>
        await sweeper.SweepAsync(cancellationToken) is > 0 and var swept ? $"Published or completed {swept} courseware" : null;
}
