using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Publishes what is scheduled, and completes the publications and retirements that a killed process left half done. Each draft is changed at its version only,
/// so two sweeps at once do no harm.
/// </summary>
public sealed class CoursewareSweeper : LeasedSweep
{
    internal const int BatchSize = 100;

    private readonly CoursewareDraftStore _drafts;
    private readonly EditorialDesk _desk;

    internal CoursewareSweeper(CoursewareDraftStore drafts, EditorialDesk desk, Leases leases, TimeProvider time, ILogger<CoursewareSweeper> logger)
        : base("courseware", Interval, TimeSpan.FromSeconds(30), leases, time, logger) => (_drafts, _desk) = (drafts, desk);

    /// <summary>How often drafts are looked at: how late a scheduled publication is at most.</summary>
    internal static TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);

    private protected override string Done => "courseware were published, retired or completed";

    private protected override Task<int> RoundAsync(CancellationToken cancellationToken) =>
        MendAsync(
            BatchSize,
            passed => _drafts.DueAsync(Time.GetUtcNow(), passed, BatchSize, cancellationToken),
            id => TryAsync("courseware", id, () => _desk.TidyAsync(id, cancellationToken), cancellationToken),
            cancellationToken
        );
}
