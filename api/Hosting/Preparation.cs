using ELearning.Content;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>What stands before a process does its work.</summary>
internal static class Preparation
{
    /// <summary>Before the first request is answered: the operations of the folder, too.</summary>
    public static async Task PrepareToAnswerAsync(this WebApplication app)
    {
        // Settings first, as the host itself would: a wrong one is told before the database is waited for.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<OperationFolder>().ReadAsync(app.Environment.ContentRootPath, app.Lifetime.ApplicationStopping);
        await app.PrepareAsync();
        await app.Services.GetRequiredService<WebOperations>().RegisterAsync(app.Lifetime.ApplicationStopping);
    }

    /// <summary>A reachable database with its indexes and, where it is asked for, the demonstration data.</summary>
    public static async Task PrepareAsync(this IHost host)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        await host.Services.GetRequiredService<ContentStart>().PrepareAsync(stopping);
        if (host.Services.GetRequiredService<IOptions<SeedOptions>>().Value.Demo)
        {
            await host.Services.GetRequiredService<DemoSeed>().RunAsync(stopping);
        }
    }
}
