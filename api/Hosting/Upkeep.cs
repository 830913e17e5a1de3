using ELearning.Content;

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
    }

    public static void MapUpkeep(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).AllowAnonymous();
        app.MapGet(
                "/health/ready",
                async (ContentHealth health, CancellationToken cancellationToken) =>
                {
                    var database = await health.DatabaseAsync(cancellationToken);
                    var blobs = await health.BlobsAsync(cancellationToken);
                    return Results.Json(
                        new { database, blobs },
                        statusCode: database && blobs ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
                    );
                }
            )
            .AllowAnonymous();
        app.MapMetrics();
    }
}
