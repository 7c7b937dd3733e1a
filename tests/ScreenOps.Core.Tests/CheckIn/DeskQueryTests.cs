using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

/// <summary>One field for everything that a clerk hears, reads or scans.</summary>
public sealed class DeskQueryTests
{
    [Fact]
    public void Digits_are_everything_that_they_can_be()
    {
        Assert.Equal(new DeskQuery(Ticket: 83), DeskQuery.Parse(" 83 "));
        Assert.Equal(new DeskQuery(Ticket: 1234, IdentityEnd: "1234", PhoneEnd: "1234"), DeskQuery.Parse("１２３４"));
        Assert.Equal(new DeskQuery(IdentityEnd: "19901773473", PhoneEnd: "19901773473"), DeskQuery.Parse("19901773473"));
        Assert.Equal(new DeskQuery(IdentityEnd: "990355199907288252"), DeskQuery.Parse("990355199907288252"));
        Assert.Equal(new DeskQuery(IdentityEnd: "296X"), DeskQuery.Parse("296x"));
    }

    [Fact]
    public void A_pass_a_priority_number_a_household_and_a_name_are_told_apart()
    {
        Assert.Equal(new DeskQuery(Pass: "SO1:ABC"), DeskQuery.Parse("SO1:ABC\n"));
        Assert.Equal(new DeskQuery(Priority: 12), DeskQuery.Parse("p12"));
        Assert.Equal(new DeskQuery(Household: "H000001"), DeskQuery.Parse("h000001"));
        Assert.Equal(new DeskQuery(Name: "王秀"), DeskQuery.Parse("王　秀"));
        Assert.Equal(new DeskQuery(Name: "Maria"), DeskQuery.Parse("Maria"));
    }

    [Theory, InlineData(null), InlineData(""), InlineData("  "), InlineData("王"), InlineData("0"), InlineData("1234567890123456789")]
    public void What_is_too_little_or_nothing_finds_nobody(string? text) => Assert.Null(DeskQuery.Parse(text));
}
