using ScreenOps.Core.CheckIn;
using Xunit;

namespace ScreenOps.Core.Tests.CheckIn;

/// <summary>Who goes before, how often, and what stands at the front meanwhile.</summary>
public sealed class PriorityTests
{
    private const long Now = 1_800_000_000_000;

    [Theory]
    [InlineData(2, "oopoopoop"), InlineData(1, "opopopooo"), InlineData(0, "pppoooooo"), InlineData(20, "ooooooppp")]
    public void A_priority_number_is_called_after_so_many_ordinary_ones(int every, string expected)
    {
        var (rule, ordinary, own, since, called) = (new PriorityRule(every, 60), 6, 3, 0, "");
        while (rule.NextIsPriority(since, ordinary > 0, own > 0) is { } priority)
        {
            called += priority ? 'p' : 'o';
            if (priority) (own, since) = (own - 1, 0);
            else (ordinary, since) = (ordinary - 1, since + 1);
        }
        Assert.Equal(expected, called);
    }

    [Fact]
    public void Who_comes_when_many_ordinary_ones_were_called_is_called_next() => Assert.True(PriorityRule.Usual.NextIsPriority(40, true, true));

    [Fact]
    public void The_register_says_who_is_old_or_cannot_walk()
    {
        var rule = PriorityRule.Usual;
        Assert.Equal(PriorityReason.Old, rule.Of(1966, false, 2026));
        Assert.Null(rule.Of(1967, false, 2026));
        Assert.Null(rule.Of(null, false, 2026));
        Assert.Equal(PriorityReason.Disabled, rule.Of(2000, true, 2026));
        Assert.Null((rule with { Age = 70 }).Of(1957, false, 2026));
    }

    [Fact]
    public void The_front_of_a_line_that_is_called_is_what_was_called_and_of_any_other_who_left()
    {
        Assert.Equal(5, Front.Of(5, null, Now));
        Assert.Equal(83, Front.Of(90, new(83, Now - 60_000, 4, 4), Now));
        Assert.Equal(83, Front.Of(10, new(83, Now - 60_000, 4, 4), Now));
    }

    [Fact]
    public void A_site_that_fell_silent_is_told_by_who_left_less_those_called_before_their_turn()
    {
        Assert.Equal(86, Front.Of(90, new(83, Now - Front.Silence, 4, 4), Now));
        Assert.Equal(83, Front.Of(80, new(83, Now - Front.Silence, 4, 4), Now));
    }
}
