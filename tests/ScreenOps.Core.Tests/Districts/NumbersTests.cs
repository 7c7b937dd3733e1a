using CsCheck;
using ScreenOps.Core.Districts;
using Xunit;

namespace ScreenOps.Core.Tests.Districts;

public sealed class NumbersTests
{
    [Theory]
    [InlineData("19901766568"), InlineData(" 199 0176 6568 "), InlineData("１９９０１７６６５６８"), InlineData("199-0176-6568"), InlineData("19901766568.0"), InlineData("+86 19901766568"), InlineData("8619901766568"), InlineData("\u300019901766568\uFEFF")]
    public void A_phone_is_read_however_it_was_typed(string typed) => Assert.Equal("19901766568", MobileNumber.Parse(typed));

    [Theory]
    [InlineData(""), InlineData("120443"), InlineData("1990176656"), InlineData("199017665681"), InlineData("12901766568"), InlineData("29901766568"), InlineData("1.9901766568E+10"), InlineData("1990176656x"), InlineData("١٩٩٠١٧٦٦٥٦٨")]
    public void What_is_no_mobile_number_is_none(string typed) => Assert.Null(MobileNumber.Parse(typed));

    [Theory]
    [InlineData("990355199907288252", 1999), InlineData(" 990425194405202 96x", 1944), InlineData("９９０４２５１９４４０５２０２９６Ｘ", 1944)]
    public void A_right_identity_number_is_taken_with_its_year(string typed, int born) => Assert.Equal(born, IdentityNumber.Parse(typed)!.Value.Born);

    [Theory]
    [InlineData(""), InlineData("990119196605058751"), InlineData("99035519990728825"), InlineData("9.90355199907288E+17"), InlineData("99042519440520296Y"), InlineData("X90355199907288252")]
    public void A_wrong_identity_number_is_none(string typed) => Assert.Null(IdentityNumber.Parse(typed));

    [Fact]
    public void A_birthday_that_never_was_is_refused_though_the_check_digit_is_right() => Assert.Null(IdentityNumber.Parse(Checked("99035519990230825")));

    [Fact]
    public void One_digit_changed_or_two_neighbours_swapped_is_always_seen() =>
        Gen.Select(Gen.Int[0, 16], Gen.Int[1, 9], Gen.Int[0, 15]).Sample((at, by, pair) =>
        {
            const string right = "990355199907288252";
            var changed = right.ToCharArray();
            changed[at] = (char)('0' + (changed[at] - '0' + by) % 10);
            Assert.Null(IdentityNumber.Parse(new(changed)));
            var swapped = right.ToCharArray();
            (swapped[pair], swapped[pair + 1]) = (swapped[pair + 1], swapped[pair]);
            if (swapped[pair] != swapped[pair + 1]) Assert.Null(IdentityNumber.Parse(new(swapped)));
        });

    private static string Checked(string digits)
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[digits.Select((d, i) => (d - '0') * weights[i]).Sum() % 11];
    }
}
