using ELearning.Content;

namespace ELearning.Api;

/// <summary>What stands before the first request is answered: a reachable database with its indexes and, where it is asked for, the demonstration data.</summary>
internal static class Preparation
{
    public static async Task PrepareAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<ContentStart>().PrepareAsync(app.Lifetime.ApplicationStopping);
        if (app.Configuration.GetValue<bool>("Seed:Demo"))
        {
            await app.Services.GetRequiredService<DemoSeed>().RunAsync(app.Lifetime.ApplicationStopping);
        }
    }
}
