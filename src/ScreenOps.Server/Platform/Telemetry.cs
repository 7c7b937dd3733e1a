using System.Diagnostics;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ScreenOps.Server.Platform;

/// <summary>Metrics for Prometheus always; traces and metrics by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT says so.</summary>
internal static class Telemetry
{
    public const string Name = "ScreenOps";

    /// <summary>Spans of our own: where the time of a traced command went.</summary>
    public static readonly ActivitySource Source = new(Name);

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // The start says itself where it is; a hub method's refusal is an answer to its caller; keys are sealed by our own repository.
        // Who asks whether we are ready is answered; who counts meets the failure itself.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // A start that fails is told by its StartException, and a background service's end as Critical, once more than as Error.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.Critical).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Without it a request's trace has no name and no route.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var otlp = !string.IsNullOrEmpty(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("screenops"))
            .WithMetrics(m =>
            {
                m.AddMeter(Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.RateLimiting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Npgsql", "System.Runtime").AddPrometheusExporter();
                if (otlp) m.AddOtlpExporter();
            });
        // Spans that nobody is sent are not made.
        if (otlp) telemetry.WithTracing(t => t.AddSource(Name, "Microsoft.AspNetCore", "Microsoft.AspNetCore.SignalR.Server", "Npgsql").AddOtlpExporter());
    }
}
