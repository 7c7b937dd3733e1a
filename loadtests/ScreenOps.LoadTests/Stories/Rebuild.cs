using System.Diagnostics;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;
using ScreenOps.Server.Counting;
using StackExchange.Redis;

namespace ScreenOps.LoadTests.Stories;

/// <summary>Redis is wiped, several times, while a district with a long ledger counts: how long until its live fold is there again, and how long nobody was acknowledged.</summary>
internal static class Rebuild
{
    private const int Rows = 300_000, Wipes = 5, TogetherSent = 250;
    private const double PerSecond = 200;
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var (sheet, rate) = (new Sheet("rebuild"), order.Rate ?? PerSecond);
        await using var stage = await Stage.Set(order, cancel);
        if (stage.Redis is not { } address) throw new LoadTestException("This story wipes the server's Redis: with --url name it with --redis.");
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        await morning.Arrive(cancel);
        await Fill(morning, cancel);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(address + ",allowAdmin=true");
        using var timer = new BareTimer();
        var (acknowledged, counted, last, gap) = (new Latencies(), 0L, Stopwatch.GetTimestamp(), 0L);
        Progress.Say($"{Wipes} wipes while {rate:N0} commands a second are counted");
        var counting = Schedule.Run(rate, order.Length, async (i, due) =>
        {
            await morning.Tablets[(int)(i % morning.Tablets.Count)].Tell(CountKind.Sampled, 1);
            acknowledged.Record(due);
            var now = Stopwatch.GetTimestamp();
            // The longest silence, near enough: two that race differ by less than one answer.
            Interlocked.Exchange(ref gap, Math.Max(Interlocked.Read(ref gap), now - Interlocked.Exchange(ref last, now)));
            Interlocked.Increment(ref counted);
        }, cancel);
        var rebuilds = new List<double>();
        await using (new Progress(() => $"acknowledged {Interlocked.Read(ref counted):N0}, rebuilt {rebuilds.Count} times"))
        {
            for (var i = 0; i < Wipes && !counting.IsCompleted; i++)
            {
                await Task.WhenAny(counting, Task.Delay(order.Length / (Wipes + 1), cancel));
                rebuilds.Add(await Wipe(redis, await morning.Api.District(cancel), cancel));
            }
            await counting;
        }
        sheet.Figure("rebuildMs", rebuilds.Order().ElementAt(rebuilds.Count / 2), $"ms until the fold of {morning.Tablets.Sum(t => t.Made):N0} rows stood again, median of {rebuilds.Count}");
        sheet.Figure("rebuildMaxMs", rebuilds.Max(), "ms, the longest of them");
        sheet.Figure("silenceMs", Stopwatch.GetElapsedTime(0, gap).TotalMilliseconds, "ms, the longest without any acknowledgement");
        acknowledged.Into(sheet);
        if (stage.OwnServer is { } server) sheet.Figure("serverRssMb", ProcFile.ResidentMb(server.ProcessId), "MiB");
        Quiet.Judge(sheet, timer);
        await Audit.Into(sheet, stage, morning, cancel);
        stage.Words(sheet);
        return sheet;
    }

    /// <summary>The ledger's rows, through the front door.</summary>
    private static async Task Fill(Morning morning, CancellationToken cancel)
    {
        var (sends, done) = (Rows / TogetherSent / morning.Tablets.Count + 1, 0L);
        await using (new Progress(() => $"{Interlocked.Read(ref done):N0} of {Rows:N0} rows"))
            await Task.WhenAll(morning.Tablets.Select(async tablet =>
            {
                for (var i = 0; i < sends && !cancel.IsCancellationRequested; i++)
                {
                    await tablet.Tell(i % 2 == 0 ? CountKind.Arrived : CountKind.Sampled, 1, TogetherSent);
                    Interlocked.Add(ref done, TogetherSent);
                }
            }));
        cancel.ThrowIfCancellationRequested();
    }

    /// <summary>Milliseconds until the district's fold is there again, which says so by its epoch, written last.</summary>
    private static async Task<double> Wipe(IConnectionMultiplexer redis, string district, CancellationToken cancel)
    {
        var (db, began) = (redis.GetDatabase(), Stopwatch.GetTimestamp());
        await redis.GetServer(redis.GetEndPoints()[0]).ExecuteAsync("FLUSHALL");
        while (!await db.KeyExistsAsync(new CountingKeys(district).Epoch))
        {
            if (Stopwatch.GetElapsedTime(began) > Most) throw new LoadTestException($"The live fold was not there again after {Most.TotalSeconds:N0} s.");
            await Task.Delay(2, cancel);
        }
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }
}
