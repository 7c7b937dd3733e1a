using System.Diagnostics;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>How many commands a second are acknowledged when every tablet always has so many on their way, each a hub call of its own.</summary>
internal static class Counters
{
    private const int InFlight = 16;

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var sheet = new Sheet("counters");
        await using var stage = await Stage.Set(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        await morning.Arrive(cancel);
        Progress.Say($"{morning.Tablets.Count} tablets with {InFlight} calls in flight each, for {order.Length.TotalSeconds:N0} s");
        await Load(sheet, stage, morning, order.Length, cancel);
        await Audit.Into(sheet, stage, morning, cancel);
        stage.Words(sheet);
        return sheet;
    }

    private static async Task Load(Sheet sheet, Stage stage, Morning morning, TimeSpan length, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var (acknowledged, took) = (0L, new Latencies());
        async Task Call(Tablet tablet)
        {
            var began = Stopwatch.GetTimestamp();
            await tablet.Tell(CountKind.Arrived, 1);
            took.Record(began);
            Interlocked.Increment(ref acknowledged);
        }
        await using (new Progress(() => $"acknowledged {Interlocked.Read(ref acknowledged):N0}"))
        {
            var pumps = morning.Tablets.Select(t => Pump(() => Call(t), stop.Token)).ToArray();
            var failed = Task.WhenAny(pumps);
            // The compilers of both sides go on making the hot path faster for long: that does not count.
            await Task.WhenAny(failed, Task.Delay(length / 2, cancel));
            took.Reset();
            var (before, began, cpu) = (Interlocked.Read(ref acknowledged), Stopwatch.GetTimestamp(), CpuShares.Of(stage));
            using var timer = new BareTimer();
            await Task.WhenAny(failed, Task.Delay(length, cancel));
            var counted = Interlocked.Read(ref acknowledged) - before;
            sheet.Figure("ackedPerSecond", counted / Stopwatch.GetElapsedTime(began).TotalSeconds, "commands a second, committed");
            took.Into(sheet);
            cpu.Into(sheet, counted);
            if (stage.OwnServer is { } server) sheet.Figure("serverRssMb", ProcFile.ResidentMb(server.ProcessId), "MiB");
            Quiet.Judge(sheet, timer);
            await stop.CancelAsync();
            await Task.WhenAll(pumps);
        }
        sheet.Figure("sentAgain", morning.Tablets.Sum(t => t.SentAgain), "calls that went again after a Gap or Busy");
    }

    /// <summary>Always so many calls on their way, begun one after the other.</summary>
    private static async Task Pump(Func<Task> call, CancellationToken stop)
    {
        var flying = Enumerable.Repeat(Task.CompletedTask, InFlight).ToArray();
        for (var i = 0; !stop.IsCancellationRequested; i = (i + 1) % InFlight)
        {
            await flying[i];
            flying[i] = call();
        }
        await Task.WhenAll(flying);
    }
}
