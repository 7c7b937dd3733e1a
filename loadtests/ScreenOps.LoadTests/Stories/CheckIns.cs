using System.Collections.Concurrent;
using System.Diagnostics;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>
/// A morning's residents scan the poster of a site with a pass that was signed beforehand: the server verifies the signature, looks up whose pass it is, gives the
/// next number of the line, and answers when that is committed. Everybody comes once, so nothing is answered from what was asked before.
/// </summary>
internal static class CheckIns
{
    private const double PerSecond = 4000, WantedMs = 23;

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, rate, warm) = (new Sheet("checkins"), order.Rate ?? PerSecond, order.Length / 2);
        await using var stage = await Stage.Set(order, cancel, ("CheckIn__TicketsPerMinute", "10000000"));
        if (stage.OwnServer is not { } server) throw new LoadTestException("This story registers people whom nobody can take away again: it runs on its own server only, without --url.");
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        var people = (int)(rate * (warm + order.Length).TotalSeconds) + 1;
        Progress.Say($"{people:N0} people are registered and their passes signed");
        var residents = await Residents.Register(stage.Postgres!, Path.Combine(server.Folder, "keys"), await morning.Api.District(cancel), people, cancel);
        Progress.Say($"{rate:N0} check-ins a second for {order.Length.TotalSeconds:N0} s, after {warm.TotalSeconds:N0} s of warming up");
        var told = await Come(sheet, stage, morning, (residents, rate, warm, order.Length), cancel);
        await TicketAudit.Into(sheet, stage, morning, told, cancel);
        stage.Words(sheet);
        return sheet;
    }

    private static async Task<IReadOnlyCollection<(Guid, Told)>> Come(Sheet sheet, Stage stage, Morning morning, (Resident[] Residents, double Rate, TimeSpan Warm, TimeSpan Length) load, CancellationToken cancel)
    {
        using var posters = new Posters(stage.Server.Url);
        var (told, took, come) = (new ConcurrentBag<(Guid, Told)>(), new Latencies(), -1);
        async Task One(long index, long due)
        {
            var resident = load.Residents[Interlocked.Increment(ref come)];
            var ticket = await posters.Scan(morning.Sites[(int)(index % morning.Sites.Count)], resident, cancel);
            if (ticket.Outcome != "Ticketed") throw new LoadTestException($"Somebody who came for the first time was answered {ticket.Outcome} with {ticket.Ticket} at {ticket.Site}.");
            took.Record(due);
            told.Add((resident.Id, ticket));
        }
        await using (new Progress(() => $"{told.Count:N0} tickets, {took.Percentile(99):N0} ms at p99"))
        {
            await Schedule.Run(load.Rate, load.Warm, One, cancel);
            (took, var before, var again) = (new(), told.Count, posters.SentAgain);
            var (began, cpu) = (Stopwatch.GetTimestamp(), CpuShares.Of(stage));
            using var timer = new BareTimer();
            await Schedule.Run(load.Rate, load.Length, One, cancel);
            var done = told.Count - before;
            sheet.Figure("ackedPerSecond", done / Stopwatch.GetElapsedTime(began).TotalSeconds, $"check-ins a second, committed; {load.Rate:N0} were due");
            took.Into(sheet);
            cpu.Into(sheet, done);
            sheet.Figure("sentAgain", posters.SentAgain - again, "requests that went again after Busy");
            sheet.Figure("serverRssMb", ProcFile.ResidentMb(stage.OwnServer!.ProcessId), "MiB");
            Quiet.Judge(sheet, timer);
        }
        if (took.Percentile(99) > WantedMs) sheet.Note($"p99 is {took.Percentile(99):N0} ms; {WantedMs} ms are wanted.");
        return told;
    }
}
