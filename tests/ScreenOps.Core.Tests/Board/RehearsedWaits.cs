using System.Globalization;
using ScreenOps.Core.Board;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Rehearsal;

namespace ScreenOps.Core.Tests.Board;

/// <summary>The sample district's morning, rehearsed with one seed after the other, and what its screens said held against what came.</summary>
internal static class RehearsedWaits
{
    /// <summary>The district's usual rate of a lane, people an hour, as the sample is imported.</summary>
    public const int LaneRate = 180;
    private const long Midnight = 1_660_406_400_000;
    private static readonly List<string[]> Quarters = Rows("arrivals.csv"), Sites = Rows("sites.csv");
    private static readonly (int Opens, int Closes) Hours = (5 * 3600 + 1800, 13 * 3600);

    public static IEnumerable<Told> Everybody(int seed) => Play(seed).SelectMany(s => s.Everybody());

    public static IEnumerable<Reckoned> Reckonings(int seed) => Play(seed).SelectMany(s => s.Reckonings());

    public static IEnumerable<Foretold> HalfHours(int seed) => Play(seed).SelectMany(s => s.HalfHours());

    private static IEnumerable<RehearsedSite> Play(int seed)
    {
        var sites = Sites.Skip(1).Select(row => new RehearsalSite(row[0], int.Parse(row[6], CultureInfo.InvariantCulture))).ToList();
        var lanes = sites.ToDictionary(s => s.Code, s => s.Lanes);
        return MorningPlan.Of(Arrivals(), sites, seed).Sites.Select(s => new RehearsedSite(
            s, new(lanes[s.Site], LaneRate, Thresholds.Hangzhou, Midnight + Hours.Opens * 1000L, Midnight + Hours.Closes * 1000L), Midnight));
    }

    private static List<ArrivalQuarter> Arrivals() =>
        [.. Quarters.Skip(1).SelectMany(row => Quarters[0].Skip(1).Select((starts, i) =>
            new ArrivalQuarter(row[0], TimeOnly.ParseExact(starts, "HH:mm", CultureInfo.InvariantCulture), int.Parse(row[i + 1], CultureInfo.InvariantCulture))))];

    private static List<string[]> Rows(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sample", file)).Select(line => SheetText.Clean(line).Split(','))];
}
