using CsCheck;
using ScreenOps.Core.Coverage;
using Xunit;

namespace ScreenOps.Core.Tests.Coverage;

public sealed class CoverageTreeTests
{
    private static readonly Gen<CoverageCount> Counts = Gen.Int[0, 50].Array[6].Select(n => new CoverageCount(n[0] + n[1] + n[2] + n[3], n[1], n[2], n[3], Math.Min(n[4], n[0]), Math.Min(n[5], n[0])));

    [Fact]
    public void A_village_is_the_sum_of_its_grids_and_nobody_is_left_out() =>
        Gen.Select(Gen.Int[0, 2].Select(i => new[] { "东村", "西村", "" }[i]), Gen.Int[0, 3].Select(i => new[] { "第1网格", "第2网格", "第10网格", "" }[i]), Counts).List[0, 30].Sample(grids =>
        {
            var tree = CoverageTree.Of(grids);
            Assert.Equal(grids.Sum(g => g.Item3.People), tree.Sum(v => v.Count.People));
            foreach (var village in tree)
            {
                Assert.Equal(CoverageTree.Sum(village.Grids.Select(g => g.Count)), village.Count);
                Assert.Equal(village.Count.People, village.Count.Sampled + village.Count.Waiting + village.Count.Settled + village.Count.Missing);
            }
        });

    [Fact]
    public void Grids_stand_in_the_order_that_people_count_in()
    {
        var one = new CoverageCount(1, 0, 0, 0, 0, 0);
        var tree = CoverageTree.Of([("西村", "第10网格", one), ("西村", "第2网格", one), ("西村", "第2网格", one), ("西村", "第1网格", one)]);
        Assert.Equal(["第1网格", "第2网格", "第10网格"], tree.Single().Grids.Select(g => g.Grid));
        Assert.Equal(2, tree.Single().Grids[1].Count.People);
    }

    [Theory]
    [InlineData(FollowUp.Away, true)]
    [InlineData(FollowUp.Exempt, true)]
    [InlineData(FollowUp.Coming, false)]
    [InlineData(FollowUp.HomeVisit, false)]
    [InlineData(FollowUp.Refuses, false)]
    public void Only_who_is_away_or_exempt_is_looked_for_no_more(FollowUp heard, bool settles) => Assert.Equal(settles, heard.Settles());
}
