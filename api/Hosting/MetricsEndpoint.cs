using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ELearning.Api;

/// <summary>
/// <c>GET /metrics</c>: how much is done, how fast and with which errors. It says nothing of persons, but enough to time an attack by, so it is not for
/// everybody.
/// </summary>
internal static class MetricsEndpoint
{
    private const string Path = "/metrics";
    private const string Scheme = "Bearer ";

    public static void AddMetrics(this WebApplicationBuilder builder) => builder.Services.AddSettings<MetricsOptions>("Monitoring");

    /// <summary>Before anything else is looked at: a port of their own serves the metrics and nothing beside them.</summary>
    public static void UseMetricsPort(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Port is not { } port)
            return;
        app.Use(
            (context, next) =>
                context.Connection.LocalPort != port || context.Request.Path.StartsWithSegments(Path)
                    ? next(context)
                    : Refuse(context, StatusCodes.Status404NotFound)
        );
    }

    public static void MapMetrics(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value;
        var isDevelopment = app.Environment.IsDevelopment();
        app.MapPrometheusScrapingEndpoint(
                Path,
                meterProvider: null,
                optionsName: null,
                configureBranchedPipeline: metrics =>
                    metrics.Use((context, next) => Refusal(context, options, isDevelopment) is { } status ? Refuse(context, status) : next(context))
            )
            .AllowAnonymous();
    }

    /// <summary>The status of the refusal; null for whoever may read.</summary>
    internal static int? Refusal(HttpContext context, MetricsOptions options, bool isDevelopment)
    {
        if (options is { Token: null, Port: null })
            return isDevelopment && LocalCaller.Is(context) ? null : StatusCodes.Status404NotFound;
        if (options.Port is { } port && context.Connection.LocalPort != port)
            return StatusCodes.Status404NotFound;
        return options.Token is not { } token || IsSame(context.Request.Headers.Authorization.ToString(), Scheme + token)
            ? null
            : StatusCodes.Status401Unauthorized;
    }

    /// <summary>In the same time for whatever was sent: of a hash nothing can be guessed piece by piece.</summary>
    private static bool IsSame(string sent, string wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(sent)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
