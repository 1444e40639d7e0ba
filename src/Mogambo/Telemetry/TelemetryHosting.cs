using Mogambo.Tracing;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Mogambo.App.Telemetry;

/// <summary>What operators see: <c>/metrics</c> always, OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says whereto.</summary>
internal static class TelemetryHosting
{
    /// <summary>OpenTelemetry's own setting, as the others of its names.</summary>
    public const string OtlpSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Further meters that an operator wants to see, such as <c>Microsoft.Orleans</c>; they cost what they cost.</summary>
    public const string MetersSetting = "Mogambo:Metrics:Meters";

    /// <summary>The meters whose labels are words, never what somebody chose.</summary>
    private static readonly string[] s_meters = ["Mogambo.*", "Npgsql", "System.Runtime"];

    public static void AddMogamboTelemetry(this WebApplicationBuilder builder)
    {
#pragma warning disable CA2000 // The reader disposes of it.
        var prometheus = new PrometheusExporter();
#pragma warning restore CA2000
        builder.Services.AddSingleton(prometheus);
        var exports = !string.IsNullOrWhiteSpace(builder.Configuration[OtlpSetting]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("mogambo", serviceVersion: typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter([.. s_meters, .. builder.Configuration.GetSection(MetersSetting).Get<string[]>() ?? []]);
                metrics.AddReader(_ => new BaseExportingMetricReader(prometheus));
                if (exports)
                {
                    metrics.AddOtlpExporter();
                }
            });
        if (exports)
        {
            // Without an exporter nobody listens, and no span is ever made.
            telemetry.WithTracing(traces => traces.AddSource(MessageTrace.SourceName).AddProcessor(new RedactingProcessor()).AddOtlpExporter());
        }
    }

    /// <summary>Maps <c>/metrics</c>, open to everybody who can reach the port, as <c>/health</c> is.</summary>
    public static void MapMogamboMetrics(this IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", (PrometheusExporter prometheus) => TypedResults.Text(prometheus.Scrape(), PrometheusText.ContentType))
        .AllowAnonymous()
        .ExcludeFromDescription();
}
