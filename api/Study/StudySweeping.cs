using ELearning.Content;

namespace ELearning.Api;

/// <summary>Lets the sweeper look once in a while, from the moment the process serves; a failed look is told and the next one tries again.</summary>
internal sealed class StudySweeping(StudySweeper sweeper, TimeProvider time, ILogger<StudySweeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(StudySweeper.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (await sweeper.SweepAsync(stoppingToken) is > 0 and var swept)
                        logger.LogInformation("Closed {Sessions} study sessions that had fallen silent", swept);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(fault, "Silent study sessions could not be looked for");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
