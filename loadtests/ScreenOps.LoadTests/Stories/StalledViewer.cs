using System.Diagnostics;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// Many viewers of the whole district while it counts. In every second window one of them stops reading; what that does to the others is the ratio of
/// the medians of p99, from windows of one run, so that the machine's own noise falls on both.
/// </summary>
internal static class StalledViewer
{
    private const int Viewers = 2000, Windows = 10;
    private const double PerSecond = 100, RatioWanted = 1.25;

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, rate, warm) = (new Sheet("viewers"), order.Rate ?? PerSecond, order.Length / 5);
        await using var stage = await Stage.Set(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        await morning.Arrive(cancel);
        var taps = new Taps(morning.Sites, (int)(rate * (warm + order.Length).TotalSeconds / morning.Sites.Count) + 2);
        await using var audience = await Audience.Come(stage.Server, morning.Round, taps, order.Viewers ?? Viewers, cancel);
        audience.Apart = audience.Screens[0];
        Progress.Say($"{rate:N0} commands a second, {audience.Count:N0} viewers, {Windows} windows of {order.Length.TotalSeconds / Windows:N0} s after {warm.TotalSeconds:N0} s of warming up");
        var tapping = new Tapping(morning, taps);
        await using (new Progress(() => $"acknowledged {tapping.Acknowledged:N0}, at viewers within {audience.Took?.Percentile(99) ?? 0:N0} ms at p99 of this window"))
        {
            await tapping.Run(rate, warm, null, cancel);
            await Measured(sheet, stage, audience, tapping, (rate, order.Length), cancel);
        }
        await Audit.Into(sheet, stage, morning, cancel);
        stage.Words(sheet);
        return sheet;
    }

    private static async Task Measured(Sheet sheet, Stage stage, Audience audience, Tapping tapping, (double Rate, TimeSpan Length) load, CancellationToken cancel)
    {
        var (began, cpu, acknowledged) = (Stopwatch.GetTimestamp(), CpuShares.Of(stage), new Latencies());
        using var timer = new BareTimer();
        audience.CountBytes();
        var tapped = tapping.Run(load.Rate, load.Length, acknowledged, cancel);
        var windows = await Alternate(stage, audience, load.Length / Windows, tapped, cancel);
        await tapped;
        var since = Stopwatch.GetElapsedTime(began);
        var (with, without) = (windows.Where(w => w.Stalled).ToList(), windows.Where(w => !w.Stalled).ToList());
        audience.Into(sheet, since);
        foreach (var (name, percentile) in new[] { ("p50Ms", 50.0), ("p99Ms", 99), ("p999Ms", 99.9), ("maxMs", 100) })
            sheet.Figure(name, Median(without.Select(w => w.Took.Percentile(percentile))), "ms, median of the windows without a stalled viewer");
        sheet.Figure("stalledP99Ms", Median(with.Select(w => w.Took.Percentile(99))), "ms, with one stalled, of the others");
        var ratio = Median(with.Select(w => w.Took.Percentile(99))) / Median(without.Select(w => w.Took.Percentile(99)));
        sheet.Figure("stalledRatio", ratio, $"p99 with over without; at most {RatioWanted} is wanted");
        sheet.Figure("ackP99Ms", acknowledged.Percentile(99), "ms, from due to acknowledged");
        cpu.Into(sheet, load.Rate * load.Length.TotalSeconds);
        if (stage.OwnServer is { } server)
        {
            sheet.Figure("serverRssMb", ProcFile.ResidentMb(server.ProcessId), "MiB");
            sheet.Figure("stalledRssMb", with.Max(w => w.RssMb), "MiB, the most at the end of a window with a stalled viewer");
        }
        Quiet.Judge(sheet, timer);
    }

    private sealed record Window(bool Stalled, Latencies Took, double RssMb);

    private static async Task<List<Window>> Alternate(Stage stage, Audience audience, TimeSpan length, Task tapped, CancellationToken cancel)
    {
        var windows = new List<Window>();
        while (windows.Count < Windows && !tapped.IsCompleted)
        {
            var stalled = windows.Count % 2 == 1;
            if (stalled) audience.Apart!.Stall();
            // The first tenth belongs to the change.
            await Task.Delay(length / 10, cancel);
            var took = audience.Took = new();
            await Task.WhenAny(tapped, Task.Delay(length * 0.9, cancel));
            audience.Took = null;
            windows.Add(new(stalled, took, stage.OwnServer is { } server ? ProcFile.ResidentMb(server.ProcessId) : 0));
            if (stalled) audience.Apart!.Release();
        }
        return windows;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? 0 : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
