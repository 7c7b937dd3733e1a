using ScreenOps.LoadTests.Measures;
using ScreenOps.LoadTests.Stories;

namespace ScreenOps.LoadTests;

/// <param name="Seconds">How long it runs where nothing else is said.</param>
internal sealed record Story(string Name, string Tells, double Seconds, Func<LoadOrder, CancellationToken, Task<Sheet>> Run);

internal static class StoryList
{
    private static readonly Story[] All =
    [
        new("counters", "acknowledged durable count commands a second, each its own hub call", 30, Counters.Run),
        new("latency", "tap to data at a viewer: 1,000 commands a second, 500 viewers of the whole district", 30, Latency.Run),
        new("viewers", "2,000 viewers at 100 commands a second, one of them stalled in every second window", 100, StalledViewer.Run),
        new("public", "reads of the document of all sites, with its body, while they count", 20, PublicReads.Run),
        new("checkins", "residents scan a poster with a pass: signature verified, ticket given, committed, by HTTP", 30, CheckIns.Run),
        new("storm", "1,000 viewers lose their line and come back at the same moment", 40, Storm.Run),
        new("rebuild", "Redis is wiped while a district with 300,000 ledger rows counts", 30, Rebuild.Run),
        new("city", "9,021 sites in 210 districts at four times the mean rate of a day, with readers and screens", 600, City.Run),
        new("faults", "server, Redis, PostgreSQL and the network break at random while tablets count", 60, Faults.Run),
        new("peers", "ScreenOps beside the tutorial way and Socket.IO, in turn: as much as each takes, then one schedule for all (seconds of a window)", 6, Peers.Run),
        new("micro", "what one fold, one encoding and one merge of the board cost, by BenchmarkDotNet", 30, Micro.Run),
    ];

    public static string Told => string.Join('\n', All.Select(s => $"  {s.Name,-9} {s.Tells} ({s.Seconds} s)"));

    public static Story Find(string name) => All.FirstOrDefault(s => s.Name == name) ?? throw new LoadTestException($"There is no story {name}.\n\n{LoadOrder.Usage}\n\n{Told}");
}
