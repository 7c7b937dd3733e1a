using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;
using Xunit;

namespace ScreenOps.Core.Tests.Rehearsal;

public class MorningPlanTests
{
    private static readonly RehearsalSite[] Sites = [.. Enumerable.Range(1, 12).Select(i => new RehearsalSite($"S{i:00}", 1 + i % 3))];
    private static readonly ArrivalQuarter[] Arrivals =
        [.. Sites.SelectMany(s => Enumerable.Range(0, 20).Select(q => new ArrivalQuarter(s.Code, new TimeOnly(5, 30).AddMinutes(15 * q), 30 + 60 * (s.Lanes - 1) + 7 * (q % 5))))];

    private static MorningPlan Plan(int seed = 7) => MorningPlan.Of(Arrivals, Sites, seed);

    private static long Sum(SiteMorning site, CountKind kind) => site.Commands.Where(c => c.Kind == kind).Sum(c => (long)c.N);

    [Fact]
    public void The_same_seed_gives_the_same_morning_and_another_seed_another()
    {
        var (one, two) = (Plan().Sites.SelectMany(s => s.Commands), Plan().Sites.SelectMany(s => s.Commands));
        Assert.Equal(one, two);
        Assert.NotEqual(one, Plan(8).Sites.SelectMany(s => s.Commands));
    }

    [Fact]
    public void Everybody_expected_comes_and_everybody_who_came_is_sampled_or_leaves()
    {
        foreach (var site in Plan().Sites)
        {
            Assert.Equal(Arrivals.Where(a => a.Site == site.Site).Sum(a => a.People), Sum(site, CountKind.Arrived));
            Assert.Equal(Sum(site, CountKind.Arrived), Sum(site, CountKind.Sampled) + Sum(site, CountKind.Left));
            Assert.Equal(CountKind.Close, site.Commands[^1].Kind);
        }
    }

    [Fact]
    public void Nobody_is_sampled_who_has_not_come_nor_before_the_site_opened_nor_in_a_pause()
    {
        foreach (var site in Plan().Sites)
        {
            var (queue, open) = (0, false);
            Assert.Equal(site.Commands.OrderBy(c => c.Second), site.Commands);
            foreach (var command in site.Commands)
            {
                open = command.Kind switch { CountKind.Open => true, CountKind.Pause or CountKind.Close => false, _ => open };
                if (command.Kind is CountKind.Sampled) Assert.True(open);
                queue += command.Kind switch { CountKind.Arrived => command.N, CountKind.Sampled or CountKind.Left => -command.N, _ => 0 };
                Assert.True(queue >= 0);
            }
        }
    }

    [Fact]
    public void A_lane_serves_180_to_240_an_hour_while_people_wait()
    {
        var rush = MorningPlan.Of([new("S01", new(5, 30), 3000)], [new("S01", 1), new("S02", 1), new("S03", 1), new("S04", 1), new("S05", 1)], 3);
        var site = rush.Sites[0];
        var hour = site.Commands.Where(c => c.Kind == CountKind.Sampled && c.Second is >= 8 * 3600 and < 9 * 3600).Sum(c => c.N);
        Assert.InRange(hour, 180 * site.Luck.Pace - 12, 240 * site.Luck.Pace + 12);
    }

    [Fact]
    public void One_site_is_paused_one_is_silent_one_is_slow_and_some_open_late()
    {
        var luck = Plan().Sites.Select(s => s.Luck).ToList();
        Assert.Single(luck, l => l.Paused != default);
        Assert.Single(luck, l => l.Silent != default);
        Assert.Single(luck, l => l.Pace < 1);
        Assert.Equal(2, luck.Count(l => l.Opens > 5 * 3600 + 1800 + 600));
    }
}
