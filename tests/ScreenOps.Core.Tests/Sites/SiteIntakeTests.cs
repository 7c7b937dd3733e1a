using ScreenOps.Core.Sites;
using ScreenOps.Core.Tests.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Sites;

public sealed class SiteIntakeTests
{
    [Fact]
    public void Each_flaw_has_its_reason_and_good_rows_are_taken()
    {
        var sites = new SiteIntake().Read("编号|名称|所在村／社区|纬度|经度|服务人口|采样台数|地址",
            "S01|甲点|甲村|36.7|117.6|1189|2|广场", "S 2!|乙点|甲村|36.7|117.6|1|1|", "S03||甲村|36.7|117.6|1|1|", "S04|丁点||36.7|117.6|1|1|", "S05|戊点|甲村|117.6|36.7|1|1|",
            "S06|己点|甲村|36.7|NaN|1|1|", "S07|庚点|甲村|36.7|117.6|-1|1|", "S08|辛点|甲村|36.7|117.6|1|100|", "S01|壬点|甲村|36.7|117.6|1|1|");
        Assert.Equal(["3 编号 bad-code", "4 名称 missing-name", "5 所在村/社区 missing-village", "6 纬度 bad-coordinate", "7 经度 bad-coordinate", "8 服务人口 bad-number", "9 采样台数 bad-number", "10 编号 duplicate-site"], sites.Reasons());
        Assert.Equal([new SiteRow("S01", "甲点", "甲村", 36.7, 117.6, 1189, 2, "广场")], sites.Taken);
    }

    [Fact]
    public void A_cell_into_which_rows_ran_together_is_refused_with_the_cause()
    {
        var sites = new SiteIntake().Read("编号|名称|所在村/社区|纬度|经度|服务人口|采样台数|地址", "S01|甲点|甲村|36.7|117.6|1189|2|" + new string('长', 301));
        Assert.Equal(["2 地址 too-long"], sites.Reasons());
        Assert.Contains("quotation mark", sites.Refused[0].Cure, StringComparison.Ordinal);
    }
}
