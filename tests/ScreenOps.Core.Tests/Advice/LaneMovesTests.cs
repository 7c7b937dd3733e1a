using CsCheck;
using ScreenOps.Core.Advice;
using ScreenOps.Core.Board;
using Xunit;

namespace ScreenOps.Core.Tests.Advice;

public sealed class LaneMovesTests
{
    private static readonly Func<string, string, double?> Near = (_, _) => 1;

    /// <summary>The published board of Macau on 26 September 2021, 13:00, by its own formula.</summary>
    private static List<LaneSite> Macau() => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Board", "Reference", "macau_2021-09-26.csv")).Skip(1).Select(l => l.Split(','))
        .Select(c => Site(c[1], int.Parse(c[2]) + int.Parse(c[3]), lanes => Waits.Published(int.Parse(c[4]), lanes, 1.2)))];

    private static LaneSite Site(string code, int lanes, Func<int, double> wait) => new(code, lanes, 1, 99, wait);

    private static LaneSite Queue(string code, int lanes, int waiting) => Site(code, lanes, l => (double)waiting / l);

    private static double Worst(IReadOnlyList<LaneSite> sites, IEnumerable<LaneMove> moves) =>
        sites.Max(s => s.WaitWith(s.Lanes - moves.Count(m => m.From == s.Code) + moves.Count(m => m.To == s.Code)));

    [Theory]
    [InlineData(4, 27)]
    [InlineData(8, 18)]
    public void Macaus_worst_wait_of_54_minutes_falls_with_a_few_booths(int moves, int atMost)
    {
        var sites = Macau();
        Assert.Equal(54, Worst(sites, []));
        var made = LaneMoves.Of(sites, moves, 0, Near);
        Assert.True(made.Count <= moves, $"{made.Count} moves of {moves}");
        Assert.True(Worst(sites, made) <= atMost, $"{Worst(sites, made)} minutes after {made.Count} moves");
    }

    [Fact]
    public void No_other_way_of_moving_lanes_has_a_shorter_worst_wait_nor_the_same_with_fewer_moves() =>
        Gen.Select(Gen.Int[1, 3].Select(Gen.Int[0, 30]).Array[2, 4], Gen.Int[1, 3], Gen.Int[0, 8]).Sample((drawn, moves, enough) =>
        {
            var sites = drawn.Select((d, i) => Queue($"S{i}", d.Item1, d.Item2)).ToList();
            var (found, best) = (LaneMoves.Of(sites, moves, enough, Near), Tried(sites, moves, enough));
            var worst = Math.Max(enough, Worst(sites, found));
            Assert.All(sites, s => Assert.True(s.Lanes - found.Count(m => m.From == s.Code) >= 1));
            Assert.Equal((best.Worst, best.Moves), (worst, found.Count));
        });

    [Fact]
    public void A_site_that_is_too_far_away_gives_nothing_and_each_lane_comes_from_as_near_as_may_be()
    {
        LaneSite[] sites = [Queue("A", 2, 100), Queue("Near", 4, 4), Queue("Far", 9, 0)];
        double? Km(string from, string to) => from == "Far" ? null : 2;
        Assert.Equal([new LaneMove("Near", "A"), new LaneMove("Near", "A"), new LaneMove("Near", "A")], LaneMoves.Of(sites, 5, 0, Km));
        Assert.Equal([new LaneMove("Near", "A")], LaneMoves.Of([Queue("A", 2, 100), Queue("Near", 4, 4), Queue("Wide", 9, 0)], 1, 0, (from, _) => from == "Wide" ? 9 : 1));
    }

    [Fact]
    public void A_wait_that_is_short_enough_moves_nobody()
    {
        LaneSite[] sites = [Queue("A", 1, 14), Queue("B", 5, 0)];
        Assert.Empty(LaneMoves.Of(sites, 3, 15, Near));
        Assert.Single(LaneMoves.Of(sites, 3, 10, Near));
    }

    /// <summary>All ways, one after the other.</summary>
    private static (double Worst, int Moves) Tried(List<LaneSite> sites, int moves, double enough)
    {
        var best = (Worst: Math.Max(enough, Worst(sites, [])), Moves: 0);
        void Try(List<LaneMove> made)
        {
            var now = (Worst: Math.Max(enough, Worst(sites, made)), Moves: made.Count);
            if (now.CompareTo(best) < 0) best = now;
            if (made.Count == moves) return;
            foreach (var from in sites)
                foreach (var to in sites)
                    if (from != to && from.Lanes - made.Count(m => m.From == from.Code) + made.Count(m => m.To == from.Code) > from.Least) Try([.. made, new(from.Code, to.Code)]);
        }
        Try([]);
        return best;
    }
}
