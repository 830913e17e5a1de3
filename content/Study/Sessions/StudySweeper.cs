using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Closes the sessions that silence has ended, and completes what a killed process left half settled, as the next call of the member would: by the same
/// function and with the same outcome, to the second. So it matters neither when it runs nor how many do. Events that nobody can have missed any more are
/// dropped in the same round.
/// </summary>
public sealed class StudySweeper : LeasedSweep
{
    internal const string Work = "study";

    /// <summary>After so many desks the lease is prolonged.</summary>
    internal const int BatchSize = 200;

    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private readonly DeskStore _desks;
    private readonly StudyDesk _desk;
    private readonly EventLog _events;
    private readonly PolicyLibrary _policies;

    internal StudySweeper(
        DeskStore desks,
        StudyDesk desk,
        Leases leases,
        EventLog events,
        PolicyLibrary policies,
        TimeProvider time,
        ILogger<StudySweeper> logger
    )
        : base(Work, Interval, Lease, leases, time, logger) => (_desks, _desk, _events, _policies) = (desks, desk, events, policies);

    internal static TimeSpan Interval { get; } = TimeSpan.FromMinutes(1);

    private protected override string Done => "study sessions were closed or completed";

    private protected override async Task<int> RoundAsync(CancellationToken cancellationToken)
    {
        var (looked, swept) = (0, 0);
        // From the lease on, not only from the limit: what a killed process left half settled waits here too. Sessions that wait for their member to be asked
        // are read and left alone.
        var since = Time.GetUtcNow() - (_policies.InForceOn(SchoolTime.Today(Time))?.Study.Lease ?? TimeSpan.Zero);
        await foreach (var silent in _desks.SilentAsync(since, cancellationToken))
        {
            if (++looked % BatchSize == 0 && !await HoldLeaseAsync(cancellationToken))
                return swept;
            // A desk that its member is using at this moment needs no sweeper.
            if (_desk.IsOver(silent, Time.GetUtcNow()))
                swept += await TryAsync("desk of member", silent.Id, () => _desk.TidyAsync(silent.Id, cancellationToken), cancellationToken) ? 1 : 0;
        }
        await _events.ClearAsync(cancellationToken);
        return swept;
    }
}
