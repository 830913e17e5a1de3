using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Closes the sessions that fell silent and nobody came back to, and completes what a killed process left half settled. It does what the next call of the member would do, by the same
/// function and with the same outcome, to the second; so it matters not when it runs, nor how many do. A lease leaves the work to one process at a time.
/// What was told of long ago is dropped on the same round.
/// </summary>
public sealed class StudySweeper
{
    internal const int BatchSize = 200;
    internal const string Work = "study";

    /// <summary>Longer than a batch takes, short enough that a dead holder is soon followed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly string holder;
    private readonly DeskStore desks;
    private readonly StudyDesk desk;
    private readonly Leases leases;
    private readonly EventLog events;
    private readonly PolicyLibrary policies;
    private readonly TimeProvider time;
    private readonly ILogger<StudySweeper> logger;

    internal StudySweeper(DeskStore desks, StudyDesk desk, Leases leases, EventLog events, PolicyLibrary policies, TimeProvider time, ILogger<StudySweeper> logger) =>
        (this.desks, this.desk, this.leases, this.events, this.policies, this.time, this.logger, holder) = (desks, desk, leases, events, policies, time, logger, Ids.New(time));

    /// <summary>How often it is worth looking.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    /// <returns>How many desks were brought in order; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var swept = 0;
        var after = DateTimeOffset.UnixEpoch;
        while (await leases.TakeAsync(Work, holder, time.GetUtcNow(), Lease, cancellationToken))
        {
            if (policies.InForceOn(SchoolTime.Today(time))?.Study is not { } rules) break;
            var silent = await desks.SilentAsync(after, time.GetUtcNow() - rules.IdleClose, BatchSize, cancellationToken);
            foreach (var found in silent)
            {
                swept += await TidyAsync(found.MemberId, cancellationToken) ? 1 : 0;
            }
            if (silent.Count < BatchSize)
            {
                await events.ClearAsync(cancellationToken);
                break;
            }
            after = silent[^1].SeenAt;
        }
        return swept;
    }

    /// <summary>A desk that its member is using at this moment needs no sweeper, and one that cannot be settled must not keep the others waiting.</summary>
    private async Task<bool> TidyAsync(string memberId, CancellationToken cancellationToken)
    {
        try
        {
            return await desk.TidyAsync(memberId, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            logger.LogError(fault, "The desk of member {Member} could not be settled; the next sweep tries again", memberId);
            return false;
        }
    }
}
