using System.Diagnostics;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Contenders;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// ScreenOps beside two peers in one run, in turn: as many commands as each takes, then the same schedule for each. What the machine's noise does to one
/// window it does to its neighbours, so ratios are taken within a turn and their median is told.
/// </summary>
internal static class Peers
{
    private const int Turns = 3, Viewers = 43;
    private const double PerSecond = 500, MostPerSecond = 100_000, ClientIsFull = 0.9;
    private static readonly string[] Against = ["tutorial", "socketio"];

    private sealed record Window(LoadFound Found, IReadOnlyDictionary<string, double> Cpu, double Seconds, double RssMb)
    {
        public double CpuPer100k => (Cpu["server"] + Cpu["redis"] + Cpu["postgres"]) / Found.Acked * 100_000;
        public double ViewerBytes => Found.BytesPerViewerSecond * (Found.Acked / Found.AckedPerSecond + Found.BehindMs / 1000) / Found.Acked;
        public double ClientCores => Cpu["client"] / Seconds;
    }

    private sealed record Turn(Window Full, Window Scheduled);

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        if (order.Url is not null) throw new LoadTestException("peers starts every server itself: leave --url out.");
        var (sheet, rate, viewers) = (new Sheet("peers"), order.Rate ?? PerSecond, order.Viewers ?? Viewers);
        await using var stage = await Stage.Set(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        var most = (int)(MostPerSecond * Turns * 1.5 * order.Length.TotalSeconds / morning.Sites.Count) + 1000;
        await using var ours = await OurContender.Come(stage, morning, viewers, most, cancel);
        await using var tutorial = await TutorialContender.Come(morning.Sites, viewers, most, cancel);
        await using var socketio = await SocketIoContender.Come(morning.Sites, viewers, most, cancel);
        var contenders = new Dictionary<string, IContender> { ["screenops"] = ours, ["tutorial"] = tutorial, ["socketio"] = socketio };
        Progress.Say($"{morning.Sites.Count} tablets with {IContender.InFlight} calls in flight each, then {rate:N0} commands a second; {viewers} viewers of the district; {Turns} turns of windows of {order.Length.TotalSeconds:N0} s");
        var (turns, timers) = (contenders.ToDictionary(c => c.Key, _ => new List<Turn>()), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
            foreach (var (name, contender) in contenders) turns[name].Add(await Take(name, contender, order.Length, rate, timers, cancel));
        Tell(sheet, turns, viewers, rate);
        Judge(sheet, Median(timers));
        foreach (var contender in contenders.Values) await contender.Audit(sheet, cancel);
        return sheet;
    }

    private static async Task<Turn> Take(string name, IContender contender, TimeSpan length, double rate, List<double> timers, CancellationToken cancel)
    {
        var full = await Measured(contender, null, length, cancel);
        using var timer = new BareTimer();
        var scheduled = await Measured(contender, rate, length, cancel);
        timers.Add(timer.Took.Percentile(99));
        Progress.Say($"{name,-10} {full.Found.AckedPerSecond,8:N0} a second, {full.CpuPer100k,6:N1} CPU s per 100,000; at {rate:N0} a second p99 {scheduled.Found.Sights?.P99 ?? 0:N1} ms to a viewer, {scheduled.Found.BytesPerViewerSecond:N0} bytes a second each");
        return new(full, scheduled);
    }

    private static async Task<Window> Measured(IContender contender, double? rate, TimeSpan length, CancellationToken cancel)
    {
        // Compilers and pools warm up in the first fifth, which does not count.
        await contender.Load(rate, length / 5, cancel);
        var (cpu, began, server) = (CpuShares.Of(contender.Programs), Stopwatch.GetTimestamp(), contender.Programs.Single(p => p.Name == "server").Process);
        var found = await contender.Load(rate, length, cancel);
        return new(found, cpu.Used(), Stopwatch.GetElapsedTime(began).TotalSeconds, ProcFile.ResidentMb(server));
    }

    private static void Tell(Sheet sheet, Dictionary<string, List<Turn>> turns, int viewers, double rate)
    {
        foreach (var (name, of) in turns) sheet.Group(name, Figures(of, viewers, rate));
        var ratios = new Sheet("ratios");
        foreach (var peer in Against) ratios.Group(peer, Ratios(turns["screenops"], turns[peer]));
        sheet.Group("ratios", ratios);
        foreach (var (name, of) in turns)
            if (Median(of.Select(t => t.Full.ClientCores)) is var cores && cores > ClientIsFull)
                sheet.Note($"{name}: its client used {cores:N2} cores under full load and takes part in what is acknowledged a second; the CPU seconds of its servers decide.");
    }

    private static Sheet Figures(List<Turn> of, int viewers, double rate)
    {
        double Full(Func<Window, double> figure) => Median(of.Select(t => figure(t.Full)));
        double Scheduled(Func<Window, double> figure) => Median(of.Select(t => figure(t.Scheduled)));
        var sheet = new Sheet("");
        sheet.Figure("ackedPerSecond", Full(w => w.Found.AckedPerSecond), "commands a second, committed, as many as it takes");
        sheet.Figure("cpuSecondsPer100k", Full(w => w.CpuPer100k), "CPU s of server, Redis and PostgreSQL, as many as it takes");
        sheet.Figure("fullAckP99Ms", Full(w => w.Found.Acks.P99), "ms from tap to acknowledged, as many as it takes");
        sheet.Figure("fullBytesPerViewerCommand", Full(w => w.ViewerBytes), "bytes to a viewer for each command, as many as it takes");
        sheet.Figure("viewersBehindMs", Full(w => w.Found.BehindMs), "ms after that load until every viewer had seen all");
        foreach (var program in new[] { "server", "redis", "postgres", "client" }) sheet.Figure($"{program}Cores", Full(w => w.Cpu[program] / w.Seconds), "cores, as many as it takes");
        sheet.Figure("serverRssMb", Full(w => w.RssMb), "MiB after it");
        sheet.Figure("viewers", viewers, "of the district");
        sheet.Figure("scheduledPerSecond", rate, "commands a second were due; acknowledged:");
        sheet.Figure("scheduledAckedPerSecond", Scheduled(w => w.Found.AckedPerSecond), "commands a second");
        sheet.Figure("p50Ms", Scheduled(w => w.Found.Sights!.P50), "ms from tap to viewer");
        sheet.Figure("p99Ms", Scheduled(w => w.Found.Sights!.P99), "ms from tap to viewer");
        sheet.Figure("p999Ms", Scheduled(w => w.Found.Sights!.P999), "ms from tap to viewer");
        sheet.Figure("maxMs", Scheduled(w => w.Found.Sights!.Max), "ms from tap to viewer");
        sheet.Figure("ackP99Ms", Scheduled(w => w.Found.Acks.P99), "ms from tap to acknowledged");
        sheet.Figure("bytesPerViewerSecond", Scheduled(w => w.Found.BytesPerViewerSecond), "bytes");
        sheet.Figure("scheduledCpuSecondsPer100k", Scheduled(w => w.CpuPer100k), "CPU s of server, Redis and PostgreSQL");
        return sheet;
    }

    /// <summary>How many times better ours is, turn by turn; below 1 the peer is.</summary>
    private static Sheet Ratios(List<Turn> ours, List<Turn> peer)
    {
        double Ratio(Func<Turn, double> figure) => Median(ours.Zip(peer, (o, p) => figure(p) / figure(o)));
        var sheet = new Sheet("");
        sheet.Figure("ackedPerSecond", Median(ours.Zip(peer, (o, p) => o.Full.Found.AckedPerSecond / p.Full.Found.AckedPerSecond)), "times as many acknowledged");
        sheet.Figure("cpuSecondsPer100k", Ratio(t => t.Full.CpuPer100k), "times less CPU of the servers, as many as each takes");
        sheet.Figure("p99Ms", Ratio(t => t.Scheduled.Found.Sights!.P99), "times sooner at a viewer at p99, on the schedule");
        sheet.Figure("bytesPerViewerSecond", Ratio(t => t.Scheduled.Found.BytesPerViewerSecond), "times fewer bytes to a viewer, on the schedule");
        sheet.Figure("fullBytesPerViewerCommand", Ratio(t => t.Full.ViewerBytes), "times fewer bytes to a viewer for each command, as many as each takes");
        sheet.Figure("scheduledCpuSecondsPer100k", Ratio(t => t.Scheduled.CpuPer100k), "times less CPU of the servers, on the schedule");
        return sheet;
    }

    private static void Judge(Sheet sheet, double timerP99)
    {
        sheet.Figure("timerP99Ms", timerP99, "ms, a bare 1 ms timer beside the schedule");
        if (timerP99 > BareTimer.NoisyMs) sheet.Note($"noisy: a bare 1 ms timer took {timerP99:N1} ms at p99 (bound {BareTimer.NoisyMs} ms); the times of this run do not count, ratios do.");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
