using ScreenOps.Core.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Districts;

public sealed class NaturalOrderTests
{
    [Theory]
    [InlineData("第1网格", "第2网格", "第10网格", "第100网格"), InlineData("一组", "两组", "二组", "三组", "十组", "十一组", "二十组", "一百零五组", "一千组"), InlineData("H000002", "H000010", "H1000001")]
    [InlineData("", "东村", "东村 2-9", "东村 2-10", "东村 10-1"), InlineData("３号", "10号"), InlineData("第二网格", "第10网格", "第十一网格"), InlineData("二〇", "二一", "30")]
    public void Names_are_in_the_order_in_which_people_count(params string[] names)
    {
        Assert.Equal(names, names.Reverse().Order(NaturalOrder.Instance));
        Assert.Equal(names, names.Order(NaturalOrder.Instance));
    }

    [Fact]
    public void Any_two_names_are_in_one_order_and_only_a_name_itself_is_equal_to_it()
    {
        string[] names = ["", "2", "02", "２", "二", "a", "a2", "a02", "a2b", "a2b1", "十", "10", "十二", "12", "一十二", "零", "0", "00", "第", "第一", "999999999999999999999999", "99999999999999999999999"];
        foreach (var one in names)
            foreach (var other in names)
            {
                Assert.Equal(Math.Sign(NaturalOrder.Instance.Compare(one, other)), -Math.Sign(NaturalOrder.Instance.Compare(other, one)));
                Assert.Equal(one == other, NaturalOrder.Instance.Compare(one, other) == 0);
                foreach (var third in names)
                    if (NaturalOrder.Instance.Compare(one, other) < 0 && NaturalOrder.Instance.Compare(other, third) < 0)
                        Assert.True(NaturalOrder.Instance.Compare(one, third) < 0, $"{one} < {other} < {third}");
            }
    }
}
