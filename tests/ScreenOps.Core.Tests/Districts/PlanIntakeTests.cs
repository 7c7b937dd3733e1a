using ScreenOps.Core.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Districts;

/// <summary>Shifts, posts and arrivals.</summary>
public sealed class PlanIntakeTests
{
    [Fact]
    public void A_shift_ends_after_it_starts_and_its_code_comes_once()
    {
        var shifts = new ShiftIntake().Read("班次|开始|结束|名称", "A|05:30|9:30|早班", "B|09:30|05:30|", "C|25:00|26:00|", "|05:30|09:30|", "A|13:00|14:00|", "D|１３：００|14:00:00|");
        Assert.Equal(["3 结束 bad-time", "4 开始 bad-time", "5 班次 bad-code", "6 班次 duplicate-shift"], shifts.Reasons());
        Assert.Equal([new ShiftRow("A", "早班", new(5, 30), new(9, 30)), new("D", "D", new(13, 0), new(14, 0))], shifts.Taken);
    }

    [Fact]
    public void A_post_names_a_site_a_shift_and_a_role_that_are_there()
    {
        var posts = new PostIntake(Sheet.Known).Read("采样点编号|班次|岗位|人数", "S01|A|采样员|4", "S09|A|采样员|4", "S01|C|采样员|4", "S01|A|宇航员|4", "S01|A|点长|-1", "S01|A|点长|100", "S01|A|采样员|2", "Ｓ02|B|点长|1.0");
        Assert.Equal(["3 采样点编号 unknown-site", "4 班次 unknown-shift", "5 岗位 unknown-role", "6 人数 bad-number", "7 人数 bad-number", "8 岗位 duplicate-post"], posts.Reasons());
        Assert.Equal([new PostRow("S01", "A", Role.Sampler, 4), new("S02", "B", Role.SiteLead, 1)], posts.Taken);
    }

    [Fact]
    public void Arrivals_are_read_by_the_quarter_hours_in_the_headers()
    {
        var arrivals = new ArrivalIntake(Sheet.Known).Read("采样点编号|05:30|05:45|备注", "S01|35||x", "S09|1|1|", "S02|-3|1|", "S01|1|1|");
        Assert.Equal(["3 采样点编号 unknown-site", "4 05:30 bad-number", "5 采样点编号 duplicate-site"], arrivals.Reasons());
        Assert.Equal((new TimeOnly(5, 30), 35), Assert.Single(Assert.Single(arrivals.Taken).Quarters));
    }
}
