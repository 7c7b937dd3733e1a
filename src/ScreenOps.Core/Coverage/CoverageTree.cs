using ScreenOps.Core.Districts;

namespace ScreenOps.Core.Coverage;

/// <param name="Grid">Empty: of people whom the list gives no grid.</param>
public sealed record GridCoverage(string Grid, CoverageCount Count);

public sealed record VillageCoverage(string Village, CoverageCount Count, IReadOnlyList<GridCoverage> Grids);

/// <summary>Villages and their grids, in the order of their names as people count: grid 2 before grid 10.</summary>
public static class CoverageTree
{
    public static IReadOnlyList<VillageCoverage> Of(IEnumerable<(string Village, string Grid, CoverageCount Count)> grids) =>
    [
        .. grids.GroupBy(g => g.Village).OrderBy(v => v.Key, NaturalOrder.Instance).Select(v => new VillageCoverage(v.Key, Sum(v.Select(g => g.Count)),
            [.. v.GroupBy(g => g.Grid).OrderBy(g => g.Key, NaturalOrder.Instance).Select(g => new GridCoverage(g.Key, Sum(g.Select(x => x.Count))))])),
    ];

    public static CoverageCount Sum(IEnumerable<CoverageCount> counts) => counts.Aggregate(default(CoverageCount), (a, b) => a + b);
}
