using ELearning.Content;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ELearning.Api;

/// <summary>What keeps the process going, and what the people who run it ask: is it alive, is it ready, how is it doing.</summary>
internal static class Upkeep
{
    public static void AddUpkeep(this WebApplicationBuilder builder)
    {
        // A wrong setting is told by StartUp in one line; the host's own report of it would bury that in a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // A dependency of the token library prepares cookies that this API never sets; that its keys lie unencrypted is of no interest.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // The token library tells each step of each validation: four lines a request that nobody reads.
        builder.Logging.AddFilter("Microsoft.IdentityModel", LogLevel.Warning);
        builder.AddMetrics();
        builder.Services.AddHostedService<Sweeping>();
        builder.Services.AddHostedService<JoinWatch>();
        builder
            .Services.AddHealthChecks()
            .Add(Writable("database", (health, cancellationToken) => health.DatabaseAsync(cancellationToken)))
            .Add(Writable("blobs", (health, cancellationToken) => health.BlobsAsync(cancellationToken)));
        // The look itself says in the log what failed; the service that asks would say it again at each question.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
    }

    public static void MapUpkeep(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
        app.MapMetrics();
    }

    private static HealthCheckRegistration Writable(string name, Func<ContentHealth, CancellationToken, Task<bool>> ask) =>
        new(name, services => new WritableCheck(services.GetRequiredService<ContentHealth>(), ask), HealthStatus.Unhealthy, tags: null);

    /// <summary><c>{ "database": true, "blobs": true }</c>: whether each takes writes.</summary>
    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(report.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Status == HealthStatus.Healthy));

    private sealed class WritableCheck(ContentHealth health, Func<ContentHealth, CancellationToken, Task<bool>> ask) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            await ask(health, cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}
