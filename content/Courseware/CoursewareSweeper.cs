using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Publishes what is scheduled, and completes the publications and retirements that a killed process left half done. Each draft is changed at its version only,
/// so it matters not how many
/// processes sweep; a lease leaves the work to one at a time.
/// </summary>
public sealed class CoursewareSweeper
{
    internal const int BatchSize = 100;
    private const string Work = "courseware";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly string _holder;
    private readonly CoursewareDraftStore _drafts;
    private readonly EditorialDesk _desk;
    private readonly Leases _leases;
    private readonly TimeProvider _time;
    private readonly ILogger<CoursewareSweeper> _logger;

    internal CoursewareSweeper(CoursewareDraftStore drafts, EditorialDesk desk, Leases leases, TimeProvider time, ILogger<CoursewareSweeper> logger) =>
        (_drafts, _desk, _leases, _time, _logger, _holder) = (drafts, desk, leases, time, logger, Ids.New(time));

    /// <summary>How often it is worth looking: a scheduled publication is late by so much at most.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(15);

    /// <returns>How many drafts were brought in order; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        while (await _leases.TakeAsync(Work, _holder, _time.GetUtcNow(), Lease, cancellationToken))
        {
            var due = await _drafts.DueAsync(_time.GetUtcNow(), BatchSize, cancellationToken);
            var tidied = 0;
            foreach (var id in due)
            {
                tidied += await TidyAsync(id, cancellationToken) ? 1 : 0;
            }
            swept += tidied;
            // What could not be tidied is due still, and would be met again at once.
            if (due.Count < BatchSize || tidied == 0)
                break;
        }
        return swept;
    }

    /// <summary>One that cannot be completed must not keep the others waiting.</summary>
    private async Task<bool> TidyAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await _desk.TidyAsync(id, cancellationToken);
        }
        catch (ContentError error) when (error.Code == ContentErrorCode.Conflict)
        {
            return false; // somebody is at it
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _logger.LogError(fault, "The courseware {Courseware} could not be brought in order; the next sweep tries again", id);
            return false;
        }
    }
}
