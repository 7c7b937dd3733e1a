using ScreenOps.Core.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Districts;

public sealed class ResidentIntakeTests
{
    private const string Headers = "户号|姓名|身份证号|手机号|所在村/社区|行动不便";

    [Fact]
    public void Each_flaw_has_its_reason()
    {
        var residents = new ResidentIntake(Sheet.Known).Read(Headers,
            "H1|赖涛然|990355199907288252|19901773473|甲村|是", "|余欣娟|990422199011041706||甲村|", "H1||990422199011041706||甲村|", "H1|余欣娟|990422199011041707||甲村|",
            "H1|余欣娟|990422199011041706|123|甲村|", "H1|余欣娟|990422199011041706||丁村|", "H1|赖涛然|990355199907288252|19901773473|甲村|是", "H1|余欣娟|990422199011041706||甲村|");
        Assert.Equal(["3 户号 missing-household", "4 姓名 missing-name", "5 身份证号 bad-identity", "6 手机号 bad-phone", "7 所在村/社区 unknown-village", "8 身份证号 duplicate-person"], residents.Reasons());
        Assert.Equal([(true, "19901773473", 1999), (false, null, 1990)], residents.Taken.Select(r => (r.Immobile, r.Phone, r.Born)));
    }

    [Fact]
    public void No_cure_repeats_who_the_person_is()
    {
        var residents = new ResidentIntake(Sheet.Known).Read(Headers, "H1|余欣娟|990422199011041707||甲村|", "H1|余欣娟|990422199011041706|123|甲村|");
        Assert.All(residents.Refused, r => Assert.DoesNotMatch("余欣娟|9904221990|123", r.Cure));
    }
}
