using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Counting;

/// <summary>Queue, Lanes, Open, Pause and Close set a state: the latest made wins.</summary>
public sealed class SettingTests
{
    private readonly Telling told = new();

    [Fact]
    public void A_head_count_sets_the_queue_and_leaves_the_totals()
    {
        told.Arrived(9, 1);
        Assert.Equal(-4, told.Counted(5, 2).Corrected);
        Assert.Equal((9, 5), (told.Site().Arrived, told.Site().Queue));
    }

    [Fact]
    public void What_was_made_before_the_last_head_count_counts_in_totals_and_minutes_and_not_in_the_queue()
    {
        told.Counted(10, 5);
        told.Arrived(3, 4);
        told.Sampled(2, 4);
        Assert.Equal((3, 2, 0, 10), (told.Site().Arrived, told.Site().Sampled, told.Site().Implied, told.Site().Queue));
        var minute = told.Site().Minutes[Telling.Minute(4)];
        Assert.Equal((3, 2), (minute.Arrived, minute.Sampled));
    }

    [Fact]
    public void A_late_head_count_sets_what_was_counted_and_what_came_since()
    {
        told.Arrived(4, 7);
        told.Sampled(1, 8);
        told.Counted(10, 5);
        Assert.Equal(13, told.Site().Queue);
    }

    [Fact]
    public void A_late_head_count_with_more_sampled_since_than_it_saw_leaves_nobody()
    {
        told.Arrived(20, 1);
        told.Sampled(8, 7);
        told.Counted(5, 6);
        Assert.Equal(0, told.Site().Queue);
    }

    [Fact]
    public void An_older_head_count_is_only_logged()
    {
        told.Counted(5, 10);
        var older = told.Counted(9, 8);
        Assert.Equal((2L, null, 0L), (older.Version, older.Sets, older.QueueEffect));
        Assert.Equal(5, told.Site().Queue);
    }

    [Theory]
    [InlineData(CountKind.Open, CountKind.Close), InlineData(CountKind.Close, CountKind.Pause), InlineData(CountKind.Pause, CountKind.Open)]
    public void Of_two_states_the_latest_made_holds_whichever_comes_first(CountKind later, CountKind earlier)
    {
        told.Tell(later, 0, 10);
        told.Tell(earlier, 0, 9);
        Assert.Equal((long)later, told.Site().Status.Value);
        told.Tell(earlier, 0, 11);
        Assert.Equal((long)earlier, told.Site().Status.Value);
    }

    [Fact]
    public void Lanes_do_not_open_a_site_and_opening_does_not_change_its_lanes()
    {
        told.Tell(CountKind.Lanes, 4, 10);
        told.Tell(CountKind.Lanes, 1, 9);
        told.Tell(CountKind.Open, 0, 3);
        Assert.Equal((4, (long)CountKind.Open), (told.Site().Lanes.Value, told.Site().Status.Value));
    }

    [Fact]
    public void Of_two_made_at_the_same_moment_the_one_booked_later_holds()
    {
        told.Tell(CountKind.Lanes, 2, 10);
        told.Tell(CountKind.Lanes, 3, 10);
        Assert.Equal(3, told.Site().Lanes.Value);
    }
}
