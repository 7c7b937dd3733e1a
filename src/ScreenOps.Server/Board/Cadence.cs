using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using ScreenOps.Server.Platform;

namespace ScreenOps.Server.Board;

/// <summary>
/// How often a viewer is sent to at most. A timer that comes late says that this server has more to do than it can: every viewer's interval
/// widens, and counting keeps its share. It narrows again by itself.
/// </summary>
internal sealed class Cadence : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50), Late = TimeSpan.FromMilliseconds(15), InTime = TimeSpan.FromMilliseconds(5);
    private const double Wider = 1.25, Narrower = 0.95;
    private readonly BoardOptions options;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private long interval;

    public Cadence(IOptions<BoardOptions> options, TimeProvider time, IMeterFactory meters, ILogger<Cadence> log)
    {
        (this.options, this.time, this.log, interval) = (options.Value, time, log, options.Value.ShortestInterval.Ticks);
        meters.Create(Telemetry.Name).CreateObservableGauge("screenops.board.interval", () => Interval.TotalSeconds, "s", "Between two sends to one viewer; wider while this server is behind.");
    }

    public TimeSpan Interval => TimeSpan.FromTicks(Volatile.Read(ref interval));

    protected override Task ExecuteAsync(CancellationToken stop) => log.Endure(time, Run, stop);

    private async Task Run(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Look, time);
        for (var before = time.GetTimestamp(); await timer.WaitForNextTickAsync(stop); before = time.GetTimestamp()) Take(time.GetElapsedTime(before) - Look);
    }

    /// <summary>Takes in how late a timer came.</summary>
    public void Take(TimeSpan late)
    {
        var factor = late > Late ? Wider : late < InTime ? Narrower : 1;
        Volatile.Write(ref interval, Math.Clamp((long)(interval * factor), options.ShortestInterval.Ticks, options.LongestInterval.Ticks));
    }
}
