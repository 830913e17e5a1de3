using ELearning.Content;

namespace ELearning.Api;

/// <summary>
/// Forgets the joins of members that other processes changed, by the log of events: once a second, and only while any join is remembered.
/// </summary>
internal sealed class JoinWatch(JoinedMembers joined, EventFeed events, TimeProvider time, ILogger<JoinWatch> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private DateTimeOffset _looked = time.GetUtcNow();

    /// <summary>Looks once. What happened before the last look but one is not asked for again, and nothing older than what is remembered ever is.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (joined.IsEmpty)
        {
            _looked = now;
            return;
        }
        var changed = await events.SubjectsSinceAsync(DomainEventKind.MemberChanged, _looked, cancellationToken);
        if (changed.Count > 0)
            joined.Forget(changed);
        _looked = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogWarning(fault, "Changes of members could not be looked for; the next look goes back as far as the last one that succeeded");
                }
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
