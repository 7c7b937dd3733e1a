using System.Diagnostics;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// All clients lose their line at the same moment and come back at the same moment, without the jitter that ours have: by turns the network is cut, and
/// the server is killed and started again. Timed from when the way is free to each viewer's whole board.
/// </summary>
internal static class Storm
{
    private const int Viewers = 1000;
    private const double PerSecond = 100;
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1), Rest = TimeSpan.FromSeconds(2), Away = TimeSpan.FromSeconds(1);

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var sheet = new Sheet("storm");
        await using var stage = await Stage.SetWired(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        var took = new Latencies();
        var tablets = (await morning.Enrol(cancel)).Select(e => new FieldTablet(stage.Server.Url, e.Token, e.Device, morning.Round, e.Site, took)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var viewers = Enumerable.Range(0, order.Viewers ?? Viewers).Select(_ => new Returning(stage.Server, $"round:{morning.Round}")).ToList();
        var working = Task.WhenAll(tablets.Select(t => t.Work(stop.Token)).Concat(viewers.Select(v => v.Live(stop.Token))));
        using var timer = new BareTimer();
        var (cut, killed, storms) = (new Latencies(), new Latencies(), 0);
        await using (new Progress(() => $"{viewers.Count(v => v.There):N0} of {viewers.Count:N0} viewers are there, storm {storms}, acknowledged {tablets.Sum(t => t.Acknowledged):N0}"))
        {
            await AllThere(sheet, viewers, cancel);
            var counting = Schedule.Run(order.Rate ?? PerSecond, order.Length, (i, due) =>
            {
                tablets[(int)(i % tablets.Count)].Make(CountKind.Arrived, 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), due);
                return Task.CompletedTask;
            }, cancel);
            while (!counting.IsCompleted && sheet.Ok)
            {
                await Task.Delay(Rest, cancel);
                var kill = ++storms % 2 == 0;
                await Blow(stage, kill, viewers, kill ? killed : cut, cancel);
                await AllThere(sheet, viewers, cancel);
            }
            await counting;
            await FieldTablet.AllAcknowledged(tablets, Most, cancel);
        }
        Into(sheet, stage, (storms, viewers.Count), (cut, killed, took));
        Quiet.Judge(sheet, timer);
        await new FieldAudit(sheet, stage, morning, tablets).Into(cancel);
        await stop.CancelAsync();
        await working;
        return sheet;
    }

    private static void Into(Sheet sheet, Stage stage, (int Storms, int Viewers) count, (Latencies Cut, Latencies Killed, Latencies Acknowledged) took)
    {
        sheet.Figure("viewers", count.Viewers, "all come back at once");
        sheet.Figure("storms", count.Storms, "by turns the network cut and the server killed");
        took.Cut.Into(sheet);
        sheet.Figure("killedP50Ms", took.Killed.Percentile(50), "ms from the server's end to the whole board, its start included");
        sheet.Figure("killedP99Ms", took.Killed.Percentile(99), "ms");
        sheet.Figure("killedMaxMs", took.Killed.Percentile(100), "ms");
        sheet.Figure("ackMaxMs", took.Acknowledged.Percentile(100), "ms, the longest that a tap waited for its acknowledgement");
        sheet.Figure("serverRssMb", ProcFile.ResidentMb(stage.OwnServer!.ProcessId), "MiB");
    }

    private static async Task Blow(Stage stage, bool kill, List<Returning> viewers, Latencies took, CancellationToken cancel)
    {
        if (kill)
        {
            var began = Stopwatch.GetTimestamp();
            foreach (var viewer in viewers) viewer.Lost(took, began);
            await stage.OwnServer!.Kill();
            await stage.OwnServer.StartAgain(cancel);
            return;
        }
        await stage.Wires!.Clients.Cut();
        await Task.Delay(Away, cancel);
        var free = Stopwatch.GetTimestamp();
        foreach (var viewer in viewers) viewer.Lost(took, free);
        stage.Wires.Clients.Mend();
    }

    private static async Task AllThere(Sheet sheet, List<Returning> viewers, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        while (!viewers.TrueForAll(v => v.There) && Stopwatch.GetElapsedTime(began) < Most) await Task.Delay(20, cancel);
        if (viewers.Count(v => !v.There) is > 0 and var missing) sheet.Fault($"{missing} viewers were not back after {Most.TotalSeconds:N0} s.");
    }
}
