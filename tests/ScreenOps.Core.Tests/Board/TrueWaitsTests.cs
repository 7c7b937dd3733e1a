using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using ScreenOps.Core.Rehearsal;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

public sealed class TrueWaitsTests
{
    private static QueueMinute At(long minute, int arrived = 0, int implied = 0, int sampled = 0, int left = 0, int corrected = 0) => new(minute, arrived, implied, sampled, left, corrected, 0);

    private static IReadOnlyList<Waited> Of(params QueueMinute[] minutes) => TrueWaits.Of(new(0, minutes));

    [Fact]
    public void Who_came_first_is_sampled_first_and_who_left_had_come_last() =>
        Assert.Equal([new(10, 2, 3), new(10, 5, 1), new(11, 5, 1)], Of(At(10, arrived: 4), At(11, arrived: 3), At(12, sampled: 3), At(13, left: 2), At(15, sampled: 1), At(16, sampled: 1)));

    [Fact]
    public void Who_was_counted_by_nobody_until_a_lane_took_them_waited_for_nothing() =>
        Assert.Equal([new(10, 0, 2)], Of(At(10, implied: 2, sampled: 2)));

    [Fact]
    public void An_arrival_that_came_late_in_the_books_waited_from_its_own_minute_on() =>
        Assert.Equal([new(10, 5, 5), new(15, 0, 1)], Of(At(10, arrived: 5, implied: -5), At(15, implied: 6, sampled: 6)));

    [Fact]
    public void A_count_of_the_queue_brings_people_or_takes_them_from_its_end() =>
        Assert.Equal([new(10, 4, 2), new(12, 4, 1)], Of(At(10, arrived: 3), At(11, corrected: -1), At(12, corrected: 1), At(14, sampled: 2), At(16, sampled: 1)));

    [Fact]
    public void Levels_belong_to_the_worse_side_and_half_and_nine_tenths_are_people()
    {
        var spread = WaitSpread.Of([new(1, 5, 5), new(1, 15, 4), new(1, 30, 1)], Thresholds.Hangzhou);
        Assert.Equal(new(10, 11.5, 5, 15, 30, 5, 1), spread);
        Assert.Equal(new(0, null, null, null, null, 0, 0), WaitSpread.Of([], Thresholds.Hangzhou));
    }

    [Fact]
    public void A_rehearsed_morning_adds_up_to_what_its_people_waited_within_a_minute()
    {
        var sites = Enumerable.Range(0, 6).Select(n => new RehearsalSite($"S{n}", 2)).ToList();
        var arrivals = sites.SelectMany((s, at) => Enumerable.Range(0, 20).Select(q => new ArrivalQuarter(s.Code, new TimeOnly(5, 30).AddMinutes(15 * q), Math.Max(0, 70 + 12 * at - 4 * q))));
        foreach (var morning in MorningPlan.Of([.. arrivals], sites, 3).Sites)
        {
            var minutes = morning.Commands.Where(c => c.Kind is CountKind.Arrived or CountKind.Sampled or CountKind.Left).GroupBy(c => c.Second / 60).OrderBy(g => g.Key)
                .Select(g => At(g.Key, Sum(g, CountKind.Arrived), 0, Sum(g, CountKind.Sampled), Sum(g, CountKind.Left))).ToArray();
            var (told, truth) = (WaitSpread.Of(Of(minutes), Thresholds.Hangzhou), Truth(morning));
            Assert.Equal(truth.Count, told.People);
            Assert.InRange(told.Mean!.Value, truth.Average() - 0.5, truth.Average() + 0.5);
            Assert.InRange(told.Ninety!.Value, truth.Order().ElementAt(truth.Count * 9 / 10) - 1, truth.Order().ElementAt(truth.Count * 9 / 10) + 1);
        }
    }

    private static int Sum(IEnumerable<PlannedCommand> commands, CountKind kind) => commands.Where(c => c.Kind == kind).Sum(c => c.N);

    /// <summary>Minutes that each person waited, second by second.</summary>
    private static List<double> Truth(SiteMorning morning)
    {
        var (line, waits) = (new LinkedList<int>(), new List<double>());
        foreach (var command in morning.Commands)
            for (var i = 0; i < command.N; i++)
                if (command.Kind == CountKind.Arrived) line.AddLast(command.Second);
                else if (command.Kind == CountKind.Left) line.RemoveLast();
                else if (command.Kind == CountKind.Sampled)
                {
                    waits.Add((command.Second - line.First!.Value) / 60.0);
                    line.RemoveFirst();
                }
        return waits;
    }
}
