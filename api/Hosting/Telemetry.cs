using System.Collections;
using System.Diagnostics;
using ELearning.Content;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ELearning.Api;

/// <summary>
/// One trace for each request: the operation, the batches its levels load, the commands they send to the database and what they ask of the blobs; a caller's
/// own trace goes on in it. What is written down for good goes by an id of the server's making (<see cref="Correlation"/>): it goes back to the caller as
/// <see cref="CorrelationHeader"/> and stands in every log line of the request, in its trace and in the audit log.
/// </summary>
/// <remarks>No variable, literal, id of a thing or signed address is ever in a span or a metric: they would name people.</remarks>
internal static class Telemetry
{
    public const string CorrelationHeader = "X-Correlation-Id";

    /// <summary>OpenTelemetry's own setting: where traces go. Without it none are made.</summary>
    private const string ExporterKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.Configure(logging => logging.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        if (!builder.Environment.IsDevelopment())
            builder.Logging.AddJsonConsole(json => (json.IncludeScopes, json.UseUtcTimestamp) = (true, true));

        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(
                        OperationTelemetry.Name,
                        ContentTelemetry.Name,
                        "Microsoft.AspNetCore.Hosting",
                        "Microsoft.AspNetCore.Server.Kestrel",
                        "System.Runtime"
                    )
                    .AddPrometheusExporter()
            );
        if (builder.Configuration[ExporterKey] is not { Length: > 0 })
            return;
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        telemetry.WithTracing(tracing =>
            tracing
                .AddSource("Microsoft.AspNetCore", OperationTelemetry.Name, ContentTelemetry.Name, ContentTelemetry.DatabaseName, "Azure.*")
                .AddProcessor(new WithoutAddresses())
                .AddOtlpExporter()
        );
    }

    /// <summary>Every answer says under which id it can be asked about, a refused one too.</summary>
    public static void UseCorrelation(this WebApplication app) =>
        app.Use(
            async (context, next) =>
            {
                var id = Correlation.Begin();
                context.Response.Headers[CorrelationHeader] = id;
                Activity.Current?.SetTag("elearning.correlation", id);
                using (app.Logger.BeginScope(new Correlated(id)))
                {
                    await next(context);
                }
            }
        );

    /// <summary>What each log line of a request says of it.</summary>
    private sealed class Correlated(string id) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        private const string Key = "CorrelationId";

        public int Count => 1;

        public KeyValuePair<string, object?> this[int index] => index == 0 ? new(Key, id) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
        {
            yield return this[0];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => $"{Key}:{id}";
    }

    /// <summary>A signed media address is a right to read; it does not leave the process with a trace.</summary>
    internal sealed class WithoutAddresses : BaseProcessor<Activity>
    {
        private static readonly string[] Addresses = ["url.query", "url.full", "url.path", "client.address", "user_agent.original"];

        public override void OnEnd(Activity data)
        {
            foreach (var address in Addresses)
            {
                data.SetTag(address, null);
            }
        }
    }
}
