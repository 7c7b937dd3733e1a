using CsCheck;
using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

public class WaitsTests
{
    private static WaitEstimate Estimate(Morning morning, int lanes = 2, int laneRate = 180) =>
        Waits.Estimate(morning.Count(), morning.Minutes, lanes, laneRate, morning.Now)!;

    [Fact]
    public void A_queue_nobody_has_served_yet_waits_at_the_usual_rate_of_its_lanes()
    {
        var wait = Estimate(new Morning().Play(1, 120, 0));
        Assert.InRange(wait.Wait.Likely, 20, 22);
        Assert.True(wait.Wait.Low < wait.Wait.Likely && wait.Wait.Likely < wait.Wait.High);
    }

    [Fact]
    public void What_was_sampled_while_people_waited_moves_the_rate_away_from_the_usual_one()
    {
        var slow = Estimate(new Morning().Play(1, 100, 0).Play(10, 3, 3));
        var fast = Estimate(new Morning().Play(1, 100, 0).Play(10, 8, 8));
        Assert.InRange(slow.PerHour, 180, 300);
        Assert.InRange(fast.PerHour, 400, 480);
    }

    [Fact]
    public void Minutes_without_a_queue_say_nothing_of_how_fast_the_lanes_are() =>
        Assert.Equal(360, Estimate(new Morning().Play(10, 1, 1)).PerHour, 1e-9);

    [Fact]
    public void A_lane_is_reckoned_at_30_people_an_hour_at_least_and_300_at_most()
    {
        Assert.Equal(60, Estimate(new Morning().Play(1, 500, 0).Play(10, 0, 0), laneRate: 30).PerHour, 1e-9);
        Assert.Equal(600, Estimate(new Morning().Play(1, 900, 0).Play(10, 0, 50), laneRate: 300).PerHour, 1e-9);
    }

    [Fact]
    public void Nobody_can_tell_the_wait_of_a_site_that_is_not_open_or_has_no_lane()
    {
        var morning = new Morning().Play(3, 10, 0);
        foreach (var status in new[] { SiteStatus.NotOpened, SiteStatus.Paused, SiteStatus.Closed })
            Assert.Null(Waits.Estimate(morning.Count(status), morning.Minutes, 2, 180, morning.Now));
        Assert.Null(Waits.Estimate(morning.Count(), morning.Minutes, 0, 180, morning.Now));
    }

    [Fact]
    public void A_wait_is_never_negative_and_its_range_holds_the_likely_minute() =>
        Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Int[1, 90], Gen.Int[1, 8], Gen.Int[30, 300]).Sample((arrived, sampled, minutes, lanes, rate) =>
        {
            var morning = new Morning().Play(minutes, arrived, sampled);
            var wait = Waits.Estimate(morning.Count(), morning.Minutes, lanes, rate, morning.Now)!;
            Assert.InRange(wait.PerHour, 30 * lanes - 1e-6, 300 * lanes + 1e-6);
            Assert.True(wait.Wait.Low >= 0 && wait.Wait.Low <= wait.Wait.Likely && wait.Wait.Likely <= wait.Wait.High);
            Assert.True(wait.WaitIn30 >= 0);
        }, iter: 500);

    [Fact]
    public void An_older_report_makes_a_wider_range()
    {
        var morning = new Morning().Play(10, 10, 6);
        var fresh = Waits.Estimate(morning.Count(), morning.Minutes, 2, 180, morning.Now)!.Wait;
        var old = Waits.Estimate(morning.Count(reported: morning.Now), morning.Minutes, 2, 180, morning.Now + 4 * 60_000)!.Wait;
        Assert.Equal(fresh.Likely, old.Likely);
        Assert.True(old.High - old.Low > fresh.High - fresh.Low);
    }

    [Fact]
    public void A_rush_that_outruns_the_lanes_waits_longer_in_30_minutes_and_one_that_ends_waits_shorter()
    {
        var rush = Estimate(new Morning().Play(10, 4, 4).Play(10, 12, 6));
        var over = Estimate(new Morning().Play(10, 20, 6).Play(10, 0, 6));
        Assert.True(rush.WaitIn30 > rush.Wait.Likely + 10);
        Assert.True(over.WaitIn30 < over.Wait.Likely);
    }

    [Fact]
    public void The_rate_shown_is_what_the_last_ten_minutes_gave_and_decays_as_time_passes()
    {
        var morning = new Morning().Play(30, 6, 6);
        Assert.InRange(Waits.RatePerHour(morning.Minutes, morning.Now), 350, 370);
        Assert.InRange(Waits.RatePerHour(morning.Minutes, morning.Now + 5 * 60_000), 130, 200);
        Assert.Equal(0, Waits.RatePerHour(morning.Minutes, morning.Now + 20 * 60_000));
    }

    [Fact]
    public void Who_comes_before_the_opening_waits_until_it_and_then_for_those_ahead()
    {
        var early = new Morning().Play(10, 12, 0);
        var opens = early.Now + 20 * 60_000;
        var wait = Waits.Estimate(early.Count(SiteStatus.NotOpened), early.Minutes, 2, 180, early.Now, opens)!;
        Assert.Equal(40, wait.Wait.Likely);
        Assert.True(wait.Wait.Low < 40 && wait.Wait.High > 40);
        Assert.Equal(360, wait.PerHour, 1e-9);
        Assert.Null(Waits.Estimate(early.Count(SiteStatus.NotOpened), early.Minutes, 2, 180, early.Now));
    }

    [Fact]
    public void A_site_that_does_not_open_at_its_hour_is_expected_for_two_minutes_and_then_nobody_can_tell()
    {
        var early = new Morning().Play(5, 12, 0);
        WaitEstimate? At(long opens) => Waits.Estimate(early.Count(SiteStatus.NotOpened), early.Minutes, 2, 180, early.Now, opens);
        Assert.Equal(10, At(early.Now - 120_000)!.Wait.Likely);
        Assert.Null(At(early.Now - 120_001));
        Assert.Null(At(early.Now + 60 * 60_000 + 1));
    }

    [Fact]
    public void The_rush_before_an_opening_does_not_make_the_lanes_look_slow_and_nor_does_a_pause()
    {
        var opened = Estimate(new Morning().Play(20, 12, 0).Play(5, 4, 7));
        Assert.InRange(opened.PerHour, 390, 420);
        var paused = Estimate(new Morning().Play(1, 200, 0).Play(15, 4, 7).Play(30, 2, 0).Play(3, 4, 7));
        Assert.InRange(paused.PerHour, 390, 420);
    }

    [Fact]
    public void In_the_half_hour_before_an_opening_the_queue_to_come_only_grows()
    {
        var early = new Morning().Play(10, 10, 0);
        var wait = Waits.Estimate(early.Count(SiteStatus.NotOpened), early.Minutes, 2, 180, early.Now, early.Now + 45 * 60_000)!;
        Assert.True(wait.WaitIn30 > 45 - 30 + early.Queue / 6);
    }

    [Fact]
    public void A_site_that_missed_more_than_chance_explains_has_a_wider_range()
    {
        var steady = Estimate(new Morning().Play(1, 150, 0).Play(55, 6, 6));
        var erratic = Estimate(new Morning().Play(1, 150, 0).Play(10, 6, 6).Play(10, 6, 3).Play(10, 6, 10).Play(10, 6, 3).Play(15, 6, 7));
        Assert.True(erratic.Error > 2 * steady.Error);
    }

    [Fact]
    public void A_late_fact_goes_into_its_own_minute_and_the_oldest_minutes_go()
    {
        var minutes = new MinuteSeries();
        minutes.Put([new(10, 1, 0, 0, 0), new(12, 3, 0, 0, 0), new(11, 2, 0, 0, 0), new(12, 4, 0, 0, 0)]);
        Assert.Equal([(10L, 1), (11, 2), (12, 4)], minutes.All.Select(m => (m.Minute, m.Arrived)));
        Assert.Equal((2, null, long.MinValue), (minutes[11]!.Arrived, minutes[13], minutes.CompleteFrom));
        minutes.Put(Enumerable.Range(100, MinuteSeries.KeptMinutes).Select(m => new SiteMinute(m, 1, 0, 0, 0)));
        minutes.Put([new(50, 1, 0, 0, 0)]);
        Assert.Equal((100, 100, MinuteSeries.KeptMinutes), (minutes.First, minutes.CompleteFrom, minutes.All.Count));
    }

    /// <summary>2.5 is 3, not 2 as rounding to even has it.</summary>
    [Fact]
    public void The_point_formula_rounds_halves_up() => Assert.Equal([3, 4], [Waits.Published(5, 1, 0.5), Waits.Published(7, 1, 0.5)]);
}
