using ELearning.Content;

namespace ELearning.Api;

/// <summary>Runs every sweep of the content from the moment the process serves until it stops.</summary>
internal sealed class Sweeping(IEnumerable<LeasedSweep> sweeps) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(sweeps.Select(sweep => sweep.RunAsync(stoppingToken)));
}
