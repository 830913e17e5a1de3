namespace ELearning.Api;

/// <summary>Lets a sweeper look once in a while, from the moment the process serves; a failed look is told and the next one tries again.</summary>
internal abstract class Sweeping(TimeSpan interval, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <returns>What was done, for the log; null for nothing.</returns>
    protected abstract Task<string?> SweepAsync(CancellationToken cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (await SweepAsync(stoppingToken) is { } done)
                        logger.LogInformation("{Done}", done);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(fault, "{Sweeping} failed; the next look tries again", GetType().Name);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
