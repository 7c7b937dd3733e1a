using System.Diagnostics;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>From the moment at which a tap is due to its data at each viewer of the district.</summary>
internal static class Latency
{
    private const int Viewers = 500;
    private const double PerSecond = 1000;

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, rate, warm) = (new Sheet("latency"), order.Rate ?? PerSecond, order.Length / 2);
        await using var stage = await Stage.Set(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        await morning.Arrive(cancel);
        var taps = new Taps(morning.Sites, (int)(rate * (warm + order.Length).TotalSeconds / morning.Sites.Count) + 2);
        await using var audience = await Audience.Come(stage.Server, morning.Round, taps, order.Viewers ?? Viewers, cancel);
        Progress.Say($"{rate:N0} commands a second for {order.Length.TotalSeconds:N0} s, after {warm.TotalSeconds:N0} s of warming up");
        var (tapping, acknowledged) = (new Tapping(morning, taps), new Latencies());
        await using (new Progress(() => $"acknowledged {tapping.Acknowledged:N0}, at viewers within {audience.Took?.Percentile(99) ?? 0:N0} ms at p99"))
        {
            await tapping.Run(rate, warm, null, cancel);
            await Measured(sheet, stage, audience, () => tapping.Run(rate, order.Length, acknowledged, cancel), (long)(rate * order.Length.TotalSeconds));
        }
        sheet.Figure("ackP99Ms", acknowledged.Percentile(99), "ms, from due to acknowledged");
        await Audit.Into(sheet, stage, morning, cancel);
        stage.Words(sheet);
        return sheet;
    }

    private static async Task Measured(Sheet sheet, Stage stage, Audience audience, Func<Task> load, long commands)
    {
        var (began, cpu, took) = (Stopwatch.GetTimestamp(), CpuShares.Of(stage), new Latencies());
        using var timer = new BareTimer();
        audience.CountBytes();
        audience.Took = took;
        await load();
        var since = Stopwatch.GetElapsedTime(began);
        sheet.Figure("ackedPerSecond", commands / since.TotalSeconds, "commands a second, as scheduled");
        audience.Into(sheet, since);
        // What is still on its way arrives within an interval.
        await Task.Delay(TimeSpan.FromSeconds(1));
        audience.Took = null;
        took.Into(sheet);
        cpu.Into(sheet, commands);
        if (stage.OwnServer is { } server) sheet.Figure("serverRssMb", ProcFile.ResidentMb(server.ProcessId), "MiB");
        Quiet.Judge(sheet, timer);
    }
}

/// <summary>Taps on a schedule, one tablet after the other.</summary>
internal sealed class Tapping(Morning morning, Taps taps)
{
    private long acknowledged, begun;

    public long Acknowledged => Interlocked.Read(ref acknowledged);

    /// <param name="took">From due to acknowledged; null: not recorded.</param>
    public Task Run(double perSecond, TimeSpan length, Latencies? took, CancellationToken cancel) => Schedule.Run(perSecond, length, (_, due) => Tap(due, took), cancel);

    private async Task Tap(long due, Latencies? took)
    {
        var tablet = morning.Tablets[(int)(begun++ % morning.Tablets.Count)];
        taps.Due(taps.Place(tablet.Site), due);
        await tablet.Tell(CountKind.Arrived, 1);
        took?.Record(due);
        Interlocked.Increment(ref acknowledged);
    }
}
