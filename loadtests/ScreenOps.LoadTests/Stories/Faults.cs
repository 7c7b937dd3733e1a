using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Clients;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Stories;

/// <summary>Everything breaks at random moments while tablets count. At the end every acknowledged command must stand in the ledger once, and all who show it must agree.</summary>
internal static class Faults
{
    private const double PerSecond = 300;
    private static readonly TimeSpan ToEmpty = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<Sheet> Run(LoadOrder order, CancellationToken cancel)
    {
        var sheet = new Sheet("faults");
        await using var stage = await Stage.SetWired(order, cancel);
        await using var morning = await Morning.Begin(stage, cancel);
        await Quiet.Into(sheet, stage, order.Length, cancel);
        var took = new Latencies();
        var tablets = (await morning.Enrol(cancel)).Select(e => new FieldTablet(stage.Server.Url, e.Token, e.Device, morning.Round, e.Site, took)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var timer = new BareTimer();
        var working = Task.WhenAll(tablets.Select(t => t.Work(stop.Token)));
        var trouble = new Trouble(stage);
        await using (new Progress(() => $"made {tablets.Sum(t => t.Made):N0}, acknowledged {tablets.Sum(t => t.Acknowledged):N0}, fault {trouble.Count} {trouble.Now}"))
        {
            var hand = new Hand(tablets);
            var counting = Schedule.Run(order.Rate ?? PerSecond, order.Length, hand.Count, cancel);
            var all = Through();
            while (!all.IsCompleted)
            {
                await Task.WhenAny(all, Task.Delay(Look, cancel));
                if (stage.OwnServer is { EndedByItself: true } server) throw new LoadTestException($"The server ended by itself after fault {trouble.Count} {trouble.Now}. Its last words:\n{server.LastWords}");
            }
            await all;
            async Task Through()
            {
                await trouble.Make(order.Length, cancel);
                await counting;
                await FieldTablet.AllAcknowledged(tablets, ToEmpty, cancel);
            }
        }
        foreach (var (kind, count) in trouble.Made.OrderBy(m => m.Key, StringComparer.Ordinal)) sheet.Figure(kind, count, "times");
        sheet.Figure("faults", trouble.Count, "in all");
        took.Into(sheet);
        Quiet.Judge(sheet, timer);
        await new FieldAudit(sheet, stage, morning, tablets).Into(cancel);
        await stop.CancelAsync();
        await working;
        return sheet;
    }

    /// <summary>What the people at the tablets press: mostly arrivals and samples, now and then a count, a lane or a mistake taken back.</summary>
    private sealed class Hand(IReadOnlyList<FieldTablet> tablets)
    {
        private const int ReachesBack = 40;
        private readonly Random dice = new(1);
        private readonly HashSet<(int, int)> back = [];

        public Task Count(long index, long due)
        {
            var at = (int)(index % tablets.Count);
            var (kind, n) = Press(at, tablets[at]);
            tablets[at].Make(kind, n, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), due);
            return Task.CompletedTask;
        }

        private (CountKind Kind, long N) Press(int at, FieldTablet tablet) => dice.Next(100) switch
        {
            < 48 => (CountKind.Arrived, dice.Next(1, 6)),
            < 84 => (CountKind.Sampled, dice.Next(1, 4)),
            < 88 => (CountKind.Left, 1),
            < 91 => (CountKind.Queue, dice.Next(0, 60)),
            < 93 => (CountKind.Lanes, dice.Next(1, 5)),
            < 94 => (dice.Next(3) == 0 ? CountKind.Pause : CountKind.Open, 0),
            _ => Undo(at, tablet) is { } number ? (CountKind.Undo, number) : (CountKind.Arrived, 1),
        };

        private long? Undo(int at, FieldTablet tablet)
        {
            var index = tablet.Made - 1 - dice.Next(ReachesBack);
            return tablet.MadeAt(index) is { Kind: CountKind.Arrived or CountKind.Sampled or CountKind.Left } of && back.Add((at, index)) ? of.Number : null;
        }
    }
}
