using System.Diagnostics;
using ScreenOps.Core.Counting;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Contenders;

/// <param name="Tell">Sends one command of one person; done when it is acknowledged.</param>
internal sealed record HubTablet(string Site, Func<CountKind, Task> Tell, Func<ValueTask> Close);

/// <param name="Bytes">Received so far.</param>
internal sealed record HubViewer(Sighting Sighting, Func<long> Bytes, Func<ValueTask> Close);

/// <summary>What one viewer has seen. Told from one thread at a time.</summary>
internal sealed class Sighting(Taps taps)
{
    private readonly long[] seen = new long[taps.Sites];

    /// <summary>Where times are recorded now; null: nowhere.</summary>
    public Latencies? Took { get; set; }

    public void See(string site, long arrived)
    {
        var (took, now, place) = (Took, Stopwatch.GetTimestamp(), taps.Place(site));
        taps.Seen(place, arrived, ref seen[place], due => took?.Record(Stopwatch.GetElapsedTime(due, now)));
    }

    public bool All
    {
        get
        {
            for (var place = 0; place < seen.Length; place++) if (Volatile.Read(ref seen[place]) < taps.Told(place)) return false;
            return true;
        }
    }
}

/// <summary>The tablets and viewers of a server that speaks SignalR. Each tablet counts an arrival, then a sample; arrivals are followed to the viewers.</summary>
internal sealed class HubClients(Taps taps, IReadOnlyList<HubTablet> tablets, IReadOnlyList<HubViewer> viewers) : IAsyncDisposable
{
    private readonly int[] made = new int[tablets.Count];
    private long acked;

    public async Task<LoadFound> Load(double? perSecond, TimeSpan length, CancellationToken cancel)
    {
        var (acks, sights, before, bytes, began) = (new Latencies(), perSecond is null ? null : new Latencies(), acked, Bytes, Stopwatch.GetTimestamp());
        foreach (var viewer in viewers) viewer.Sighting.Took = sights;
        await (perSecond is { } rate ? Schedule.Run(rate, length, (n, due) => Tap((int)(n % tablets.Count), due, acks), cancel) : Flood(length, acks, cancel));
        var (loaded, count) = (Stopwatch.GetElapsedTime(began), acked - before);
        while (!viewers.All(v => v.Sighting.All))
        {
            if (Stopwatch.GetElapsedTime(began) - loaded > IContender.Settling) throw new LoadTestException("Its viewers did not catch up.");
            await Task.Delay(5, cancel);
        }
        var ended = Stopwatch.GetElapsedTime(began);
        return new(count, count / loaded.TotalSeconds, (ended - loaded).TotalMilliseconds, viewers.Count == 0 ? 0 : (Bytes - bytes) / viewers.Count / ended.TotalSeconds, Of(acks), sights is null ? null : Of(sights));
    }

    private double Bytes => viewers.Sum(v => v.Bytes());

    private async Task Tap(int index, long due, Latencies acks)
    {
        var (tablet, kind) = (tablets[index], made[index]++ % 2 == 0 ? CountKind.Arrived : CountKind.Sampled);
        if (kind == CountKind.Arrived) taps.Due(taps.Place(tablet.Site), due);
        await tablet.Tell(kind);
        acks.Record(due);
        Interlocked.Increment(ref acked);
    }

    private Task Flood(TimeSpan length, Latencies acks, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        return Task.WhenAll(tablets.Select((_, index) => Pump(index)));

        // Always so many calls on their way, begun one after the other.
        async Task Pump(int index)
        {
            var flying = Enumerable.Repeat(Task.CompletedTask, IContender.InFlight).ToArray();
            for (var i = 0; Stopwatch.GetElapsedTime(began) < length; i = (i + 1) % flying.Length)
            {
                await flying[i].WaitAsync(cancel);
                flying[i] = Tap(index, Stopwatch.GetTimestamp(), acks);
            }
            await Task.WhenAll(flying);
        }
    }

    private static Times Of(Latencies took) => new(took.Percentile(50), took.Percentile(99), took.Percentile(99.9), took.Percentile(100));

    public async ValueTask DisposeAsync()
    {
        foreach (var tablet in tablets) await tablet.Close();
        foreach (var viewer in viewers) await viewer.Close();
    }
}
