using ELearning.Content;

namespace ELearning.Api;

/// <summary>Lets the sweeper look once in a while, from the moment the process serves; a failed look is told and the next one tries again.</summary>
internal sealed class UploadSweeping(UploadSweeper sweeper, TimeProvider time, ILogger<UploadSweeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(UploadSweeper.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    if (await sweeper.SweepAsync(stoppingToken) is > 0 and var swept)
                        logger.LogInformation("Brought {Uploads} uploads in order that were left undone, expired or named by nobody", swept);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(fault, "Uploads could not be swept");
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
