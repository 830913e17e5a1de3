using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Closes the sessions that silence has ended, and completes what a killed process left half settled. It does what the next call of the member would do, by the
/// same
/// function and with the same outcome, to the second; so it matters not when it runs, nor how many do. A lease leaves the work to one process at a time.
/// What was told of long ago is dropped on the same round.
/// </summary>
public sealed class StudySweeper
{
    /// <summary>After so many desks the lease is prolonged.</summary>
    internal const int BatchSize = 200;

    internal const string Work = "study";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly string _holder;
    private readonly DeskStore _desks;
    private readonly StudyDesk _desk;
    private readonly Leases _leases;
    private readonly EventLog _events;
    private readonly PolicyLibrary _policies;
    private readonly TimeProvider _time;
    private readonly ILogger<StudySweeper> _logger;

    internal StudySweeper(
        DeskStore desks,
        StudyDesk desk,
        Leases leases,
        EventLog events,
        PolicyLibrary policies,
        TimeProvider time,
        ILogger<StudySweeper> logger
    ) => (_desks, _desk, _leases, _events, _policies, _time, _logger, _holder) = (desks, desk, leases, events, policies, time, logger, Ids.New(time));

    /// <summary>How often it is worth looking.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <returns>How many desks were brought in order; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var (looked, swept) = (0, 0);
        if (!await TakeLeaseAsync())
            return 0;
        // From the lease on, not only from the limit: what a killed process left half settled waits here too. Sessions that wait for their member to be asked
        // are read and left alone.
        await foreach (
            var silent in _desks.SilentAsync(
                _time.GetUtcNow() - (_policies.InForceOn(SchoolTime.Today(_time))?.Study.Lease ?? TimeSpan.Zero),
                cancellationToken
            )
        )
        {
            if (++looked % BatchSize == 0 && !await TakeLeaseAsync())
                return swept;
            if (_desk.IsOver(silent, _time.GetUtcNow()))
                swept += await TidyAsync(silent.Id, cancellationToken) ? 1 : 0;
        }
        await _events.ClearAsync(cancellationToken);
        return swept;

        Task<bool> TakeLeaseAsync() => _leases.TakeAsync(Work, _holder, _time.GetUtcNow(), Lease, cancellationToken);
    }

    /// <summary>A desk that its member is using at this moment needs no sweeper, and one that cannot be settled must not keep the others waiting.</summary>
    private async Task<bool> TidyAsync(string memberId, CancellationToken cancellationToken)
    {
        try
        {
            return await _desk.TidyAsync(memberId, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _logger.LogError(fault, "The desk of member {Member} could not be settled; the next sweep tries again", memberId);
            return false;
        }
    }
}
