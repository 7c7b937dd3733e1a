using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Districts;
using ScreenOps.Core.Requests;
using ScreenOps.Core.Samples;
using ScreenOps.Core.Staffing;
using Xunit;

namespace ScreenOps.Core.Tests.Requests;

public sealed class NextUpTests
{
    private const long Minute = 60_000;
    private static readonly DateTimeOffset Six = new(2026, 11, 26, 6, 0, 0, TimeSpan.FromHours(8));
    private static readonly long Now = Six.ToUnixTimeMilliseconds();

    private static SiteState Site(long queue, int likely, int? in30 = null, SiteStatus status = SiteStatus.Open) =>
        new(1, "S1", 1, 1, status, 1, 1, queue, queue, 0, 0, 0, 0, 60, new(likely, likely, likely), in30, Health.Calm, [], Now, 0, 0);

    [Fact]
    public void A_site_does_not_finish_when_the_last_who_wait_now_come_after_it_closes()
    {
        Assert.Null(WhatIsNext.Finish(Site(50, 50), Now + 50 * Minute, Now));
        Assert.Equal(new(NextKind.Finish, "S1", Now + 49 * Minute, 50, Until: Now + 50 * Minute), WhatIsNext.Finish(Site(50, 50), Now + 49 * Minute, Now));
    }

    [Fact]
    public void It_does_not_finish_either_when_the_line_grows_too_long_in_half_an_hour()
    {
        Assert.Equal(Now + 100 * Minute, WhatIsNext.Finish(Site(20, 20, in30: 70), Now + 90 * Minute, Now)!.Until);
        // What comes after it closes is no forecast of who waits there.
        Assert.Null(WhatIsNext.Finish(Site(20, 20, in30: 70), Now + 29 * Minute, Now));
    }

    [Fact]
    public void Nothing_is_foreseen_of_a_site_where_nobody_waits_or_nobody_samples()
    {
        Assert.Null(WhatIsNext.Finish(Site(0, 90), Now + Minute, Now));
        Assert.Null(WhatIsNext.Finish(Site(50, 90, status: SiteStatus.Paused), Now + Minute, Now));
    }

    [Fact]
    public void Swabs_are_told_of_before_they_are_too_old_and_the_soonest_comes_first()
    {
        var tubes = WhatIsNext.Tubes([new("S1", "BOX1", 9, Now - 200 * Minute), new("S2", null, 0, Now - 230 * Minute), new("S3", null, 0, Now - 100 * Minute)], new(TimeSpan.FromHours(3), TimeSpan.FromHours(4)));
        var next = WhatIsNext.Of(tubes, Now, TimeSpan.FromHours(1));
        Assert.Equal([("S2", Now + 10 * Minute), ("S1", Now + 40 * Minute)], next.Select(n => (n.Site, n.At)));
    }

    [Fact]
    public void Posts_at_risk_are_one_for_each_site_and_shift()
    {
        DutyAtRisk Risk(string site, string shift, DateTimeOffset starts) =>
            new(new(new(new(site, shift, Role.Sampler, 1), Guid.NewGuid(), AssignmentState.Published, false), new(starts, starts.AddHours(4)), null, null, false), []);
        var next = WhatIsNext.Posts([Risk("S1", "A", Six), Risk("S1", "A", Six), Risk("S1", "B", Six.AddHours(4)), Risk("S2", "A", Six)]);
        Assert.Equal([("S1", "A", 2), ("S1", "B", 1), ("S2", "A", 1)], next.Select(n => (n.Site, n.Name!, n.Count)).Order());
    }
}
