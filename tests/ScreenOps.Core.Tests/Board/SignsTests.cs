using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

public class SignsTests
{
    private static readonly SiteRule Rule = new(2, 180, Thresholds.Hangzhou, null, null);

    [Theory]
    [InlineData(14, Health.Calm), InlineData(15, Health.Watch), InlineData(29, Health.Watch), InlineData(30, Health.Act)]
    public void A_boundary_belongs_to_the_worse_colour(int minutes, Health health) =>
        Assert.Equal(health, Thresholds.Hangzhou.Of(minutes));

    [Theory]
    [InlineData(1, 30, 15, 2, Health.Calm), InlineData(90, 15, 30, 2, Health.Watch), InlineData(180, 15, 30, 2, Health.Act)]
    public void A_long_wait_is_seen(int queue, int watch, int act, int lanes, Health health)
    {
        var rule = Rule with { Thresholds = new(Math.Min(watch, act), Math.Max(watch, act)) };
        var morning = new Morning().Play(1, queue, 0);
        var state = Sight.Of(morning.Count(lanes: lanes), morning.Minutes, rule, morning.Now);
        Assert.Equal(health, state.Health);
        Assert.Equal(health != Health.Calm, state.Reasons.Contains(Reason.LongWait));
    }

    [Fact]
    public void A_site_silent_for_five_minutes_is_stale_and_its_long_wait_still_named()
    {
        var morning = new Morning().Play(1, 300, 6);
        Assert.NotEqual(Health.Stale, Sight.Of(morning.Count(), morning.Minutes, Rule, morning.Now + 299_999).Health);
        var state = Sight.Of(morning.Count(), morning.Minutes, Rule, morning.Now + 300_000);
        Assert.Equal(Health.Stale, state.Health);
        Assert.Equal([Reason.NoReport, Reason.LongWait], state.Reasons.Take(2));
    }

    [Fact]
    public void A_paused_site_is_paused_and_a_closed_one_needs_nobody()
    {
        var morning = new Morning().Play(1, 300, 0);
        Assert.Equal(Health.Paused, Sight.Of(morning.Count(SiteStatus.Paused), morning.Minutes, Rule, morning.Now).Health);
        Assert.Equal(Health.Closed, Sight.Of(morning.Count(SiteStatus.Closed), morning.Minutes, Rule, morning.Now + 9_000_000).Health);
        Assert.Equal(Health.Closed, Sight.Of(new Morning().Count(SiteStatus.NotOpened), new(), Rule, 0).Health);
    }

    [Fact]
    public void People_before_a_site_without_an_open_lane_are_seen()
    {
        var morning = new Morning().Play(2, 5, 0);
        Assert.Contains(Reason.NotOpened, Sight.Of(morning.Count(SiteStatus.NotOpened), morning.Minutes, Rule, morning.Now).Reasons);
        var noLane = Sight.Of(morning.Count(lanes: 0), morning.Minutes, Rule, morning.Now);
        Assert.Equal((Health.Watch, (WaitRange?)null), (noLane.Health, noLane.Wait));
        Assert.Equal([Reason.LaneIdle], noLane.Reasons);
    }

    [Fact]
    public void Lanes_that_sample_nobody_for_five_minutes_while_people_wait_are_idle()
    {
        var morning = new Morning().Play(1, 10, 0).Play(6, 1, 0);
        Assert.Equal([Reason.LaneIdle], Sight.Of(morning.Count(), morning.Minutes, Rule, morning.Now).Reasons);
        Assert.Empty(Sight.Of(morning.Play(1, 0, 2).Count(), morning.Minutes, Rule, morning.Now).Reasons);
    }

    [Fact]
    public void A_queue_that_outlasts_closing_time_will_not_finish()
    {
        var morning = new Morning().Play(1, 60, 0);
        Assert.Equal([Reason.WillNotFinish], Sight.Of(morning.Count(), morning.Minutes, Rule with { Closes = morning.Now + 5 * 60_000 }, morning.Now).Reasons);
        Assert.Empty(Sight.Of(morning.Count(), morning.Minutes, Rule with { Closes = morning.Now + 60 * 60_000 }, morning.Now).Reasons);
    }

    [Fact]
    public void A_later_fold_is_later_whatever_its_version()
    {
        var morning = new Morning();
        Assert.True(morning.Count(epoch: 2, version: 1).LaterThan(morning.Count(epoch: 1, version: 900)));
        Assert.True(morning.Count(epoch: 2, version: 2).LaterThan(morning.Count(epoch: 2, version: 1)));
        Assert.False(morning.Count(epoch: 2, version: 1).LaterThan(morning.Count(epoch: 2, version: 1)));
    }

    [Fact]
    public void Presets_must_rise() => Assert.Throws<ArgumentOutOfRangeException>(() => new Thresholds(30, 30));
}
