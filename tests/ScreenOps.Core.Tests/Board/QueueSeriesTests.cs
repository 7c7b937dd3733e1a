using ScreenOps.Core.Board;
using ScreenOps.Core.Counting;
using Xunit;

namespace ScreenOps.Core.Tests.Board;

public class QueueSeriesTests
{
    private static readonly Dictionary<long, int> Never = [];

    private static QueueSeries Of(long queueNow, params SiteMinute[] minutes) => QueueSeries.Of(minutes, Never, queueNow);

    [Fact]
    public void The_queue_of_each_minute_is_reckoned_back_from_the_queue_of_now()
    {
        var series = Of(9, new(1, 5, 0, 2, 0), new(2, 5, 1, 2, 1), new(3, 5, 0, 2, 0));
        Assert.Equal(0, series.Before);
        Assert.Equal([3L, 6, 9], series.Minutes.Select(m => m.Queue));
        Assert.Equal([0, 0, 2], Of(2, new(1, 5, 0, 2, 0), new(2, 5, 1, 2, 1), new(3, 5, 0, 2, 0)).Minutes.Select(m => m.Queue));
    }

    [Fact]
    public void A_correction_moves_the_queue_in_its_own_minute_and_not_before()
    {
        var series = QueueSeries.Of([new(1, 10, 0, 0, 0), new(4, 1, 0, 0, 0)], new Dictionary<long, int> { [3] = -6 }, 5);
        Assert.Equal([(1L, 10L), (3, 4), (4, 5)], series.Minutes.Select(m => (m.Minute, m.Queue)));
    }

    [Fact]
    public void A_minute_whose_counts_were_all_taken_back_is_none() =>
        Assert.Equal([2L], Of(3, new(1, 0, 0, 0, 0), new(2, 3, 0, 0, 0)).Minutes.Select(m => m.Minute));

    [Fact]
    public void Where_nothing_happened_at_a_site_its_queue_counts_on_in_the_sum()
    {
        var sum = QueueSeries.Sum([Of(4, new(1, 6, 0, 0, 0), new(5, 0, 0, 2, 0)), Of(10, new SiteMinute(3, 3, 0, 0, 0))]);
        Assert.Equal(7, sum.Before);
        Assert.Equal([(1L, 13L), (3, 16), (5, 14)], sum.Minutes.Select(m => (m.Minute, m.Queue)));
        Assert.Equal([3L], sum.Between(2, 5).Select(m => m.Minute));
    }
}
