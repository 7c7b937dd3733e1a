using ScreenOps.Core.Advice;
using ScreenOps.Core.Staffing;
using Xunit;

namespace ScreenOps.Core.Tests.Advice;

public sealed class WaysElsewhereTests
{
    private const double Latitude = 36.7, Longitude = 117.5;

    [Fact]
    public void The_way_that_surely_ends_soonest_is_told_with_walk_and_wait()
    {
        WaySite near = new("S2", Latitude, Longitude + 0.005, 8, 12, 3, 0), far = new("S3", Latitude, Longitude + 0.03, 0, 2, 3, 0);
        var way = WaysElsewhere.Best(Latitude, Longitude, 40, [near, far], GreatCircle.Km)!;
        Assert.Equal(("S2", 7, 8, 12), (way.Site, way.Walk, way.Low, way.High));
        Assert.InRange(way.Km, 0.44, 0.45);
    }

    [Fact]
    public void Who_was_sent_already_counts_as_if_standing_there()
    {
        WaySite near = new("S2", Latitude, Longitude + 0.005, 8, 12, 3, 30), far = new("S3", Latitude, Longitude + 0.01, 8, 12, 3, 0);
        Assert.Equal("S3", WaysElsewhere.Best(Latitude, Longitude, 60, [near, far], GreatCircle.Km)!.Site);
        Assert.Equal((18, 22), WaysElsewhere.Best(Latitude, Longitude, 60, [near], GreatCircle.Km) is var way ? (way!.Low, way.High) : default);
    }

    [Theory, InlineData(24, true), InlineData(23, false), InlineData(0, false)]
    public void A_few_minutes_are_not_worth_a_walk(int wait, bool told) =>
        Assert.Equal(told, WaysElsewhere.Best(Latitude, Longitude, wait, [new("S2", Latitude, Longitude + 0.005, 8, 12, 3, 0)], GreatCircle.Km) is not null);

    [Fact]
    public void Before_a_site_that_takes_nobody_the_best_other_one_is_told_whatever_it_takes() =>
        Assert.Equal("S2", WaysElsewhere.Best(Latitude, Longitude, null, [new("S2", Latitude, Longitude + 0.005, 80, 120, 3, 0)], GreatCircle.Km)!.Site);

    [Fact]
    public void Who_is_due_is_on_the_way_no_more()
    {
        var sent = new OnTheirWay();
        sent.Add("S1", 10);
        sent.Add("S1", 12, 2);
        Assert.Equal((3, 2, 0, 0), (sent.To("S1", 9), sent.To("S1", 10), sent.To("S1", 12), sent.To("S2", 0)));
    }

    /// <summary>
    /// A thousand people come to one crowded site in five minutes and ask; all do as they are told, walk, and stand in the line there. Told with those counted in who
    /// were sent before, nobody ends worse than at the crowded site and no advised site grows longer than it; told plainly what is shortest on the board, one does.
    /// </summary>
    [Fact]
    public void A_thousand_who_ask_in_five_minutes_make_no_new_crowd_but_by_the_shortest_alone_they_do()
    {
        var (counted, plain) = (new Morning(countSent: true), new Morning(countSent: false));
        counted.Play();
        plain.Play();
        Assert.InRange(counted.Told, 300, 1000);
        Assert.True(counted.Longest <= Morning.Crowded, $"An advised site came to {counted.Longest:N0} minutes; the crowded one has {Morning.Crowded}.");
        Assert.Equal(0, counted.Worse);
        Assert.True(plain.Longest > 2 * Morning.Crowded, $"The shortest alone came to {plain.Longest:N0} minutes only.");
        Assert.True(plain.Worse > 300, $"{plain.Worse} only were worse off by the shortest alone.");
    }

    /// <summary>Seven sites around a crowded one, minute by minute; queues drain at what a site samples.</summary>
    private sealed class Morning(bool countSent)
    {
        public const double Crowded = 90;
        private const int Askers = 1000, AskMinutes = 5;
        private readonly (string Code, double Longitude, double PerMinute)[] sites = [("S1", 0.004, 3), ("S2", 0.008, 6), ("S3", -0.006, 3), ("S4", -0.012, 9), ("S5", 0.02, 6), ("S6", -0.025, 3), ("S7", 0.03, 12)];
        private readonly Dictionary<string, double> queues = new() { ["S1"] = 30, ["S2"] = 120, ["S3"] = 60, ["S4"] = 90, ["S5"] = 60, ["S6"] = 15, ["S7"] = 120 };
        private readonly List<(long Due, string Site, long Asked)> walking = [];
        private readonly OnTheirWay sent = new();

        public int Told { get; private set; }
        public int Worse { get; private set; }

        /// <summary>The longest wait that somebody found at a site they were sent to.</summary>
        public double Longest { get; private set; }

        public void Play()
        {
            for (var second = 0; second < 3600; second++)
            {
                foreach (var site in sites) queues[site.Code] = Math.Max(0, queues[site.Code] - site.PerMinute / 60);
                foreach (var (_, site, asked) in walking.Where(w => w.Due == second)) Arrive(site, second, asked);
                // As many a second as fit in five minutes.
                for (var i = second * Askers / (AskMinutes * 60); second < AskMinutes * 60 && i < (second + 1) * Askers / (AskMinutes * 60); i++) Ask(second);
            }
        }

        private void Ask(long second)
        {
            var now = second / 60;
            var board = sites.Select(s => new WaySite(s.Code, Latitude, Longitude + s.Longitude, (int)(0.9 * Wait(s.Code)), (int)Math.Ceiling(1.1 * Wait(s.Code)), s.PerMinute, countSent ? sent.To(s.Code, now) : 0));
            if (WaysElsewhere.Best(Latitude, Longitude, (int)Crowded, board, GreatCircle.Km) is not { } way) return;
            Told++;
            sent.Add(way.Site, now + way.Walk);
            walking.Add((second + 60 * way.Walk, way.Site, second));
        }

        private void Arrive(string site, long second, long asked)
        {
            queues[site]++;
            Longest = Math.Max(Longest, Wait(site));
            if ((second - asked) / 60.0 + Wait(site) > Crowded) Worse++;
        }

        private double Wait(string site) => queues[site] / sites.Single(s => s.Code == site).PerMinute;
    }
}
