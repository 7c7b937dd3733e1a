using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ScreenOps.Core.Counting;
using ScreenOps.Server.Platform;
using ScreenOps.Server.Tests.Board;

namespace ScreenOps.Server.Tests.Platform;

/// <summary>A listener hears all meters of a name in its process, and loses one when any server there ends: these tests run while no other does.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;

/// <summary>What a dashboard gets: by asking for it, and by having it sent.</summary>
[Collection(nameof(AloneInTheProcess))]
public sealed class TelemetryTests(RealEngines engines)
{
    [Fact]
    public async Task What_was_counted_is_among_the_metrics_and_nobody_is()
    {
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Count(server, district.Code);
        using var http = server.Http();
        var told = await http.GetStringAsync("/metrics");
        Assert.Contains("# HELP screenops_counting_commands_total Commands answered", told);
        Assert.Matches(@"screenops_counting_commands_total\{[^}]*outcome=""applied""[^}]*\} 1\n", told);
        Assert.Contains("screenops_counting_acknowledgement_duration_seconds_count", told);
        Assert.Contains("screenops_counting_turns_waiting", told);
        Assert.DoesNotContain(district.Code, string.Join('\n', told.Split('\n').Where(l => l.StartsWith("screenops_", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Every_meter_of_ours_says_its_unit_and_what_it_means()
    {
        var found = new ConcurrentBag<Instrument>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => { if (instrument.Meter.Name == Telemetry.Name) found.Add(instrument); } };
        listener.Start();
        var district = await BoardDistrict.Make(engines);
        await using var server = await district.Server();
        await Count(server, district.Code);
        Assert.Contains(found, i => i.Name == "screenops.counting.commands");
        Assert.All(found, i => Assert.True(i.Unit?.Length > 0 && i.Description?.Length > 0 && i.Name.StartsWith("screenops.", StringComparison.Ordinal), i.Name));
    }

    [Fact]
    public async Task Metrics_and_traces_are_sent_where_the_collector_is()
    {
        var came = new ConcurrentDictionary<string, string>();
        await using var collector = await Collector(came);
        var district = await BoardDistrict.Make(engines);
        await using var server = await TestServer.Start(district.Postgres, district.Redis,
            $"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Urls.First()}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_METRIC_EXPORT_INTERVAL=200", "--OTEL_BSP_SCHEDULE_DELAY=200");
        using var http = server.Http();
        using var refused = await http.PostAsync("/hubs/live/negotiate?access_token=not-to-be-told", null);
        await Count(server, district.Code);
        await Eventually.True(() => Task.FromResult(came.GetValueOrDefault("metrics")?.Contains("screenops.counting.commands", StringComparison.Ordinal) == true), "the meters reach the collector");
        await Eventually.True(() => Task.FromResult(came.GetValueOrDefault("traces")?.Contains("/api/v1/counts", StringComparison.Ordinal) == true), "a trace of the request reaches the collector");
        Assert.Contains("/hubs/live/negotiate", came["traces"]);
        Assert.DoesNotContain("not-to-be-told", came["traces"]);
    }

    private static async Task Count(TestServer server, string district)
    {
        using var http = server.Http(await server.Tablet(district, Guid.NewGuid()));
        using var counted = await http.PostAsJsonAsync("/api/v1/counts", new { commands = new[] { BoardDistrict.Command(1, CountKind.Arrived, 3) } });
        Assert.True(counted.IsSuccessStatusCode);
    }

    private static async Task<WebApplication> Collector(ConcurrentDictionary<string, string> came)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            came[signal] = came.GetValueOrDefault(signal) + Encoding.Latin1.GetString(body.ToArray());
            return Results.Ok();
        });
        await app.StartAsync();
        return app;
    }
}
