using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;

namespace ScreenOps.LoadTests.Benchmarks;

/// <summary>A district's morning in the middle: 43 sites, a tablet each, arrivals and samples in turn.</summary>
internal static class Samples
{
    public const int Sites = 43, MinutesSoFar = 240;
    public const long Now = 1_800_000_000_000;
    private static readonly Guid[] Devices = [.. Enumerable.Range(0, Sites).Select(i => new Guid(i + 1, 0, 0, new byte[8]))];

    public static string Site(int i) => $"S{i + 1:00}";

    public static Booking[] Bookings(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new Booking(Devices[i % Sites],
            new(i / Sites + 1, 1, Site(i % Sites), i / Sites % 2 == 0 ? CountKind.Arrived : CountKind.Sampled, 1, Now + i), Now + i + 5))];

    public static SiteCount Count(int site, long version) =>
        new(1, Site(site), 1, version, 1200 + version, 3, 1100, 20, 0, SiteStatus.Open, 2, Now, 0, 0);

    public static IEnumerable<SiteMinute> Minutes() =>
        Enumerable.Range(0, MinutesSoFar).Select(i => new SiteMinute(SiteMinute.Of(Now) - MinutesSoFar + 1 + i, 5 + i % 4, 0, 5 + i % 3, 0));

    public static SiteState State(int site) =>
        new(1, Site(site), 1, 77, SiteStatus.Open, 2, 2, 83, 1203, 3, 1100, 20, 0, 118, new WaitRange(20, 31, 25), 33, Health.Watch, ["long-wait"], Now, 0, 0);
}
