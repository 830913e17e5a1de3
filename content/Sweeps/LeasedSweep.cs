using Microsoft.Extensions.Logging;

namespace ELearning.Content;

/// <summary>
/// Work that comes up by itself and any process may do: what a killed process left undone, what has fallen due, what is old enough to go. A derived class says
/// what one round does. A lease leaves the work to one process at a time, and only saves effort (<see cref="Leases"/>): a round must be harmless when two do
/// it.
/// </summary>
public abstract class LeasedSweep
{
    private readonly string _work;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _lease;
    private readonly Leases _leases;
    private readonly ILogger _logger;
    private readonly string _holder;

    /// <param name="work">Names the lease; what it was called once it is called in every release.</param>
    /// <param name="interval">How often the work is worth a look.</param>
    /// <param name="lease">Longer than a batch takes, short enough that a dead holder is soon followed.</param>
    private protected LeasedSweep(string work, TimeSpan interval, TimeSpan lease, Leases leases, TimeProvider time, ILogger logger) =>
        (_work, _interval, _lease, _leases, Time, _logger, _holder) = (work, interval, lease, leases, time, logger, Ids.New(time));

    private protected TimeProvider Time { get; }

    /// <summary>Does a round in each interval until it is stopped; a round that fails is logged, and the next one tries again.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(_interval, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                try
                {
                    if (await SweepAsync(stopping) is > 0 and var swept)
                        _logger.LogInformation("{Swept} {Done}", swept, Done);
                }
                catch (Exception fault) when (!stopping.IsCancellationRequested)
                {
                    _logger.LogError(fault, "The sweep of {Work} failed; the next one tries again", _work);
                }
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The process stops; what a driver makes of that is nobody's fault.
        }
    }

    /// <summary>Does one round now.</summary>
    /// <returns>How many things were brought in order; 0 while another process sweeps.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken) =>
        await IsDueAsync(cancellationToken) && await HoldLeaseAsync(cancellationToken) ? await RoundAsync(cancellationToken) : 0;

    /// <summary>Whether there is anything to do. A sweep that looks every few seconds asks first, because a lease is a write.</summary>
    private protected virtual Task<bool> IsDueAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    /// <summary>What happened to the things that were brought in order, for the log, after their number: <c>deleted assets were removed</c>.</summary>
    private protected abstract string Done { get; }

    /// <summary>One round; a long one prolongs the lease now and then, and ends where that is refused.</summary>
    /// <returns>How many things were brought in order.</returns>
    private protected abstract Task<int> RoundAsync(CancellationToken cancellationToken);

    /// <summary>Prolongs the lease.</summary>
    /// <returns>False where another process has it by now.</returns>
    private protected Task<bool> HoldLeaseAsync(CancellationToken cancellationToken) =>
        _leases.TakeAsync(_work, _holder, Time.GetUtcNow(), _lease, cancellationToken);

    /// <summary>
    /// Mends what is due, batch by batch, until nothing is left that can be mended now or another process has the lease, which is prolonged before each thing.
    /// </summary>
    /// <param name="due">
    /// So many things that are due, always in the same order, from the number on that it is given. What was mended is due no more; what could not be mended is,
    /// stands before all others, and is passed over by that number: it must not hide them.
    /// </param>
    private protected async Task<int> MendAsync<T>(
        int batch,
        Func<int, Task<IReadOnlyList<T>>> due,
        Func<T, Task<bool>> mend,
        CancellationToken cancellationToken
    )
    {
        var (mended, left) = (0, 0);
        while (true)
        {
            var found = await due(left);
            foreach (var thing in found)
            {
                if (!await HoldLeaseAsync(cancellationToken))
                    return mended;
                if (await mend(thing))
                    mended++;
                else
                    left++;
            }
            if (found.Count < batch)
                return mended;
        }
    }

    /// <summary>Mends one thing. One that cannot be mended must not keep the others waiting: its fault is logged.</summary>
    /// <returns>False where it was not mended, be it that somebody else is at it.</returns>
    /// <param name="cancellationToken">Its end alone ends the sweep; a wait that was given up for another reason is a fault like others.</param>
    private protected async Task<bool> TryAsync(string kind, string id, Func<Task<bool>> mend, CancellationToken cancellationToken)
    {
        try
        {
            return await mend();
        }
        catch (ContentError error) when (error.Code == ContentErrorCode.Conflict)
        {
            return false;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogError(fault, "The {Kind} {Id} could not be brought in order; the next sweep tries again", kind, id);
            return false;
        }
    }
}
