using ScreenOps.LoadTests.Ground;

namespace ScreenOps.LoadTests.Measures;

/// <summary>The machine before the load: what its engines can do and how exact its timer is.</summary>
internal static class Quiet
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(2), Still = TimeSpan.FromSeconds(0.5);

    public static async Task Into(Sheet sheet, Stage stage, TimeSpan story, CancellationToken cancel)
    {
        if (AppContext.BaseDirectory.Contains("Debug", StringComparison.Ordinal)) sheet.Note("A Debug build: its figures say nothing. Use dotnet run -c Release.");
        sheet.Figure("timerIdleP99Ms", await BareTimer.P99(Still, cancel), "ms, a bare 1 ms timer before the load");
        await EngineLimits.Into(sheet, stage, story / 4 < Most ? story / 4 : Most, cancel);
    }

    /// <summary>Beside the load. Above the bound the times of this run do not count.</summary>
    public static void Judge(Sheet sheet, BareTimer timer)
    {
        var p99 = timer.Took.Percentile(99);
        sheet.Figure("timerP99Ms", p99, "ms, a bare 1 ms timer beside the load");
        if (p99 > BareTimer.NoisyMs) sheet.Note($"noisy: a bare 1 ms timer took {p99:N1} ms at p99 (bound {BareTimer.NoisyMs} ms); the times of this run do not count.");
    }
}
