using ScreenOps.Core.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Districts;

public sealed class MemberIntakeTests
{
    private const string Headers = "序号|姓名|联系电话|所在村/社区|可任岗位|可用时段";

    [Fact]
    public void Each_flaw_has_its_reason_and_the_row_as_the_sheet_shows_it()
    {
        var members = new MemberIntake(Sheet.Known).Read(Headers,
            "1|张三|19901766568|甲村|点长|全天", "2||19901766569|甲村|点长|全天", "3|李四|12345|甲村|点长|全天", "|　|||", "4|王五|19901766570|丙村|点长|全天",
            "5|赵六|19901766571|甲村|点长、宇航员|全天", "6|孙七|19901766572|甲村||全天", "7|周八|19901766573|甲村|点长|夜班", "8|吴九|199 0176 6568|甲村|点长|全天");
        Assert.Equal(["3 姓名 missing-name", "4 联系电话 bad-phone", "6 所在村/社区 unknown-village", "7 可任岗位 unknown-role", "8 可任岗位 unknown-role", "9 可用时段 unknown-shift", "10 联系电话 duplicate-phone"], members.Reasons());
        Assert.Equal("19901766568", members.Refused[^1].Phone);
        Assert.Contains("Row 2", members.Refused[^1].Cure, StringComparison.Ordinal);
        Assert.Contains("宇航员", members.Refused[3].Cure, StringComparison.Ordinal);
        Assert.Single(members.Taken);
    }

    [Fact]
    public void A_phone_of_a_refused_row_may_be_used_by_a_later_one()
    {
        var members = new MemberIntake(Sheet.Known).Read(Headers, "1|张三|19901766568|甲村|宇航员|全天", "2|张三|19901766568|甲村|点长|全天");
        Assert.Equal(["2 可任岗位 unknown-role"], members.Reasons());
        Assert.Equal("19901766568", Assert.Single(members.Taken).Phone);
    }

    [Theory]
    [InlineData("全天", null), InlineData("", null), InlineData("早班", "A"), InlineData("午班", "B"), InlineData("早班、午班", "A,B"), InlineData("B", "B")]
    public void Availability_is_all_day_or_the_shifts_that_are_named(string said, string? codes) =>
        Assert.Equal(codes, new MemberIntake(Sheet.Known).Read(Headers, $"1|张三|19901766568|甲村|点长|{said}").Taken[0].Shifts is { } shifts ? string.Join(',', shifts) : null);

    [Fact]
    public void Where_no_villages_are_known_none_is_judged() => Assert.Single(new MemberIntake(Sheet.Nothing).Read(Headers, "1|张三|19901766568|某村|点长|早班").Taken);

    [Fact]
    public void Refusals_are_all_counted_though_not_all_are_kept()
    {
        var members = new MemberIntake(Sheet.Known).Read(Headers, [.. Enumerable.Repeat("1||1|甲村|点长|", Intake<MemberRow>.RefusedKept + 5)]);
        Assert.Equal((Intake<MemberRow>.RefusedKept, Intake<MemberRow>.RefusedKept + 5), (members.Refused.Count, members.RefusedCount));
    }
}
