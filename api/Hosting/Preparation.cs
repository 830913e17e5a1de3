using ELearning.Content;

namespace ELearning.Api;

/// <summary>What stands before the first request is answered: the operations of the folder, a reachable database with its indexes and, where it is asked for, the demonstration data.</summary>
internal static class Preparation
{
    public static async Task PrepareAsync(this IHost host)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.Services.GetRequiredService<OperationFolder>().ReadAsync(host.Services.GetRequiredService<IHostEnvironment>().ContentRootPath, stopping);
        await host.Services.GetRequiredService<ContentStart>().PrepareAsync(stopping);
        if (host.Services.GetRequiredService<IConfiguration>().GetValue<bool>("Seed:Demo"))
        {
            await host.Services.GetRequiredService<DemoSeed>().RunAsync(stopping);
        }
    }
}
