using System.Diagnostics;
using ScreenOps.LoadTests.Ground;
using ScreenOps.LoadTests.Measures;

namespace ScreenOps.LoadTests.Clients;

/// <summary>Viewers of the whole district, and how long each tap took to reach each of them.</summary>
internal sealed class Audience : IAsyncDisposable
{
    private const int AtOnce = 50;
    private readonly List<Screen> screens = [];
    private readonly Taps taps;
    private long ignoredBytes, ignoredMessages;

    private Audience(Taps taps) => this.taps = taps;

    public int Count => screens.Count;

    /// <summary>Where times are recorded now; null: nowhere.</summary>
    public Latencies? Took { get; set; }

    public IReadOnlyList<Screen> Screens => screens;

    public static async Task<Audience> Come(ServerAt server, int round, Taps taps, int viewers, CancellationToken cancel)
    {
        var audience = new Audience(taps);
        await using (new Progress(() => $"{audience.Count:N0} of {viewers:N0} viewers are there"))
            while (audience.Count < viewers)
            {
                var more = Enumerable.Range(0, Math.Min(AtOnce, viewers - audience.Count)).Select(_ => audience.One(server)).ToList();
                await Task.WhenAll(more.Select(s => s.Join($"round:{round}", cancel)));
                audience.screens.AddRange(more);
            }
        return audience;
    }

    private Screen One(ServerAt server)
    {
        var seen = new long[taps.Sites];
        Screen screen = null!;
        return screen = new(server.Url, server.Token, states =>
        {
            var now = Stopwatch.GetTimestamp();
            var took = ReferenceEquals(screen, Apart) ? null : Took;
            foreach (var state in states)
            {
                var place = taps.Place(state.Site);
                taps.Seen(place, state.Arrived, ref seen[place], due => took?.Record(Stopwatch.GetElapsedTime(due, now)));
            }
        });
    }

    /// <summary>One that is not timed.</summary>
    public Screen? Apart { get; set; }

    /// <summary>From now on.</summary>
    public void CountBytes() => (ignoredBytes, ignoredMessages) = (screens.Sum(s => s.Bytes), screens.Sum(s => s.Messages));

    public void Into(Sheet sheet, TimeSpan since)
    {
        var messages = (screens.Sum(s => s.Messages) - ignoredMessages) / since.TotalSeconds / Count;
        sheet.Figure("viewers", screens.Count(s => s.Connected), "connected to the end");
        sheet.Figure("bytesPerViewerSecond", (screens.Sum(s => s.Bytes) - ignoredBytes) / since.TotalSeconds / Count, "bytes");
        if (messages > 0) sheet.Figure("viewerIntervalMs", 1000 / messages, "ms between two messages to a viewer");
        if (screens.FirstOrDefault(s => !s.Connected) is not null) sheet.Fault($"{screens.Count(s => !s.Connected)} of {Count} viewers lost their line.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var some in screens.Chunk(AtOnce)) await Task.WhenAll(some.Select(s => s.DisposeAsync().AsTask()));
    }
}
