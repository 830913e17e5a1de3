using ELearning.Content;

namespace ELearning.Api;

/// <summary>What stands before a process does its work.</summary>
internal static class Preparation
{
    /// <summary>Before the first request is answered: the operations of the folder, too.</summary>
    public static async Task PrepareToAnswerAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<OperationFolder>().ReadAsync(app.Environment.ContentRootPath, app.Lifetime.ApplicationStopping);
        await app.PrepareAsync();
    }

    /// <summary>A reachable database with its indexes and, where it is asked for, the demonstration data.</summary>
    public static async Task PrepareAsync(this IHost host)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.Services.GetRequiredService<ContentStart>().PrepareAsync(stopping);
        if (host.Services.GetRequiredService<IConfiguration>().GetValue<bool>("Seed:Demo"))
        {
            await host.Services.GetRequiredService<DemoSeed>().RunAsync(stopping);
        }
    }
}
